using Agentic.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Agentic.Browser;

/// <summary>
/// What holds for every page: readable for everybody, closed to those it is not for, and strict about where things
/// come from.
/// </summary>
public sealed class PageTests
{
    [BrowserTheory]
    [InlineData("de-DE", false, 1440)]
    [InlineData("en-GB", true, 1440)]
    [InlineData("de-DE", true, 360)]
    [InlineData("en-GB", false, 360)]
    public async Task EveryPage_IsAccessible_AndFitsTheScreen(string locale, bool dark, int width)
    {
        await using var pages = await Pages.StartAsync();
        var waiting = await pages.App.SubmitAsync("anna", "Bestellung 10064: beide Uhren zurück");
        var planned = await pages.App.WaitForAsync("anna", waiting, "AwaitingCustomer");
        await CheckAllAsync("anna", "/", $"/r/{waiting}", "/my");
        await CheckAllAsync(null, "/sign-in", $"/r/{waiting}");
        await pages.App.ConfirmAsync("anna", waiting);
        var approval = await pages.App.ApprovalOfAsync(waiting);
        var done = await pages.App.SubmitAsync("anna", "10051: den Gürtel zurück, und 10042 stornieren");
        await pages.App.ConfirmAsync("anna", done);
        await pages.App.WaitForAsync("anna", done, "Completed", "PartlyCompleted");
        var handed = await pages.App.SubmitAsync("john", "I want to talk to a person", "en");
        await pages.App.WaitForAsync("john", handed, "HandedOff");
        await CheckAllAsync("anna", $"/r/{waiting}", $"/r/{done}");
        await CheckAllAsync("john", $"/r/{handed}");
        await CheckAllAsync(
            "approver",
            "/desk",
            $"/desk/approvals/{approval["id"]}",
            "/desk?queue=handoffs",
            $"/desk/handoffs/{handed}-h1",
            "/desk?queue=samples"
        );
        await CheckAllAsync(
            "ops",
            "/cockpit",
            "/cockpit/runs",
            $"/cockpit/runs/{done}-1",
            "/cockpit/packs",
            "/cockpit/experience",
            "/cockpit/processes",
            "/cockpit/processes/return_items/1",
            "/cockpit/processes/return_items/1?step=gate"
        );
        planned["plan"].ShouldNotBeNull();

        async Task CheckAllAsync(string? user, params string[] paths)
        {
            var page = await pages.AsAsync(user, locale, dark, width);
            foreach (var path in paths)
            {
                var answer = await page.GotoAsync(path);
                if (answer!.Ok)
                {
                    await Expect(page.Locator("h1:visible, .queueTabs:visible").First).ToBeVisibleAsync();
                    await page.WaitForLoadStateAsync(LoadState.DOMContentLoaded);
                    await Expect(page.Locator("[role=status]").Filter(new() { HasTextRegex = new("laden|loading") }))
                        .ToHaveCountAsync(0);
                    await Pages.CheckAsync(page, $"{path} as {user ?? "nobody"}");
                }
            }
            await page.Context.CloseAsync();
        }
    }

    [BrowserFact]
    public async Task Pages_AreClosedToThoseTheyAreNotFor()
    {
        await using var pages = await Pages.StartAsync();
        foreach (var user in new[] { null, "anna" })
        {
            var page = await pages.AsAsync(user);
            foreach (var path in new[] { "/desk", "/cockpit", "/cockpit/packs" })
            {
                await page.GotoAsync(path);
                await Expect(page.GetByText("Diese Seite ist für Mitarbeiter.")).ToBeVisibleAsync();
            }
        }
        // Staff read a request, and act on it only at the desk.
        var id = await pages.App.SubmitAsync("anna", "10051: den Gürtel zurück");
        await pages.App.WaitForAsync("anna", id, "AwaitingCustomer");
        var ops = await pages.AsAsync("ops");
        await ops.GotoAsync($"/r/{id}");
        await Expect(ops.GetByText("Unser Vorschlag")).ToBeVisibleAsync();
        await Expect(ops.GetByRole(AriaRole.Button, new() { Name = "Ja, so ausführen" })).ToHaveCountAsync(0);
    }

    [BrowserFact]
    public async Task UnknownAddress_SaysSo_ToPeopleAndToPrograms()
    {
        await using var pages = await Pages.StartAsync();
        var page = await pages.AsAsync(null);
        var answer = await page.GotoAsync("/no/such/page");
        answer!.Status.ShouldBe(404);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Diese Seite gibt es nicht" })).ToBeVisibleAsync();
        using var program = await pages.App.Anonymous.GetAsync("/api/no-such-route");
        ((int)program.StatusCode, program.Content.Headers.ContentType!.MediaType).ShouldBe((404, "application/problem+json"));
    }

    [BrowserFact]
    public async Task DemoBar_SwitchesThePerson_HoweverFastOneClicks()
    {
        await using var pages = await Pages.StartAsync();
        var page = await pages.AsAsync(null);
        foreach (var (button, name) in new[] { ("John", "John Carter"), ("Freigabe", "Alex Freitag"), ("Anna", "Anna Berger") })
        {
            await page.GotoAsync("/", new() { WaitUntil = WaitUntilState.Commit });
            await page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
            await Expect(page.GetByRole(AriaRole.Button, new() { Name = $"{name} abmelden" })).ToBeVisibleAsync();
        }
    }

