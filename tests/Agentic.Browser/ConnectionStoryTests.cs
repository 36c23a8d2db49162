using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Agentic.Browser;

/// <summary>What the page does when the connection goes, and with many tabs of one person.</summary>
public sealed class ConnectionStoryTests
{
    [BrowserFact]
    public async Task LostConnection_IsSaid_AndNothingTypedIsLost()
    {
        await using var pages = await Pages.StartAsync();
        var id = await pages.App.SubmitAsync("anna", "10051: den Gürtel zurück");
        var anna = await pages.AsAsync("anna");
        await anna.GotoAsync($"/r/{id}");
        await Expect(anna.GetByRole(AriaRole.Button, new() { Name = "Ja, so ausführen" })).ToBeVisibleAsync();
        var field = anna.GetByLabel("Soll etwas anders sein? In Ihren Worten");
        await field.FillAsync("Den Schal bitte auch");
        await anna.Context.SetOfflineAsync(true);
        await Expect(anna.GetByText("Verbindung unterbrochen.")).ToBeVisibleAsync();
        await anna.GetByRole(AriaRole.Button, new() { Name = "Senden" }).ClickAsync();
        await Expect(anna.GetByText("Keine Verbindung. Ihr Text ist noch da.")).ToBeVisibleAsync();
        (await field.InputValueAsync()).ShouldBe("Den Schal bitte auch");
        await anna.Context.SetOfflineAsync(false);
        await anna.GetByRole(AriaRole.Button, new() { Name = "Senden" }).ClickAsync();
        await Expect(anna.Locator(".talk .customer")).ToContainTextAsync("Den Schal bitte auch");
        await Expect(anna.GetByText("Verbindung unterbrochen.")).ToHaveCountAsync(0);
    }

    [BrowserFact]
    public async Task EightOpenTabs_StayLive()
    {
        await using var pages = await Pages.StartAsync();
        var id = await pages.App.SubmitAsync("anna", "Bestellung 10042: die blaue Jacke passt nicht, bitte Geld zurück");
        await pages.App.ConfirmAsync("anna", id);
        var approval = await pages.App.ApprovalOfAsync(id);
        var tabs = new List<IPage> { await pages.AsAsync("anna") };
        while (tabs.Count < 8)
        {
            tabs.Add(await pages.OpenAsync(tabs[0].Context));
        }
        foreach (var tab in tabs)
        {
            await tab.GotoAsync($"/r/{id}");
            await Expect(Pages.Status(tab)).ToContainTextAsync("Ein Mensch prüft");
        }
        await pages.App.ApproveAsync("approver", approval);
        foreach (var tab in tabs)
        {
            await Expect(Pages.Status(tab)).ToHaveTextAsync("Alles erledigt.");
        }
    }
}
