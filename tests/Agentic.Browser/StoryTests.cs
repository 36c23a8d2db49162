using System.Text.RegularExpressions;
using Agentic.Testing;
using Microsoft.Extensions.AI;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Agentic.Browser;

/// <summary>The stories as people live them, in a real browser.</summary>
public sealed class StoryTests
{
    [BrowserFact]
    public async Task CustomerAsks_ApproverEdits_CustomerConfirms_TeamLeadApproves_OpsSeesTheRun()
    {
        await using var pages = await Pages.StartAsync();
        var anna = await pages.AsAsync("anna");
        await anna.GotoAsync("/");
        await anna.GetByLabel("Ihr Anliegen, in Ihren Worten").FillAsync("Bestellung 10064: beide Uhren zurück");
        await anna.GetByRole(AriaRole.Button, new() { Name = "Absenden" }).ClickAsync();
        await Expect(anna.GetByText("2 × Uhr, schwarz").First).ToBeVisibleAsync();
        await anna.GetByRole(AriaRole.Button, new() { Name = "Ja, so ausführen" }).ClickAsync();
        await Expect(Pages.Status(anna)).ToContainTextAsync("Ein Mensch prüft Ihr Anliegen über 658,00");

        var approver = await pages.AsAsync("approver");
        await approver.GotoAsync("/desk");
        await approver.GetByRole(AriaRole.Link, new() { NameRegex = Amount("658,00") }).ClickAsync();
        await Expect(approver.GetByText("Genau das wird ausgeführt")).ToBeVisibleAsync();
        await approver.GetByRole(AriaRole.Button, new() { NameRegex = Word("Ändern") }).ClickAsync();
        await approver.GetByLabel("Anzahl").FillAsync("1");
        await approver.GetByRole(AriaRole.Button, new() { Name = "Änderung übernehmen" }).ClickAsync();

        // Live, without a click of Anna's.
        await Expect(Pages.Status(anna)).ToHaveTextAsync("Bitte bestätigen Sie unseren Vorschlag.");
        await Expect(anna.GetByText("329,00").First).ToBeVisibleAsync();
        await anna.GetByRole(AriaRole.Button, new() { Name = "Ja, so ausführen" }).ClickAsync();

        var senior = await pages.AsAsync("senior");
        await senior.GotoAsync("/desk");
        await senior.GetByRole(AriaRole.Link, new() { NameRegex = Amount("329,00") }).ClickAsync();
        await Expect(senior.GetByText("Was sich geändert hat")).ToBeVisibleAsync();
        await senior.GetByRole(AriaRole.Button, new() { NameRegex = Word("freigeben") }).First.ClickAsync();
        await senior.GetByRole(AriaRole.Button, new() { NameRegex = Word("Ja, freigeben") }).ClickAsync();

        await Expect(Pages.Status(anna)).ToHaveTextAsync("Alles erledigt.");
        await Expect(anna.GetByText("Was wir getan haben")).ToBeVisibleAsync();
        await Expect(anna.Locator(".receipt")).ToContainTextAsync("darin Umsatzsteuer");
        await Expect(anna.Locator(".receipt")).ToContainTextAsync("Gutschrift ");
        (await pages.App.RefundsAsync()).ShouldBe(1);
        var ops = await pages.AsAsync("ops");
        await ops.GotoAsync("/cockpit/processes/return_items/1");
        await Expect(ops.Locator(".react-flow__node").Filter(new() { HasText = "refund" }).First).ToBeVisibleAsync();
        await ops.GetByRole(AriaRole.Link, new() { Name = "Läufe zeigen" }).ClickAsync();
        await ops.GetByRole(AriaRole.Link, new() { Name = "Artikel zurücknehmen" }).First.ClickAsync();
        await Expect(ops.GetByText("PermitConsumed").First).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task English_ByKeyboardAlone_FromTheWishToTheRefund()
    {
        await using var pages = await Pages.StartAsync();
        var john = await pages.AsAsync("john", "en-GB");
        await john.GotoAsync("/");
        await john.TabToAsync("Your request, in your own words");
        await john.Keyboard.TypeAsync("Order 10017: the boots don't fit, please refund them");
        await john.TabToAsync("Send");
        await john.Keyboard.PressAsync("Enter");
        await Expect(john.GetByRole(AriaRole.Button, new() { Name = "Yes, go ahead" })).ToBeVisibleAsync();
        await john.TabToAsync("Yes, go ahead");
        await john.Keyboard.PressAsync("Enter");
        await Expect(Pages.Status(john)).ToContainTextAsync("A person is checking your request for €139.00");

        var approver = await pages.AsAsync("approver", "en-GB");
        await approver.GotoAsync("/desk");
        await Expect(approver.GetByText("€139.00").First).ToBeVisibleAsync();
        await approver.Keyboard.PressAsync("j");
        await Expect(approver.GetByText("Exactly this will run")).ToBeVisibleAsync();
        // One key moves no money: it only opens the question.
        await approver.Keyboard.PressAsync("a");
        await Expect(approver.GetByText("€139.00 to John Carter")).ToBeVisibleAsync();
        (await pages.App.RefundsAsync()).ShouldBe(0);
        await approver.Keyboard.PressAsync("Enter");
        await Expect(Pages.Status(john)).ToHaveTextAsync("All done.");
        (await pages.App.RefundsAsync()).ShouldBe(1);
    }

    [BrowserFact]
    public async Task Rejection_IsToldWithItsReason_AndAnObjectionReachesAPerson()
    {
        await using var pages = await Pages.StartAsync();
        var id = await pages.App.SubmitAsync("anna", "Bestellung 10042: die blaue Jacke passt nicht, bitte Geld zurück");
        await pages.App.ConfirmAsync("anna", id);
        var approval = (string)(await pages.App.ApprovalOfAsync(id))["id"]!;
        var anna = await pages.AsAsync("anna");
        await anna.GotoAsync($"/r/{id}");
        var approver = await pages.AsAsync("approver");
        await approver.GotoAsync($"/desk/approvals/{approval}");
        await Expect(approver.GetByText("Warum es hier liegt")).ToBeVisibleAsync();
        await approver.Keyboard.PressAsync("r");
        await approver.GetByRole(AriaRole.Button, new() { Name = "Das ist schon geregelt." }).ClickAsync();
        await approver.GetByRole(AriaRole.Button, new() { Name = "Ablehnen", Exact = true }).ClickAsync();
        await Expect(anna.GetByText("Grund: Das ist schon geregelt.")).ToBeVisibleAsync();
        await Expect(anna.GetByText("abgelehnt", new() { Exact = true })).ToBeVisibleAsync();
        await anna.GetByRole(AriaRole.Button, new() { Name = "Einem Menschen zur Prüfung geben" }).ClickAsync();
        await Expect(Pages.Status(anna)).ToContainTextAsync("Jetzt beim Kundenservice, Antwort bis");
    }

    [BrowserFact]
    public async Task Rejection_MakesThePlannerProposeSomethingElse_WhichTheCustomerConfirms()
    {
        // A planner that listens: what a colleague refused, it does not bring again.
        var planner = new ScriptedChatClient(
            (messages, _) =>
                messages.All(message => message.Role != ChatRole.Tool)
                    ? ScriptedChatClient.Call("find_orders")
                    : ScriptedChatClient.Call(
                        "return_items",
                        new
                        {
                            orderId = "10042",
                            items = new[]
                            {
                                new
                                {
                                    line = messages.Any(message => message.Text.Contains("Etikett", StringComparison.Ordinal))
                                        ? 2
                                        : 1,
                                    quantity = 1,
                                },
                            },
                        }
                    )
        );
        await using var pages = await Pages.StartAsync(await AgenticApp.StartAsync(model: planner));
        var id = await pages.App.SubmitAsync("anna", "Bestellung 10042: 1 Jacke zurück, oder wenn das nicht geht 1 T-Shirt");
        await pages.App.ConfirmAsync("anna", id);
        await pages.App.ApprovalOfAsync(id);
        var anna = await pages.AsAsync("anna");
        await anna.GotoAsync($"/r/{id}");
        var approver = await pages.AsAsync("approver");
        await approver.GotoAsync("/desk");
        await approver.Locator(".queueRow a").First.ClickAsync();
        await Expect(approver.GetByText("Genau das wird ausgeführt")).ToBeVisibleAsync();
        await approver.Keyboard.PressAsync("r");
        await approver.Keyboard.TypeAsync("An der Jacke fehlt das Etikett.");
        await approver.GetByRole(AriaRole.Button, new() { Name = "Ablehnen", Exact = true }).ClickAsync();
        await Expect(Pages.Status(anna)).ToHaveTextAsync("Bitte bestätigen Sie unseren Vorschlag.");
        await Expect(anna.GetByText("Grund: An der Jacke fehlt das Etikett.").First).ToBeVisibleAsync();
        await Expect(anna.GetByText("T-Shirt, weiß, L").First).ToBeVisibleAsync();
        await anna.GetByRole(AriaRole.Button, new() { Name = "Ja, so ausführen" }).ClickAsync();
        await pages.App.WaitForAsync("anna", id, "Completed", "PartlyCompleted", "AwaitingApproval");
        (await pages.App.LedgerAsync()).ShouldNotContain(line =>
            ((string)line!["target"]!).Contains("line:1", StringComparison.Ordinal)
        );
    }

    [BrowserFact]
    public async Task PromiseThatIsNotKept_IsSaid_WithTheNewOne()
    {
        await using var pages = await Pages.StartAsync();
        var id = await pages.App.SubmitAsync("anna", "Bestellung 10042: die blaue Jacke passt nicht, bitte Geld zurück");
        await pages.App.ConfirmAsync("anna", id);
        await pages.App.ApprovalOfAsync(id);
        var anna = await pages.AsAsync("anna");
        await anna.GotoAsync($"/r/{id}");
        await Expect(Pages.Status(anna)).ToContainTextAsync("Ein Mensch prüft Ihr Anliegen über 249,00");
        await pages.App.AdvanceTimeAsync(TimeSpan.FromHours(5));
        await Expect(Pages.Status(anna)).ToContainTextAsync("nicht gehalten");
        await Expect(anna.GetByText("bei der Teamleitung").First).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task ApprovalThatTheWorldVoids_IsShownWithWhatChanged()
    {
        await using var pages = await Pages.StartAsync();
        var id = await pages.App.SubmitAsync("anna", "Bestellung 10064: beide Uhren zurück");
        await pages.App.ConfirmAsync("anna", id);
        var approval = await pages.App.ApprovalOfAsync(id);
        await pages.App.ApproveAsync("approver", approval);
        await pages.App.PatchOrderAsync("10064", new { lines = new[] { new { line = 1, unitPrice = 300.00 } } });
        await pages.App.ApproveAsync("senior", approval);
        var anna = await pages.AsAsync("anna");
        await anna.GotoAsync($"/r/{id}");
        await anna.GetByRole(AriaRole.Button, new() { Name = "Ja, so ausführen" }).ClickAsync();
        var senior = await pages.AsAsync("senior");
        await senior.GotoAsync("/desk");
        await senior.GetByRole(AriaRole.Link, new() { NameRegex = Word("geändert") }).ClickAsync();
        await Expect(senior.GetByText("Nichts wurde ausgeführt. Bitte neu entscheiden.")).ToBeVisibleAsync();
        await Expect(senior.Locator(".diff")).ToContainTextAsync("658,00");
        await Expect(senior.Locator(".diff")).ToContainTextAsync("600,00");
        (await pages.App.RefundsAsync()).ShouldBe(0);
    }

    [BrowserFact]
    public async Task HandOff_IsTakenAnsweredAndGivenBack()
    {
        await using var pages = await Pages.StartAsync();
        var john = await pages.AsAsync("john", "en-GB");
        await john.GotoAsync("/");
        await john.GetByLabel("Your request, in your own words").FillAsync("The mug from 10058 has a crack, please refund it");
        await john.GetByRole(AriaRole.Button, new() { Name = "Talk to a person" }).ClickAsync();
        await Expect(Pages.Status(john)).ToContainTextAsync("Now with customer service");
        var desk = await pages.AsAsync("desk");
        await desk.GotoAsync("/desk?queue=handoffs");
        await desk.GetByRole(AriaRole.Link, new() { NameRegex = Word("crack") }).ClickAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "Übernehmen" }).ClickAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "Entwurf einsetzen" }).ClickAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "Antwort senden" }).ClickAsync();
        await Expect(john.Locator(".talk .employee")).ToBeVisibleAsync();
        await desk.GetByLabel("Was der Automat wissen soll").FillAsync("The mug only.");
        await desk.GetByRole(AriaRole.Button, new() { Name = "An den Automaten zurückgeben" }).ClickAsync();
        await Expect(john.GetByRole(AriaRole.Button, new() { Name = "Yes, go ahead" })).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task Withdrawal_ShowsWhatItStops_Before()
    {
        await using var pages = await Pages.StartAsync();
        var id = await pages.App.SubmitAsync("anna", "Bestellung 10042: die blaue Jacke passt nicht, bitte Geld zurück");
        await pages.App.ConfirmAsync("anna", id);
        await pages.App.ApprovalOfAsync(id);
        var anna = await pages.AsAsync("anna");
        await anna.GotoAsync($"/r/{id}");
        await anna.GetByRole(AriaRole.Button, new() { Name = "Anliegen zurücknehmen" }).ClickAsync();
        await Expect(anna.GetByText("Das wird nicht mehr ausgeführt:")).ToBeVisibleAsync();
        await anna.GetByRole(AriaRole.Button, new() { Name = "Ja, zurücknehmen" }).ClickAsync();
        await Expect(Pages.Status(anna)).ToHaveTextAsync("Ihr Anliegen ist zurückgenommen.");
        await anna.GetByRole(AriaRole.Button, new() { Name = "Ja", Exact = true }).ClickAsync();
        await anna.GetByLabel("5").CheckAsync();
        await anna.GetByRole(AriaRole.Button, new() { Name = "Absenden" }).ClickAsync();
        await Expect(anna.GetByText("Danke, Ihre Rückmeldung ist angekommen.")).ToBeVisibleAsync();
    }

    private static Regex Amount(string amount) => new(Regex.Escape(amount));

    private static Regex Word(string word) => new(Regex.Escape(word));
}
