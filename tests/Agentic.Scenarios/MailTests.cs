using Agentic.Testing;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Agentic.Scenarios;

/// <summary>E-mail: for what one has to know or do, once per change, with one link, and reading it changes nothing.</summary>
public sealed partial class MailTests
{
    private const string Wish = "Bestellung 10042: die blaue Jacke passt nicht, bitte Geld zurück";

    [Fact]
    public async Task Story_IsTold_OncePerChange_WithOneLinkEach()
    {
        await using var app = await AgenticApp.StartAsync();
        var id = await app.SubmitAsync("anna", Wish);
        var confirm = await app.MailAsync(mail => mail.To == "anna.berger@example.com");
        confirm.Subject.ShouldBe("Bitte bestätigen Sie unseren Vorschlag");
        confirm.Body.ShouldContain("249,00 €");
        await app.ConfirmAsync("anna", id);
        var asked = await app.MailAsync(mail => mail.To == "approver@shop.example");
        asked.Subject.ShouldBe("Freigabe: bitte entscheiden");
        asked.Body.ShouldContain($"/desk/approvals/{id}-a1");
        await app.ApproveAsync("approver", await app.ApprovalOfAsync(id));
        var outcome = await app.MailAsync(mail => mail.Subject == "Das Ergebnis zu Ihrem Anliegen");
        outcome.Body.ShouldContain("Erledigt: ");

        await app.QuietAsync(id);
        app.Mails.Count(mail => mail.To == "anna.berger@example.com").ShouldBe(2, "confirmation due, outcome");
        app.Mails.Select(mail => mail.Id).Distinct().Count().ShouldBe(app.Mails.Count);
        foreach (var mail in app.Mails)
        {
            Link().Count(mail.Body).ShouldBe(1, mail.Body);
        }
        (await app.Anonymous.GetStringAsync("/demo/mail")).ShouldContain("249,00");
    }

    [Fact]
    public async Task QuestionHandOffReplyAndMovedPromise_AreMailed()
    {
        await using var app = await AgenticApp.StartAsync();
        await app.SubmitAsync("anna", "Ich möchte etwas zurückgeben");
        await app.MailAsync(mail => mail.Subject == "Eine Frage zu Ihrem Anliegen");
        var handed = await app.SubmitAsync("john", "I want to talk to a person about 10017", "en");
        var mail = await app.MailAsync(mail => mail is { To: "john.carter@example.com", Subject: "A person is looking after your request" });
        mail.Body.ShouldStartWith("Hello John Carter,");
        var handOff = (await app.GetAsync("desk", "/api/handoffs?state=open")).Body!["items"]!.AsArray().First(open => (string?)open!["requestId"] == handed)!;
        await app.PostAsync("desk", $"/api/handoffs/{handOff["id"]}/reply", new { text = "Could you send me a photo of the sole?" });
        (await app.MailAsync(mail => mail.Subject == "News about your request")).Body.ShouldContain("photo of the sole");

        var waiting = await app.SubmitAsync("anna", Wish);
        await app.ConfirmAsync("anna", waiting);
        await app.ApprovalOfAsync(waiting);
        app.Time.Advance(TimeSpan.FromDays(1));
        (await app.MailAsync(mail => mail.Subject == "Neuer Termin für Ihr Anliegen")).Body.ShouldContain("nicht gehalten");
        (await app.MailAsync(mail => mail is { To: "senior@shop.example", Subject: "Freigabe: überfällig" })).Body.ShouldContain(waiting);
    }

    [Fact]
    public async Task ScannerThatFollowsEveryLink_AThousandTimes_ChangesNothing()
    {
        await using var app = await AgenticApp.StartAsync();
        var id = await app.SubmitAsync("anna", Wish);
        await app.ConfirmAsync("anna", id);
        await app.MailAsync(mail => mail.To == "approver@shop.example");
        await app.QuietAsync(id);
        // What a scanner sends: every link of every mail, and what it may make of them, without the part behind the '#'.
        string[] addresses = [.. app.Mails.SelectMany(mail => Link().Matches(mail.Body)).Select(match => match.Value.Split('#')[0]).Distinct()];
        addresses.Length.ShouldBe(2);
        string[] routes = [.. addresses.Select(address => new Uri(address).PathAndQuery), $"/api/requests/{id}", $"/api/requests/{id}/confirmation", $"/api/requests/{id}/withdrawal", $"/api/approvals/{id}-a1", $"/api/approvals/{id}-a1/decision", "/api/session/link"];
        var version = await VersionAsync(app, id);
        using var scanner = app.Browser();
        for (var visit = 0; visit < 1000; visit++)
        {
            using var request = new HttpRequestMessage(visit % 4 == 3 ? HttpMethod.Head : HttpMethod.Get, routes[visit % routes.Length]);
            ((int)(await scanner.SendAsync(request)).StatusCode).ShouldBeLessThan(500);
        }
        (await VersionAsync(app, id)).ShouldBe(version);
        (await app.RefundsAsync()).ShouldBe(0);
        ((string?)(await app.ApprovalOfAsync(id))["state"]).ShouldBe("Open");
    }

