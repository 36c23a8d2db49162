using System.Text.Json.Nodes;
using Agentic.Testing;
using Agentic.Testing.Stories;
using Microsoft.Playwright;
using Xunit.Abstractions;
using static Microsoft.Playwright.Assertions;

namespace Agentic.Browser;

/// <summary>Twenty stories that nobody wrote: what stands on the pages is what the shop quotes and the books hold.</summary>
public sealed class ToldStoriesTests(ITestOutputHelper output)
{
    private const int Stories = 20,
        Steps = 7,
        Seed = 11;

    [BrowserFact]
    public async Task EveryAmountAndTimeOnAPage_IsTrue()
    {
        var folder = TestFolder.Create("stories");
        await using var pages = await Pages.StartAsync(
            await AgenticApp.StartAsync(StoryWorld.Settings(Stories), folder: folder, world: StoryWorld.Write(folder, Stories))
        );
        var (app, desks, findings, looked) = (pages.App, new Dictionary<bool, IPage>(), new List<string>(), 0);
        for (var number = 0; number < Stories; number++)
        {
            await app.SetFaultsAsync();
            var story = await Story.BeginAsync(app, number, Seed);
            await story.PlayAsync(Steps);
            await app.SetFaultsAsync();
            var locale = story.IsGerman ? "de-DE" : "en-GB";
            var customer = await pages.AsAsync(story.Customer, locale);
            var request = (await app.GetAsync(story.Customer, $"/api/requests/{story.Id}")).Body!;
            await customer.GotoAsync((string)request["link"]!);
            await Expect(Pages.Status(customer)).Not.ToBeEmptyAsync();
            story.Judge.CheckPage("the customer's page", await customer.Locator("main").InnerTextAsync(), request);
            await customer.Context.CloseAsync();
            looked++;

            var desk =
                desks.GetValueOrDefault(story.IsGerman) ?? (desks[story.IsGerman] = await pages.AsAsync("approver", locale));
            foreach (
                var (list, page) in new[]
                {
                    ("/api/approvals?state=open", "/desk/approvals/"),
                    ("/api/handoffs", "/desk/handoffs/"),
                }
            )
            {
                foreach (
                    var item in ((JsonArray)(await app.GetAsync("approver", list)).Body!["items"]!).Where(item =>
                        (string?)item!["requestId"] == story.Id && (string?)item["state"] != "closed"
                    )
                )
                {
                    await desk.GotoAsync(page + item!["id"]);
                    var shown = desk.Locator("article.decision");
                    await Expect(shown.Locator("h1")).Not.ToBeEmptyAsync();
                    var answer = (await app.GetAsync("approver", $"{list.Split('?')[0]}/{item["id"]}?include=context")).Body;
                    story.Judge.CheckPage(page, await shown.InnerTextAsync(), request, answer);
                    looked++;
                }
            }
            findings.AddRange(story.Judge.Findings);
        }
        output.WriteLine($"{Stories} stories of {Steps} steps (seed {Seed}), {looked} pages looked at.");
        findings.ShouldBeEmpty(string.Join('\n', findings));
    }
}
