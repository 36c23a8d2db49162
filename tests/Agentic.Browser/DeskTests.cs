using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Xunit.Abstractions;
using static Microsoft.Playwright.Assertions;

namespace Agentic.Browser;

/// <summary>The desk at work: quick where it is routine, and impossible to overlook where it is not.</summary>
public sealed class DeskTests(ITestOutputHelper output)
{
    /// <summary>Notes how long it takes from Enter until the next decision has the focus.</summary>
    private const string Watch = """
        window.nextItem = []; let pressed;
        addEventListener('keydown', (event) => { if (event.key === 'Enter') pressed = performance.now(); }, true);
        addEventListener('focusin', (event) => {
          if (event.target.id !== 'sentence' || !pressed) return;
          nextItem.push(performance.now() - pressed);
          pressed = undefined;
        });
        """;

    [BrowserFact]
    public async Task HundredMixedApprovals_UnderFiveMinutes_AllTenPlantedFaultsFound()
    {
        var app = await HundredApprovals.StartAsync();
        await using var pages = await Pages.StartAsync(app);
        var approvals = await HundredApprovals.FillAsync(app);
        var page = await pages.AsAsync("approver");
        await page.AddInitScriptAsync(Watch);
        await page.GotoAsync("/desk");
        await Expect(page.Locator(".queueRow").First).ToBeVisibleAsync();
        var (rejected, began) = (new List<int>(), Stopwatch.StartNew());
        await page.Keyboard.PressAsync("j");
        for (var decided = 0; decided < HundredApprovals.Count; decided++)
        {
            await Expect(page.Locator(".actionBar button").First).ToBeEnabledAsync();
            var id = await page.EvaluateAsync<string>("location.pathname.split('/').at(-1)");
            // All that the page marks; the script sees no more than a person does.
            if (await page.Locator(".decision .banner.bad").CountAsync() > 0)
            {
                await page.Keyboard.PressAsync("r");
                await page.Keyboard.TypeAsync("Passt nicht zu den Worten des Kunden.");
                await page.Keyboard.PressAsync("Tab");
                await page.Keyboard.PressAsync("Enter");
                rejected.Add(approvals[id]);
            }
            else
            {
                await page.Keyboard.PressAsync("a");
                await Expect(page.Locator(".confirm button").First).ToBeFocusedAsync();
                await page.Keyboard.PressAsync("Enter");
            }
            if (decided < HundredApprovals.Count - 1)
            {
                await page.WaitForFunctionAsync(
                    "id => !location.pathname.endsWith(id) && document.activeElement?.id === 'sentence'",
                    id
                );
            }
        }
        await Expect(page.GetByText("Nichts wartet auf Sie.")).ToBeVisibleAsync();
        var next = (await page.EvaluateAsync<double[]>("nextItem")).Order().ToArray();
        output.WriteLine(
            $"{HundredApprovals.Count} decisions in {began.Elapsed.TotalSeconds:F0} s; from Enter to the next "
                + $"decision's heading: median {next[next.Length / 2]:F0} ms, 95th percentile "
                + $"{next[next.Length * 95 / 100]:F0} ms of {next.Length}."
        );
        began.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(5));
        rejected.Order().ShouldBe(HundredApprovals.Planted);
    }

    [BrowserFact]
    public async Task TenThousandRows_AreThere_AndOnlyTheVisibleOnesAreDrawn()
    {
        await using var pages = await Pages.StartAsync();
        var id = await pages.App.SubmitAsync("anna", "Bestellung 10042: die blaue Jacke passt nicht, bitte Geld zurück");
        await pages.App.ConfirmAsync("anna", id);
        var one = (JsonObject)await pages.App.ApprovalOfAsync(id);
        var page = await pages.AsAsync("approver");
        // The real answer, ten thousand times: the page is what is looked at here.
        var many = new JsonArray([
            .. Enumerable
                .Range(0, 10_000)
                .Select(number =>
                {
                    var copy = (JsonObject)one.DeepClone();
                    (copy["id"], copy["sentence"], copy["evidence"], copy["effects"]) = (
                        $"{id[..^5]}{number:D5}-a1",
                        $"Nummer {number}",
                        new JsonArray(),
                        new JsonArray()
                    );
                    return copy;
                }),
        ]);
        var answer = JsonSerializer.Serialize(new { items = many });
        await page.RouteAsync(
            "**/api/approvals?state=open*",
            route => route.FulfillAsync(new() { ContentType = "application/json", Body = answer })
        );
        await page.GotoAsync("/desk");
        await Expect(page.GetByText("10000", new() { Exact = true })).ToBeVisibleAsync();
        var seen = new HashSet<string>();
        foreach (var share in new[] { 0, 0.25, 0.5, 0.9, 1 })
        {
            await page.EvaluateAsync(
                "share => { const frame = document.querySelector('.queueFrame'); frame.scrollTop = "
                    + "frame.scrollHeight * share; }",
                share
            );
            // Drawn when the rows stand where the frame looks; how long that takes is the machine's affair.
            await page.WaitForFunctionAsync(
                """
                () => {
                  const frame = document.querySelector('.queueFrame').getBoundingClientRect();
                  const rows = [...document.querySelectorAll('.queueRow')].map(row => row.getBoundingClientRect());
                  return rows.some(row => row.top <= frame.top + 1 && row.bottom > frame.top)
                    && rows.some(row => row.bottom >= frame.bottom - 1);
                }
                """
            );
            (await page.Locator(".queueRow").CountAsync()).ShouldBeInRange(5, 60);
            seen.Add(await page.Locator(".queueRow .rowText").First.InnerTextAsync());
        }
        seen.Count.ShouldBe(5, "each place shows rows of its own");
        await Expect(page.GetByText("Nummer 9999")).ToBeVisibleAsync();
        // Frames while it scrolls through all of them.
        var frames = await page.EvaluateAsync<double[]>(
            """
            () => new Promise(done => {
              const frame = document.querySelector('.queueFrame'); frame.scrollTop = 0;
              const times = []; let last = performance.now(), step = 0;
              const tick = now => {
                times.push(now - last); last = now; frame.scrollTop += 3000;
                if (++step < 120) requestAnimationFrame(tick); else done(times);
              };
              requestAnimationFrame(tick);
            })
            """
        );
        var sorted = frames.Order().ToArray();
        output.WriteLine($"Scrolling 10,000 rows: median frame {sorted[60]:F1} ms, 95th percentile {sorted[114]:F1} ms.");
    }

    [BrowserFact]
    public async Task WhatIsSealed_IsShownToTheLetter_WhateverItSays()
    {
        await using var pages = await Pages.StartAsync();
        var id = await pages.App.SubmitAsync("anna", "Bestellung 10042: die blaue Jacke passt nicht, bitte Geld zurück");
        await pages.App.ConfirmAsync("anna", id);
        var sealedNow = (JsonObject)(await pages.App.ApprovalOfAsync(id)).DeepClone();
        // Words of customers end up in arguments; none of them may be read as a text key or as a command to the texts.
        string[] words =
        [
            "late",
            "constructor",
            "$t(desk.approve)",
            "$t(none, {\"defaultValue\":\"Gartenweg 5\"})",
            "{{name}}",
            "<b>fett</b>",
        ];
        ((JsonObject)sealedNow["effects"]![0]!)["arguments"] = new JsonObject(
            words.Select((word, index) => KeyValuePair.Create($"note{index}", (JsonNode?)word))
        );
        var page = await pages.AsAsync("approver");
        var answer = sealedNow.ToJsonString();
        await page.RouteAsync(
            $"**/api/approvals/{sealedNow["id"]}?*",
            route => route.FulfillAsync(new() { ContentType = "application/json", Body = answer })
        );
        await page.GotoAsync($"/desk/approvals/{sealedNow["id"]}");
        await Expect(page.Locator(".effects li").First).ToBeVisibleAsync();
        (await page.Locator(".effects li").First.Locator("dd").AllInnerTextsAsync()).ShouldBe(words);
    }

    [BrowserFact]
    public async Task ColleagueWhoHasItOpen_AndWhoIsAway_AreShown()
    {
        await using var pages = await Pages.StartAsync();
        var id = await pages.App.SubmitAsync("anna", "Bestellung 10042: die blaue Jacke passt nicht, bitte Geld zurück");
        await pages.App.ConfirmAsync("anna", id);
        var path = $"/desk/approvals/{(await pages.App.ApprovalOfAsync(id))["id"]}";
        var senior = await pages.AsAsync("senior");
        await senior.GotoAsync(path);
        await Expect(senior.Locator("#sentence")).ToBeVisibleAsync();
        var approver = await pages.AsAsync("approver");
        await approver.GotoAsync(path);
        await Expect(approver.GetByText("Auch geöffnet bei: Sonja Thiel")).ToBeVisibleAsync();

        await approver.GetByText("Ich bin bald nicht da").ClickAsync();
        await approver
            .GetByLabel("Wieder da am")
            .FillAsync(
                pages
                    .App.Time.GetUtcNow()
                    .AddDays(5)
                    .ToString("yyyy-MM-ddTHH:mm", System.Globalization.CultureInfo.InvariantCulture)
            );
        await approver.GetByLabel("Vertretung").SelectOptionAsync("Sonja Thiel");
        await approver.GetByRole(AriaRole.Button, new() { Name = "Abwesenheit eintragen" }).ClickAsync();
        await Expect(approver.GetByText("Vertretung: Sonja Thiel.")).ToBeVisibleAsync();
        await approver.GetByRole(AriaRole.Button, new() { Name = "Ich bin wieder da" }).ClickAsync();
        await Expect(approver.GetByText("Vertretung: Sonja Thiel.")).ToHaveCountAsync(0);
    }
}
