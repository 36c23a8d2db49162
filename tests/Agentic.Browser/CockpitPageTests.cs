using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Agentic.Browser;

/// <summary>What ops can do about a run, shown before it is done.</summary>
public sealed class CockpitPageTests
{
    [BrowserFact]
    public async Task Undo_IsPreviewed_AskedFor_AndDoneByASecondPerson()
    {
        await using var pages = await Pages.StartAsync();
        var id = await pages.App.SubmitAsync("anna", "Bestellung 10071 bitte mit PayPal bezahlen");
        await pages.App.ConfirmAsync("anna", id);
        await pages.App.WaitForAsync("anna", id, "Completed");
        var ops = await pages.AsAsync("ops");
        await ops.GotoAsync($"/cockpit/runs/{id}-r1");
        await ops.GetByRole(AriaRole.Button, new() { Name = "Zurücknehmen" }).ClickAsync();
        await Expect(ops.GetByText("Das würde geschehen:")).ToBeVisibleAsync();
        await ops.GetByLabel("Grund").FillAsync("Falsches Zahlungsmittel");
        await ops.GetByRole(AriaRole.Button, new() { Name = "Ja, ausführen" }).ClickAsync();
        await Expect(ops.GetByText("Beantragt. Jemand anders entscheidet.")).ToBeVisibleAsync();

        var approver = await pages.AsAsync("approver");
        await approver.GotoAsync("/desk");
        await approver.Locator(".queueRow a").First.ClickAsync();
        await Expect(approver.GetByText("Falsches Zahlungsmittel")).ToBeVisibleAsync();
        await approver.Keyboard.PressAsync("a");
        await approver.Keyboard.PressAsync("Enter");
        await Expect(ops.Locator("h1").Filter(new() { HasText = "rückgängig" })).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task Cancel_StopsARunBeforeItsPermit_AndARetryOfNothingIsRefused()
    {
        await using var pages = await Pages.StartAsync();
        var id = await pages.App.SubmitAsync("anna", "Bestellung 10042: die blaue Jacke passt nicht, bitte Geld zurück");
        await pages.App.ConfirmAsync("anna", id);
        await pages.App.ApprovalOfAsync(id);
        var ops = await pages.AsAsync("ops", "en-GB");
        await ops.GotoAsync($"/cockpit/runs/{id}-r1");
        await ops.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();
        await Expect(ops.GetByText("This is not possible:")).ToBeVisibleAsync();
        await ops.GetByRole(AriaRole.Button, new() { Name = "Cancel", Exact = true }).First.ClickAsync();
        await ops.GetByLabel("Reason").FillAsync("Recalled by the warehouse");
        await ops.GetByRole(AriaRole.Button, new() { Name = "Yes, do it" }).ClickAsync();
        await Expect(ops.Locator(".runDetail").GetByText("Done.", new() { Exact = true })).ToBeVisibleAsync();
        (await pages.App.RefundsAsync()).ShouldBe(0);
        (await pages.App.GetAsync("approver", "/api/approvals?state=open")).Body!["items"]!.AsArray().ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task Weeks_Experience_AndRules_SayWhatHappened()
    {
        await using var pages = await Pages.StartAsync();
        var id = await pages.App.SubmitAsync("anna", "Bitte Bestellung 10063 stornieren");
        await pages.App.ConfirmAsync("anna", id);
        await pages.App.WaitForAsync("anna", id, "Completed");
        await pages.App.PostAsync(
            "anna",
            $"/api/requests/{id}/feedback",
            new
            {
                solved = true,
                score = 5,
                comment = "Ohne Warteschleife.",
            }
        );
        var ops = await pages.AsAsync("ops");
        await ops.GotoAsync("/cockpit");
        await Expect(ops.Locator(".weeks .figures")).ToContainTextAsync("100 %");
        await Expect(ops.Locator(".chart canvas").First).ToBeVisibleAsync();
        await ops.GetByText("Die Zahlen als Tabelle").ClickAsync();
        await Expect(ops.Locator(".weeks tbody tr")).ToHaveCountAsync(14);
        var file = await ops.RunAndWaitForDownloadAsync(() => ops.GetByText("Zahlen der letzten 92 Tage als CSV").ClickAsync());
        (await File.ReadAllLinesAsync(await file.PathAsync())).Length.ShouldBe(93);
        await ops.GetByRole(AriaRole.Link, new() { Name = "Erlebnis" }).ClickAsync();
        await Expect(ops.GetByText("Ohne Warteschleife.")).ToBeVisibleAsync();
        await ops.GetByRole(AriaRole.Link, new() { Name = "Pakete" }).ClickAsync();
        await ops.GetByText("Artikel zurücknehmen: allein").ClickAsync();
        await Expect(ops.GetByText("Über 500 EUR entscheiden zwei Personen.").First).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task Map_LeadsToTheRunsAtAStep_AndBackKeepsTheStep()
    {
        await using var pages = await Pages.StartAsync();
        var id = await pages.App.SubmitAsync("anna", "Bestellung 10042: die blaue Jacke passt nicht, bitte Geld zurück");
        await pages.App.ConfirmAsync("anna", id);
        await pages.App.ApprovalOfAsync(id);
        var ops = await pages.AsAsync("ops");
        await ops.GotoAsync("/cockpit/processes/return_items/1");
        await ops.Locator(".react-flow__node").Filter(new() { HasText = "Gate" }).First.ClickAsync();
        await Expect(ops.GetByText("Läufe bei „")).ToBeVisibleAsync();
        await ops.Locator(".runList a").First.ClickAsync();
        await Expect(ops.GetByText("ApprovalRequested").First).ToBeVisibleAsync();
        await ops.GoBackAsync();
        await Expect(ops.Locator("tr.isChosen")).ToHaveCountAsync(1);
    }
}
