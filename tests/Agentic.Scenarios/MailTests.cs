using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Agentic.Testing;

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
        var mail = await app.MailAsync(mail =>
            mail is { To: "john.carter@example.com", Subject: "A person is looking after your request" }
        );
        mail.Body.ShouldStartWith("Hello John Carter,");
        var handOff = (await app.GetAsync("desk", "/api/handoffs?state=open")).Body!["items"]!
            .AsArray()
            .First(open => (string?)open!["requestId"] == handed)!;
        await app.PostAsync(
            "desk",
            $"/api/handoffs/{handOff["id"]}/reply",
            new { text = "Could you send me a photo of the sole?" }
        );
        (await app.MailAsync(mail => mail.Subject == "News about your request")).Body.ShouldContain("photo of the sole");

        var waiting = await app.SubmitAsync("anna", Wish);
        await app.ConfirmAsync("anna", waiting);
        await app.ApprovalOfAsync(waiting);
        await app.QuietAsync(waiting);
        app.Time.Advance(TimeSpan.FromDays(1));
        (await app.MailAsync(mail => mail.Subject == "Neuer Termin für Ihr Anliegen")).Body.ShouldContain("nicht gehalten");
        (
            await app.MailAsync(mail => mail is { To: "senior@shop.example", Subject: "Freigabe: überfällig" })
        ).Body.ShouldContain(waiting);
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
        string[] addresses =
        [
            .. app.Mails.SelectMany(mail => Link().Matches(mail.Body)).Select(match => match.Value.Split('#')[0]).Distinct(),
        ];
        addresses.Length.ShouldBe(2);
        string[] routes =
        [
            .. addresses.Select(address => new Uri(address).PathAndQuery),
            $"/api/requests/{id}",
            $"/api/requests/{id}/confirmation",
            $"/api/requests/{id}/withdrawal",
            $"/api/approvals/{id}-a1",
            $"/api/approvals/{id}-a1/decision",
            "/api/session/link",
        ];
        var version = await VersionAsync(app, id);
        using var scanner = app.Browser();
        for (var visit = 0; visit < 1000; visit++)
        {
            using var request = new HttpRequestMessage(
                visit % 4 == 3 ? HttpMethod.Head : HttpMethod.Get,
                routes[visit % routes.Length]
            );
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
        (
            await browser.PostAsJsonAsync(
                $"/api/requests/{id}/confirmation",
                new { planVersion = (int)shown["plan"]!["version"]!, accepted = true }
            )
        ).StatusCode.ShouldBe(HttpStatusCode.OK);
        await app.ApprovalOfAsync(id);
        (await browser.GetAsync($"/api/requests/{other}")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await browser.GetAsync("/api/my/requests")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        app.Time.Advance(TimeSpan.FromDays(15));
        // The framework's protector goes by the system's clock, so its age is not tested here; a spoiled one is.
        (await browser.PostAsJsonAsync("/api/session/link", new { secret = "spoiled" })).StatusCode.ShouldBe(
            HttpStatusCode.Unauthorized
        );
    }

    [Fact]
    public async Task OverSmtp_LaterMeansLater_AndNoSuchMailboxMeansNever()
    {
        await using var server = new SmtpServer();
        await using var app = await AgenticApp.StartAsync(
            new Dictionary<string, string?>
            {
                ["Mail:Host"] = "127.0.0.1",
                ["Mail:Port"] = $"{server.Port}",
                ["Mail:Tls"] = "false",
                ["Mail:From"] = "service@shop.example",
                ["Site:Url"] = "https://service.shop.example",
            }
        );
        server.Refuse("450 4.2.1 later");
        var id = await app.SubmitAsync("anna", Wish);
        await app.EventuallyJournalAsync(id, "NotificationPostponed");
        app.Time.Advance(TimeSpan.FromMinutes(1));
        await app.EventuallyJournalAsync(id, "CustomerNotified");
        var mail = server.Mails.ShouldHaveSingleItem();
        mail.ShouldSatisfyAllConditions(
            text => text.ShouldContain("To: anna.berger@example.com"),
            text => text.ShouldContain("From: service@shop.example"),
            text => text.ShouldContain("Auto-Submitted: auto-generated"),
            text => text.ShouldContain($"Message-ID: <{id}-")
        );
        Decode(mail).ShouldContain($"https://service.shop.example/r/{id}#");

        server.Refuse("550 5.1.1 no such mailbox");
        var second = await app.SubmitAsync("john", "10058: please refund the mug", "en");
        var given = (await app.EventuallyJournalAsync(second, "CustomerNotified"))["content"]!;
        ((string?)given["notSent"]).ShouldNotBeNull().ShouldContain("MailboxUnavailable");
        (await app.Anonymous.GetAsync("/demo/mail")).IsSuccessStatusCode.ShouldBeFalse();
    }

    [Theory]
    [InlineData(false, "STARTTLS")]
    [InlineData(true, "not trusted")]
    public async Task OverSmtp_WithoutTrustedEncryption_NothingIsSent(bool startTls, string reason)
    {
        await using var server = new SmtpServer(startTls);
        await using var app = await AgenticApp.StartAsync(
            new Dictionary<string, string?>
            {
                ["Mail:Host"] = "127.0.0.1",
                ["Mail:Port"] = $"{server.Port}",
                ["Mail:From"] = "service@shop.example",
                ["Site:Url"] = "https://service.shop.example",
            }
        );
        var id = await app.SubmitAsync("anna", Wish);
        ((string?)(await app.EventuallyJournalAsync(id, "NotificationPostponed"))["content"]!["reason"])
            .ShouldNotBeNull()
            .ShouldContain(reason);
        server.Mails.ShouldBeEmpty();
    }

    [Fact]
    public async Task BadMailboxAmongApprovers_HoldsUpNobodyElse_AndAnOutageIsWaitedFor()
    {
        await using var server = new SmtpServer();
        await using var app = await AgenticApp.StartAsync(
            new Dictionary<string, string?>
            {
                ["Mail:Host"] = "127.0.0.1",
                ["Mail:Port"] = $"{server.Port}",
                ["Mail:Tls"] = "false",
                ["Mail:From"] = "service@shop.example",
                ["Site:Url"] = "https://service.shop.example",
            }
        );
        var id = await app.SubmitAsync("anna", Wish);
        await app.EventuallyJournalAsync(id, "CustomerNotified");
        server.Refuse("550 5.1.1 no such mailbox");
        await app.ConfirmAsync("anna", id);
        var asked = (await app.EventuallyJournalAsync(id, "ApproversNotified"))["content"]!;
        ((int)asked["sent"]!).ShouldBe(1, "one of two mailboxes is bad");
        server.Mails.Count(mail => Decode(mail).Contains($"/desk/approvals/{id}-a1", StringComparison.Ordinal)).ShouldBe(1);

        await app.ApproveAsync("approver", await app.ApprovalOfAsync(id));
        await app.WaitForAsync("anna", id, "Completed");
        await app.QuietAsync(id);
        // The server is away for half a day; the pauses grow to an hour and no longer.
        server.Refuse([.. Enumerable.Repeat("450 4.2.1 later", 12)]);
        var second = await app.SubmitAsync("john", "10058: please refund the mug", "en");
        DateTimeOffset? last = null;
        for (var attempt = 1; attempt <= 12; attempt++)
        {
            var postponed = (
                await app.EventuallyJournalAsync(
                    second,
                    "NotificationPostponed",
                    content => (int)content["attempt"]! == attempt
                )
            )["content"]!;
            var retry = (DateTimeOffset)postponed["retryAt"]!;
            (retry - app.Time.GetUtcNow()).ShouldBeInRange(TimeSpan.Zero, TimeSpan.FromHours(1.1));
            last.ShouldNotBe(retry);
            last = retry;
            app.Time.Advance(TimeSpan.FromHours(1.2));
        }
        await app.EventuallyJournalAsync(second, "CustomerNotified");
        Decode(server.Mails[^1]).ShouldContain($"https://service.shop.example/r/{second}#");
    }

    [Fact]
    public async Task MailSwitchedOnLater_TellsWhatIsNew_AndNotWhatIsOld()
    {
        var folder = TestFolder.Create("mail");
        var time = new ShiftedTime(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));
        string old,
            recent;
        await using (
            var silent = await AgenticApp.StartAsync(
                new Dictionary<string, string?> { ["Mail:Demo"] = "false" },
                folder: folder,
                time: time
            )
        )
        {
            old = await silent.SubmitAsync("anna", "10051: den Gürtel zurück");
            await silent.WaitForAsync("anna", old, "AwaitingCustomer");
            time.Advance(TimeSpan.FromDays(4));
            recent = await silent.SubmitAsync("john", "10058: please refund the mug", "en");
            await silent.WaitForAsync("john", recent, "AwaitingCustomer");
        }
        await using var app = await AgenticApp.StartAsync(folder: folder, time: time);
        // Somebody moves both, and only then is there anything to tell.
        await app.PostAsync("anna", $"/api/requests/{old}/messages", new { text = "Den Schal bitte auch" });
        await app.MailAsync(mail => mail.To == "anna.berger@example.com");
        await app.PostAsync("john", $"/api/requests/{recent}/confirmation", new { planVersion = 1, accepted = true });
        await app.MailAsync(mail => mail.To == "john.carter@example.com");
        await app.QuietAsync(old);
        app.Mails.Count(mail => mail.To == "anna.berger@example.com")
            .ShouldBe(1, "what was said while nobody could be written to is not said again by itself");
    }

    private static async Task<int> VersionAsync(AgenticApp app, string id) =>
        (int)(await app.GetAsync("anna", $"/api/requests/{id}")).Body!["version"]!;

    private static string Decode(string mail)
    {
        var body = mail.Split("\n\n", 2)[1];
        return mail.Contains("base64", StringComparison.OrdinalIgnoreCase)
            ? Encoding.UTF8.GetString(Convert.FromBase64String(body.Replace("\n", "", StringComparison.Ordinal)))
            : body.Replace("=\n", "", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"https?://\S+")]
    private static partial Regex Link();
}
