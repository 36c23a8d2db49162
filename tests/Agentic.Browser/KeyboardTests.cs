using Agentic.Orchestration.Packs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Agentic.Browser;

/// <summary>The stories by keyboard alone: no test here touches a mouse.</summary>
public sealed class KeyboardTests
{
    [BrowserFact]
    public async Task Customer_CorrectsThePlan_WithdrawsIt_AndSaysHowItWas()
    {
        await using var pages = await Pages.StartAsync();
        var id = await pages.App.SubmitAsync("anna", "10051: den Gürtel zurück");
        await pages.App.WaitForAsync("anna", id, "AwaitingCustomer");
        var page = await pages.AsAsync("anna");
        await page.GotoAsync($"/r/{id}");
        await page.TabToAsync("Soll etwas anders sein? In Ihren Worten");
        await page.Keyboard.TypeAsync("Den Schal bitte auch");
        await page.TabToAsync("Senden");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByText("Schal, rot").First).ToBeVisibleAsync();
        await page.TabToAsync("Anliegen zurücknehmen");
        await page.Keyboard.PressAsync("Enter");
        await page.TabToAsync("Ja, zurücknehmen");
        await page.Keyboard.PressAsync("Enter");
        await Expect(Pages.Status(page)).ToHaveTextAsync("Ihr Anliegen ist zurückgenommen.");
        await page.TabToAsync("Ja");
        await page.Keyboard.PressAsync("Enter");
        await page.TabToAsync("1");
        await page.Keyboard.PressAsync("ArrowRight");
        await page.TabToAsync("Absenden");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByText("Danke, Ihre Rückmeldung ist angekommen.")).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task Visitor_SignsInWithACode()
    {
        await using var pages = await Pages.StartAsync();
        var page = await pages.AsAsync(null, "en-GB");
        await page.GotoAsync("/");
        await page.TabToAsync("Your request, in your own words");
        await page.Keyboard.TypeAsync("please refund the boots from 10017");
        await page.TabToAsync("Send");
        await page.Keyboard.PressAsync("Enter");
        await Expect(Pages.Status(page)).ToHaveTextAsync("Please show who you are, then we go on.");
        await page.TabToAsync("Order number");
        await page.Keyboard.TypeAsync("10017");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("john.carter@example.com");
        await page.Keyboard.PressAsync("Enter");
        var mail = await pages.App.MailAsync(mail => mail.To == "john.carter@example.com");
        await page.TabToAsync("Code from the e-mail");
        await page.Keyboard.TypeAsync(System.Text.RegularExpressions.Regex.Match(mail.Body, @"\b\d{6}\b").Value);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Yes, go ahead" })).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task Approver_AsksTheCustomer_AndRejects()
    {
        await using var pages = await Pages.StartAsync();
        var id = await pages.App.SubmitAsync("anna", "Bestellung 10042: die blaue Jacke passt nicht, bitte Geld zurück");
        await pages.App.ConfirmAsync("anna", id);
        await pages.App.ApprovalOfAsync(id);
        var page = await pages.AsAsync("approver");
        await page.GotoAsync("/desk");
        await Expect(page.Locator(".queueRow").First).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("j");
        await Expect(page.Locator("#sentence")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("q");
        await page.Keyboard.TypeAsync("Ist das Etikett noch daran?");
        await page.TabToAsync("Frage senden");
        await page.Keyboard.PressAsync("Enter");
        await pages.App.ExpectNotificationAsync("anna", id, "Ist das Etikett noch daran?");
        // The page is a moment behind the journal: as long as the question is open, letters go into it.
        await Expect(page.GetByLabel("Ihre Frage an den Kunden")).ToHaveCountAsync(0);
        await page.Keyboard.PressAsync("r");
        await page.Keyboard.TypeAsync("Das Etikett fehlt.");
        await page.TabToAsync("Ablehnen");
        await page.Keyboard.PressAsync("Enter");
        await pages.App.ExpectNotificationAsync("anna", id, "Das Etikett fehlt.");
        (await pages.App.RefundsAsync()).ShouldBe(0);
    }

    [BrowserFact]
    public async Task Approver_EditsInTheForm_IsToldAllThatDoesNotFit_AndMendsIt()
    {
        await using var pages = await Pages.StartAsync();
        var id = await pages.App.SubmitAsync("anna", "Bestellung 10064: beide Uhren zurück");
        await pages.App.ConfirmAsync("anna", id);
        await pages.App.ApprovalOfAsync(id);
        var page = await pages.AsAsync("approver");
        await page.GotoAsync("/desk");
        await Expect(page.Locator(".queueRow").First).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("j");
        await Expect(page.Locator("#sentence")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("e");
        await Expect(page.GetByRole(AriaRole.Textbox, new() { Name = "Bestellung" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.PressAsync("Delete");
        await page.TabToAsync("Anzahl");
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync("0");
        await page.Keyboard.PressAsync("Enter");
        var faults = page.Locator(".faults");
        await Expect(faults).ToBeFocusedAsync();
        await Expect(faults.Locator("li"))
            .ToHaveTextAsync(["Bestellung: Bitte ausfüllen.", "Artikel 1 Anzahl: Von 1 bis 1000."]);
        await page.TabToAsync("Bestellung");
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.TypeAsync("10064");
        await page.TabToAsync("Anzahl");
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync("1");
        await Expect(faults).ToHaveCountAsync(0);
        await page.Keyboard.PressAsync("Enter");
        await pages.App.ExpectNotificationAsync("anna", id, "329,00");
        (await pages.App.RefundsAsync()).ShouldBe(0);
    }

    [BrowserFact]
    public async Task Colleague_JudgesASample()
    {
        await using var pages = await Pages.StartAsync();
        var packs = pages.App.Services.GetRequiredService<PackRegistry>();
        packs.Replace(
            packs["retail"] with
            {
                Actions = packs["retail"]
                    .Actions.ToDictionary(
                        action => action.Key,
                        action => action.Value with { Autonomy = Autonomy.Sample, SamplePercent = 100 }
                    ),
            }
        );
        var id = await pages.App.SubmitAsync("anna", "10051: den Gürtel zurück");
        await pages.App.ConfirmAsync("anna", id);
        await pages.App.WaitForAsync("anna", id, "Completed");
        var page = await pages.AsAsync("desk");
        await page.GotoAsync("/desk?queue=samples");
        await Expect(page.Locator(".queueRow").First).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("j");
        await Expect(page.GetByText("Es lief ohne einen Menschen: War es richtig?")).ToBeVisibleAsync();
        await page.TabToAsync("Übernehmen");
        await page.Keyboard.PressAsync("Enter");
        await page.TabToAsync("Notiz");
        await page.Keyboard.TypeAsync("Der Gürtel war gemeint.");
        await page.TabToAsync("War richtig");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByText("Beendet: War richtig.")).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task Colleague_TakesAHandOff_AnswersAndCloses()
    {
        await using var pages = await Pages.StartAsync();
        var id = await pages.App.SubmitAsync("john", "I want to talk to a person about 10017", "en");
        await pages.App.WaitForAsync("john", id, "HandedOff");
        var page = await pages.AsAsync("desk", "en-GB");
        await page.GotoAsync("/desk?queue=handoffs");
        await Expect(page.Locator(".queueRow").First).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("j");
        await Expect(page.Locator("#handoff")).ToBeVisibleAsync();
        await page.TabToAsync("Take it");
        await page.Keyboard.PressAsync("Enter");
        await page.TabToAsync("Your reply to the customer");
        await page.Keyboard.TypeAsync("We will call you tomorrow.");
        await page.TabToAsync("Send the reply");
        await page.Keyboard.PressAsync("Enter");
        await pages.App.ExpectNotificationAsync("john", id, "We will call you tomorrow.");
        await page.TabToAsync("Note; the customer reads it");
        await page.Keyboard.TypeAsync("Settled on the phone.");
        await page.TabToAsync("Done");
        await page.Keyboard.PressAsync("Enter");
        await pages.App.WaitForAsync("john", id, "Completed");
    }

    [BrowserFact]
    public async Task Ops_RetriesWhatIsStuck_AndStopsAPack()
    {
        await using var pages = await Pages.StartAsync();
        var id = await pages.App.SubmitAsync("anna", "10051: den Gürtel zurück");
        await pages.App.WaitForAsync("anna", id, "AwaitingCustomer");
        await pages.App.SetFaultsAsync(new { operation = "query", kind = "errorBefore" });
        await pages.App.ConfirmAsync("anna", id);
        var page = await pages.AsAsync("ops");
        await page.GotoAsync("/cockpit");
        await Expect(page.GetByText("Ein Lauf steht")).ToBeVisibleAsync();
        await page.TabToAsync("Jetzt alle noch einmal versuchen");
        await pages.App.SetFaultsAsync();
        await page.Keyboard.PressAsync("Enter");
        await pages.App.WaitForAsync("anna", id, "Completed");
        await page.TabToAsync("Pakete");
        await page.Keyboard.PressAsync("Enter");
        await page.TabToAsync("Anhalten");
        await page.Keyboard.PressAsync("Enter");
        await page.TabToAsync("Grund");
        await page.Keyboard.TypeAsync("Inventur");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByText("Angehalten von")).ToBeVisibleAsync();
    }
}