    [Fact]
    public async Task LinkOfAMail_OpensItsRequest_AndNothingElse()
    {
        await using var app = await AgenticApp.StartAsync();
        var other = await app.SubmitAsync("anna", "10051: den Gürtel zurück");
        await app.WaitForAsync("anna", other, "AwaitingCustomer");
        var id = await app.SubmitAsync("anna", Wish);
        var mail = await app.MailAsync(mail => mail.Body.Contains($"/r/{id}#", StringComparison.Ordinal));
        using var browser = app.Browser();
        await browser.PostAsJsonAsync("/api/session/link", new { secret = Link().Match(mail.Body).Value.Split('#')[1] });
        var shown = (await browser.GetFromJsonAsync<JsonNode>($"/api/requests/{id}"))!;
        (await browser.PostAsJsonAsync($"/api/requests/{id}/confirmation", new { planVersion = (int)shown["plan"]!["version"]!, accepted = true })).StatusCode.ShouldBe(HttpStatusCode.OK);
        await app.ApprovalOfAsync(id);
        (await browser.GetAsync($"/api/requests/{other}")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await browser.GetAsync("/api/my/requests")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        app.Time.Advance(TimeSpan.FromDays(15));
        // The framework's protector goes by the system's clock, so its age is not tested here; a spoiled one is.
        (await browser.PostAsJsonAsync("/api/session/link", new { secret = "spoiled" })).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task OverSmtp_LaterMeansLater_AndNoSuchMailboxMeansNever()
    {
        await using var server = new SmtpServer();
        await using var app = await AgenticApp.StartAsync(new Dictionary<string, string?> { ["Mail:Host"] = "127.0.0.1", ["Mail:Port"] = $"{server.Port}", ["Mail:Tls"] = "false", ["Mail:From"] = "service@shop.example", ["Site:Url"] = "https://service.shop.example" });
        server.Refuse("450 4.2.1 later");
        var id = await app.SubmitAsync("anna", Wish);
        await app.EventuallyJournalAsync(id, "NotificationPostponed");
        app.Time.Advance(TimeSpan.FromMinutes(1));
        await app.EventuallyJournalAsync(id, "CustomerNotified");
        var mail = server.Mails.ShouldHaveSingleItem();
        mail.ShouldSatisfyAllConditions(
            text => text.ShouldContain("To: anna.berger@example.com"), text => text.ShouldContain("From: service@shop.example"), text => text.ShouldContain("Auto-Submitted: auto-generated"), text => text.ShouldContain($"Message-ID: <{id}-"));
        Decode(mail).ShouldContain($"https://service.shop.example/r/{id}#");

        server.Refuse("550 5.1.1 no such mailbox");
        var second = await app.SubmitAsync("john", "10058: please refund the mug", "en");
        var given = (await app.EventuallyJournalAsync(second, "CustomerNotified"))["content"]!;
        ((string?)given["notSent"]).ShouldNotBeNull().ShouldContain("MailboxUnavailable");
        (await app.Anonymous.GetAsync("/demo/mail")).IsSuccessStatusCode.ShouldBeFalse();
    }

    private static async Task<int> VersionAsync(AgenticApp app, string id) => (int)(await app.GetAsync("anna", $"/api/requests/{id}")).Body!["version"]!;

    private static string Decode(string mail)
    {
        var body = mail.Split("\n\n", 2)[1];
        return mail.Contains("base64", StringComparison.OrdinalIgnoreCase) ? Encoding.UTF8.GetString(Convert.FromBase64String(body.Replace("\n", "", StringComparison.Ordinal))) : body.Replace("=\n", "", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"https?://\S+")]
    private static partial Regex Link();
}