    [BrowserFact]
    public async Task Policy_AllowsNoInlineScript_NoOtherSite_AndNoFrame()
    {
        await using var pages = await Pages.StartAsync();
        var page = await pages.AsAsync(null);
        var policies = new HashSet<string>();
        for (var visit = 0; visit < 2; visit++)
        {
            var policy = (await (await page.GotoAsync("/"))!.AllHeadersAsync())["content-security-policy"];
            policy.ShouldSatisfyAllConditions(
                text => text.ShouldContain("default-src 'none'"),
                text => text.ShouldContain("script-src 'self';"),
                text => text.ShouldContain("frame-ancestors 'none'"),
                text => text.ShouldContain("connect-src 'self'"),
                text => text.ShouldNotContain("unsafe")
            );
            policies.Add(policy);
        }
        policies.Count.ShouldBe(2, "a nonce is used once");
        var headers = await (await page.GotoAsync("/"))!.AllHeadersAsync();
        headers["referrer-policy"].ShouldBe("no-referrer");
        headers["x-content-type-options"].ShouldBe("nosniff");
        await page.EvaluateAsync(
            "() => { const script = document.createElement('script'); script.textContent = 'window.injected = "
                + "true'; document.body.append(script); }"
        );
        (await page.EvaluateAsync<bool>("window.injected === true")).ShouldBeFalse();
        pages.Forget("Content Security Policy");
    }

    [BrowserFact]
    public async Task WhatArrivesLate_MovesNothing()
    {
        await using var pages = await Pages.StartAsync();
        var id = await pages.App.SubmitAsync("anna", "Bestellung 10042: die blaue Jacke passt nicht, bitte Geld zurück");
        await pages.App.ConfirmAsync("anna", id);
        var approval = await pages.App.ApprovalOfAsync(id);
        foreach (
            var (user, path) in new[]
            {
                ("anna", "/"),
                ("anna", $"/r/{id}"),
                ("anna", "/my"),
                ("approver", "/desk"),
                ("approver", $"/desk/approvals/{approval["id"]}"),
                ("ops", "/cockpit"),
                ("ops", "/cockpit/runs"),
                ("ops", "/cockpit/packs"),
                ("ops", "/cockpit/experience"),
                ("ops", "/cockpit/processes/return_items/1"),
            }
        )
        {
            var page = await pages.AsAsync(user);
            var open = 0;
            // Every answer of the API comes late, so that whatever it moves is seen to move.
            await page.RouteAsync(
                "**/api/**",
                async route =>
                {
                    var isStream = route.Request.Url.EndsWith("/events", StringComparison.Ordinal);
                    Interlocked.Add(ref open, isStream ? 0 : 1);
                    await Task.Delay(TimeSpan.FromMilliseconds(400), TimeProvider.System);
                    await route.ContinueAsync();
                    Interlocked.Add(ref open, isStream ? 0 : -1);
                }
            );
            await page.AddInitScriptAsync(
                "window.shifts = 0; window.moved = []; new PerformanceObserver(list => "
                    + "list.getEntries().forEach(entry => { shifts += entry.value; "
                    + "moved.push(...entry.sources.map(source => source.node?.className || source.node?.nodeName)); "
                    + "})).observe({ type: 'layout-shift', buffered: true });"
            );
            await page.GotoAsync(path);
            await Expect(page.Locator("h1:visible, .queueTabs:visible").First).ToBeVisibleAsync();
            await Expect(page.Locator("[role=status]").Filter(new() { HasTextRegex = new("laden") })).ToHaveCountAsync(0);
            await AgenticApp.EventuallyAsync(
                () => Task.FromResult(Volatile.Read(ref open)),
                count => count == 0,
                "all answers"
            );
            // What came is drawn, and whatever it moved has moved.
            await page.WaitForTimeoutAsync(800);
            var shifted = await page.EvaluateAsync<double>("shifts");
            // A tenth is what the web's own measure calls good.
            shifted.ShouldBeLessThan(
                0.1,
                $"{path}: {string.Join(", ", await page.EvaluateAsync<string[]>("moved.map(String)"))}"
            );
            await page.Context.CloseAsync();
        }
    }

    [BrowserFact]
    public async Task InjectedFault_IsVisibleInTheCockpit_WithinAMinute_AndRetriedForAll()
    {
        await using var pages = await Pages.StartAsync();
        var ops = await pages.AsAsync("ops");
        await ops.GotoAsync("/cockpit");
        await Expect(ops.GetByText("Nichts steht.")).ToBeVisibleAsync();
        var id = await pages.App.SubmitAsync("anna", "10051: den Gürtel zurück");
        await pages.App.WaitForAsync("anna", id, "AwaitingCustomer");
        await pages.App.SetFaultsAsync(new { operation = "query", kind = "errorBefore" });
        await pages.App.ConfirmAsync("anna", id);
        await Expect(ops.GetByText("Ein Lauf steht")).ToBeVisibleAsync();
        await pages.App.SetFaultsAsync();
        await ops.GetByRole(AriaRole.Button, new() { Name = "Jetzt alle noch einmal versuchen" }).ClickAsync();
        await pages.App.WaitForAsync("anna", id, "Completed");
        await Expect(ops.GetByText("Nichts steht.")).ToBeVisibleAsync();
    }
}
