using System.Text.RegularExpressions;
using Agentic.Testing;
using Microsoft.Extensions.AI;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Agentic.Browser;

/// <summary>The stories as people live them, in a real browser.</summary>
public sealed partial class StoryTests
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
        await Expect(Status(anna)).ToContainTextAsync("Ein Mensch prüft Ihr Anliegen über 658,00");

        var approver = await pages.AsAsync("approver");
        await approver.GotoAsync("/desk");
        await approver.GetByRole(AriaRole.Link, new() { NameRegex = Amount("658,00") }).ClickAsync();
        await Expect(approver.GetByText("Genau das wird ausgeführt")).ToBeVisibleAsync();
        await approver.GetByRole(AriaRole.Button, new() { NameRegex = Word("Ändern") }).ClickAsync();
        await approver.GetByLabel("Anzahl").FillAsync("1");
        await approver.GetByRole(AriaRole.Button, new() { Name = "Änderung übernehmen" }).ClickAsync();

        // Live, without a click of Anna's.
        await Expect(Status(anna)).ToHaveTextAsync("Bitte bestätigen Sie unseren Vorschlag.");
        await Expect(anna.GetByText("329,00").First).ToBeVisibleAsync();
        await anna.GetByRole(AriaRole.Button, new() { Name = "Ja, so ausführen" }).ClickAsync();

        var senior = await pages.AsAsync("senior");
        await senior.GotoAsync("/desk");
        await senior.GetByRole(AriaRole.Link, new() { NameRegex = Amount("329,00") }).ClickAsync();
        await Expect(senior.GetByText("Was sich geändert hat")).ToBeVisibleAsync();
        await senior.GetByRole(AriaRole.Button, new() { NameRegex = Word("freigeben") }).First.ClickAsync();
        await senior.GetByRole(AriaRole.Button, new() { NameRegex = Word("Ja, freigeben") }).ClickAsync();

        await Expect(Status(anna)).ToHaveTextAsync("Alles erledigt.");
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
        await Expect(Status(john)).ToContainTextAsync("A person is checking your request for €139.00");

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
        await Expect(Status(john)).ToHaveTextAsync("All done.");
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
        await Expect(Status(anna)).ToContainTextAsync("Jetzt beim Kundenservice, Antwort bis");
    }

    [BrowserFact]
    public async Task Rejection_MakesThePlannerProposeSomethingElse_WhichTheCustomerConfirms()
    {
        // A planner that listens: what a colleague refused, it does not bring again.
        var planner = new ScriptedChatClient((messages, _) => messages.All(message => message.Role != ChatRole.Tool) ? ScriptedChatClient.Call("find_orders")
            : ScriptedChatClient.Call("return_items", new { orderId = "10042", items = new[] { new { line = messages.Any(message => message.Text.Contains("Etikett", StringComparison.Ordinal)) ? 2 : 1, quantity = 1 } } }));
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
        await Expect(Status(anna)).ToHaveTextAsync("Bitte bestätigen Sie unseren Vorschlag.");
        await Expect(anna.GetByText("Grund: An der Jacke fehlt das Etikett.").First).ToBeVisibleAsync();
        await Expect(anna.GetByText("T-Shirt, weiß, L").First).ToBeVisibleAsync();
        await anna.GetByRole(AriaRole.Button, new() { Name = "Ja, so ausführen" }).ClickAsync();
        await pages.App.WaitForAsync("anna", id, "Completed", "PartlyCompleted", "AwaitingApproval");
        (await pages.App.LedgerAsync()).ShouldNotContain(line => ((string)line!["target"]!).Contains("line:1", StringComparison.Ordinal));
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
        await Expect(Status(anna)).ToContainTextAsync("Ein Mensch prüft Ihr Anliegen über 249,00");
        await pages.App.AdvanceTimeAsync(TimeSpan.FromHours(5));
        await Expect(Status(anna)).ToContainTextAsync("nicht gehalten", new() { Timeout = 20_000 });
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
        await Expect(Status(john)).ToContainTextAsync("Now with customer service");
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
    public async Task Visitor_ShowsWhoTheyAreWithACode_AndReadsTheirPlan()
    {
        await using var pages = await Pages.StartAsync();
        var visitor = await pages.AsAsync(null, width: 390, height: 844);
        await visitor.GotoAsync("/");
        await visitor.GetByLabel("Ihr Anliegen, in Ihren Worten").FillAsync("10051: den Gürtel zurück");
        await visitor.GetByRole(AriaRole.Button, new() { Name = "Absenden" }).ClickAsync();
        await Expect(Status(visitor)).ToHaveTextAsync("Bitte weisen Sie sich aus, dann geht es weiter.");
        visitor.Url.ShouldNotContain("#");
        await visitor.GetByLabel("E-Mail-Adresse der Bestellung").FillAsync("anna.berger@example.com");
        await visitor.GetByRole(AriaRole.Button, new() { Name = "Code schicken" }).ClickAsync();
        var code = Code().Match((await pages.App.MailAsync(mail => mail.Subject == "Ihr Code für den Kundenservice")).Body).Value;
        await visitor.GetByLabel("Code aus der E-Mail").FillAsync("000000");
        await visitor.GetByRole(AriaRole.Button, new() { Name = "Bestätigen" }).ClickAsync();
        await Expect(visitor.GetByText("Der Code stimmt nicht oder ist abgelaufen.")).ToBeVisibleAsync();
        await visitor.GetByLabel("Code aus der E-Mail").FillAsync($" {code[..3]} {code[3..]} ");
        await visitor.GetByRole(AriaRole.Button, new() { Name = "Bestätigen" }).ClickAsync();
        await Expect(visitor.GetByRole(AriaRole.Button, new() { Name = "Ja, so ausführen" })).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task Link_OpensItsRequest_LeavesTheAddress_AndAForeignOneOpensNothing()
    {
        await using var pages = await Pages.StartAsync();
        var id = await pages.App.SubmitAsync("anna", "10051: den Gürtel zurück");
        var other = await pages.App.SubmitAsync("anna", "10042: die blaue Jacke zurück");
        var mail = await pages.App.MailAsync(mail => mail.Body.Contains($"/r/{id}#", StringComparison.Ordinal));
        var stranger = await pages.AsAsync(null);
        await stranger.GotoAsync(Link().Match(mail.Body).Value);
        await Expect(stranger.GetByText("10051: den Gürtel zurück")).ToBeVisibleAsync();
        stranger.Url.ShouldNotContain("#");
        await stranger.GotoAsync($"/r/{other}");
        await Expect(stranger.GetByText("Dieses Anliegen ist hier nicht zu öffnen")).ToBeVisibleAsync();
        await Expect(stranger.Locator("#main").GetByText("Jacke")).ToHaveCountAsync(0);
        await stranger.ReloadAsync();
        await stranger.GotoAsync($"/r/{id}");
        await Expect(stranger.GetByText("10051: den Gürtel zurück")).ToBeVisibleAsync();

        // A new wish could be about anything the customer has: for that the page asks who it is, and then goes on.
        await stranger.GetByLabel("Soll etwas anders sein? In Ihren Worten").FillAsync("Den Schal bitte auch");
        await stranger.GetByRole(AriaRole.Button, new() { Name = "Senden" }).ClickAsync();
        await Expect(stranger.GetByText("Hierfür müssen wir wissen, wer Sie sind.")).ToBeVisibleAsync();
        await stranger.GetByLabel("Bestellnummer").FillAsync("10051");
        await stranger.GetByLabel("E-Mail-Adresse der Bestellung").FillAsync("anna.berger@example.com");
        await stranger.GetByRole(AriaRole.Button, new() { Name = "Code schicken" }).ClickAsync();
        var code = await pages.App.MailAsync(mail => Regex.IsMatch(mail.Body, @"\b\d{6}\b") && !mail.Body.Contains("/r/", StringComparison.Ordinal));
        await stranger.GetByLabel("Code aus der E-Mail").FillAsync(Regex.Match(code.Body, @"\b\d{6}\b").Value);
        await stranger.GetByRole(AriaRole.Button, new() { Name = "Bestätigen", Exact = true }).ClickAsync();
        await Expect(stranger.GetByText("Hierfür müssen wir wissen, wer Sie sind.")).ToHaveCountAsync(0);
        (await stranger.GetByLabel("Soll etwas anders sein? In Ihren Worten").InputValueAsync()).ShouldBe("Den Schal bitte auch");
        await stranger.GetByRole(AriaRole.Button, new() { Name = "Senden" }).ClickAsync();
        await Expect(stranger.GetByText("Schal, rot").First).ToBeVisibleAsync();
    }

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
            await Expect(Status(tab)).ToContainTextAsync("Ein Mensch prüft");
        }
        await pages.App.ApproveAsync("approver", approval);
        foreach (var tab in tabs)
        {
            await Expect(Status(tab)).ToHaveTextAsync("Alles erledigt.", new() { Timeout = 15_000 });
        }
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
        await Expect(Status(anna)).ToHaveTextAsync("Ihr Anliegen ist zurückgenommen.");
        await anna.GetByRole(AriaRole.Button, new() { Name = "Ja", Exact = true }).ClickAsync();
        await anna.GetByLabel("5").CheckAsync();
        await anna.GetByRole(AriaRole.Button, new() { Name = "Absenden" }).ClickAsync();
        await Expect(anna.GetByText("Danke, Ihre Rückmeldung ist angekommen.")).ToBeVisibleAsync();
    }

    private static ILocator Status(IPage page) => page.Locator(".statusSentence");

    private static Regex Amount(string amount) => new(Regex.Escape(amount));

    private static Regex Word(string word) => new(Regex.Escape(word));

    [GeneratedRegex(@"\b\d{6}\b")]
    private static partial Regex Code();

    [GeneratedRegex(@"https?://\S+")]
    private static partial Regex Link();
}
