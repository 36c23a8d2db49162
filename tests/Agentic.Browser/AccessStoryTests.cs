using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Agentic.Browser;

/// <summary>How somebody without an account comes to their request: by a code, by a link.</summary>
public sealed partial class AccessStoryTests
{
    [BrowserFact]
    public async Task Visitor_ShowsWhoTheyAreWithACode_AndReadsTheirPlan()
    {
        await using var pages = await Pages.StartAsync();
        var visitor = await pages.AsAsync(null, width: 390, height: 844);
        await visitor.GotoAsync("/");
        await visitor.GetByLabel("Ihr Anliegen, in Ihren Worten").FillAsync("10051: den Gürtel zurück");
        await visitor.GetByRole(AriaRole.Button, new() { Name = "Absenden" }).ClickAsync();
        await Expect(Pages.Status(visitor)).ToHaveTextAsync("Bitte weisen Sie sich aus, dann geht es weiter.");
        visitor.Url.ShouldNotContain("#");
        await visitor.GetByLabel("E-Mail-Adresse der Bestellung").FillAsync("anna.berger@example.com");
        await visitor.GetByRole(AriaRole.Button, new() { Name = "Code schicken" }).ClickAsync();
        var code = Code()
            .Match((await pages.App.MailAsync(mail => mail.Subject == "Ihr Code für den Kundenservice")).Body)
            .Value;
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
        var code = await pages.App.MailAsync(mail =>
            Regex.IsMatch(mail.Body, @"\b\d{6}\b") && !mail.Body.Contains("/r/", StringComparison.Ordinal)
        );
        await stranger.GetByLabel("Code aus der E-Mail").FillAsync(Regex.Match(code.Body, @"\b\d{6}\b").Value);
        await stranger.GetByRole(AriaRole.Button, new() { Name = "Bestätigen", Exact = true }).ClickAsync();
        await Expect(stranger.GetByText("Hierfür müssen wir wissen, wer Sie sind.")).ToHaveCountAsync(0);
        (await stranger.GetByLabel("Soll etwas anders sein? In Ihren Worten").InputValueAsync()).ShouldBe(
            "Den Schal bitte auch"
        );
        await stranger.GetByRole(AriaRole.Button, new() { Name = "Senden" }).ClickAsync();
        await Expect(stranger.GetByText("Schal, rot").First).ToBeVisibleAsync();
    }

    [GeneratedRegex(@"\b\d{6}\b")]
    private static partial Regex Code();

    [GeneratedRegex(@"https?://\S+")]
    private static partial Regex Link();
}
