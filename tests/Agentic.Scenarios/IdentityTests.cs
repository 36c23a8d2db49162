using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Agentic.Testing;

namespace Agentic.Scenarios;

/// <summary>Customers without an account: order number, e-mail and code; signed links.</summary>
public sealed partial class IdentityTests : IAsyncLifetime
{
    private AgenticApp _app = null!;

    public async Task InitializeAsync() => _app = await AgenticApp.StartAsync();

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task Visitor_SaysWhatTheyWant_ShowsWhoTheyAre_AndIsHelped()
    {
        using var browser = _app.Browser();
        var submitted = await AgenticApp.PostAsync(
            browser,
            "/api/requests",
            new { text = "Bestellung 10042: die blaue Jacke passt nicht, bitte Geld zurück", locale = "de" },
            HttpStatusCode.Created
        );
        var (id, link) = ((string)submitted["id"]!, (string)submitted["link"]!);
        link.ShouldStartWith($"/r/{id}#");
        ((string?)submitted["state"]).ShouldBe("AwaitingCustomer");

        // The link's secret opens it; without it there is no such request.
        (await browser.GetAsync($"/api/requests/{id}")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        await AgenticApp.PostAsync(browser, "/api/session/link", new { secret = link.Split('#')[1] }, HttpStatusCode.OK);
        var shown = (await browser.GetFromJsonAsync<JsonNode>($"/api/requests/{id}"))!;
        ((string?)shown["waitingFor"]![0]!["what"]).ShouldBe("verification");
        shown["plan"].ShouldBeNull();
        (await browser.GetAsync("/api/my/requests")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        // Nothing was looked up or planned for somebody unknown.
        await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System);
        (await JournalAsync(id)).ShouldBe(["RequestReceived", "CustomerTold"]);
        (await browser.PostAsJsonAsync($"/api/requests/{id}/verification", new { })).StatusCode.ShouldBe(
            HttpStatusCode.Forbidden
        );

        var challenge = (string)
            (
                await AgenticApp.PostAsync(
                    browser,
                    "/api/verification",
                    new
                    {
                        orderId = "#10042",
                        email = "Anna.Berger@example.com",
                        locale = "de",
                    },
                    HttpStatusCode.Accepted
                )
            )["id"]!;
        var code = Code().Match((await _app.MailAsync(mail => mail.Subject == "Ihr Code für den Kundenservice")).Body).Value;
        await AgenticApp.PostAsync(
            browser,
            "/api/verification/confirmation",
            new
            {
                id = challenge,
                code,
                cookie = true,
            },
            HttpStatusCode.OK
        );
        (
            (string?)
                (await AgenticApp.PostAsync(browser, $"/api/requests/{id}/verification", new { }, HttpStatusCode.OK))[
                    "customerId"
                ]
        ).ShouldBe("anna");

        await _app.ConfirmAsync("anna", id);
        await _app.ApproveAsync("approver", await _app.ApprovalOfAsync(id));
        await _app.WaitForAsync("anna", id, "Completed");
        (await _app.RefundsAsync()).ShouldBe(1);
        // It survives being read from the store anew: the first facts keep the key that they were written with.
        (await browser.GetFromJsonAsync<JsonNode>("/api/my/requests"))!["items"]!
            .AsArray()
            .Select(request => (string?)request!["id"])
            .ShouldContain(id);
    }

    /// <summary>A stranger writes, keeps the link, and sends it to the customer, who shows who she is.</summary>
    [Fact]
    public async Task LinkOfAVisitor_EndsWhenTheCustomerIsKnown_AndIsNotHandedOutAgain()
    {
        using var stranger = _app.Browser();
        var body = new { text = "Bestellung 10042: die blaue Jacke passt nicht, bitte Geld zurück", locale = "de" };
        stranger.DefaultRequestHeaders.Add("Idempotency-Key", "0123456789abcdef");
        var submitted = await AgenticApp.PostAsync(stranger, "/api/requests", body, HttpStatusCode.Created);
        var (id, secret) = ((string)submitted["id"]!, ((string)submitted["link"]!).Split('#')[1]);
        using var anna = _app.Browser();
        await AgenticApp.PostAsync(
            anna,
            "/api/session",
            new
            {
                user = "anna",
                password = "demo",
                cookie = true,
            },
            HttpStatusCode.OK
        );
        await AgenticApp.PostAsync(anna, "/api/session/link", new { secret }, HttpStatusCode.OK);
        await AgenticApp.PostAsync(anna, $"/api/requests/{id}/verification", new { }, HttpStatusCode.OK);
        await _app.WaitForAsync("anna", id, "AwaitingCustomer");

        stranger.DefaultRequestHeaders.Authorization = new("Bearer", secret);
        (await stranger.GetAsync($"/api/requests/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (
            await stranger.PostAsJsonAsync(
                $"/api/requests/{id}/messages",
                new { text = "10063 an Rosenallee 7, 80331 München" }
            )
        ).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (
            await stranger.PostAsJsonAsync($"/api/requests/{id}/confirmation", new { planVersion = 1, accepted = true })
        ).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        stranger.DefaultRequestHeaders.Authorization = null;
        ((string)(await AgenticApp.PostAsync(stranger, "/api/requests", body, HttpStatusCode.Created))["link"]!).ShouldBe(
            $"/r/{id}"
        );
        (await anna.GetAsync($"/api/requests/{id}")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    /// <summary>Somebody has a forwarded mail, and no more than that.</summary>
    [Fact]
    public async Task LinkAlone_AnswersAndConfirms_ButAsksForNothingNew()
    {
        var id = await _app.SubmitAsync("anna", "10051: den Gürtel zurück");
        var secret = Link()
            .Match((await _app.MailAsync(mail => mail.Body.Contains($"/r/{id}#", StringComparison.Ordinal))).Body)
            .Groups[1]
            .Value;
        using var holder = _app.Browser();
        holder.DefaultRequestHeaders.Authorization = new("Bearer", secret);
        (
            await holder.PostAsJsonAsync($"/api/requests/{id}/messages", new { text = "10063 bitte stornieren" })
        ).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        await AgenticApp.PostAsync(
            holder,
            $"/api/requests/{id}/confirmation",
            new { planVersion = 1, accepted = true },
            HttpStatusCode.OK
        );
        await _app.WaitForAsync("anna", id, "Completed");
        // A closed request goes on as a visitor's: nothing of Anna's is read for it.
        var continued = await AgenticApp.PostAsync(
            holder,
            $"/api/requests/{id}/messages",
            new { text = "10063 bitte stornieren" },
            HttpStatusCode.OK
        );
        ((string)continued["customerId"]!).ShouldStartWith("visitor:");
        ((string?)continued["state"]).ShouldBe("AwaitingCustomer");
        (await _app.LedgerAsync()).Count(line => (string?)line!["operation"] == "cancelOrder").ShouldBe(0);

        // An answer to a question may ask for anything: its plan waits for somebody who has shown who they are.
        var asked = await _app.SubmitAsync("anna", "Bitte stornieren");
        var key = Link()
            .Match((await _app.MailAsync(mail => mail.Body.Contains($"/r/{asked}#", StringComparison.Ordinal))).Body)
            .Groups[1]
            .Value;
        using var other = _app.Browser();
        other.DefaultRequestHeaders.Authorization = new("Bearer", key);
        await AgenticApp.PostAsync(other, $"/api/requests/{asked}/messages", new { text = "die 10063" }, HttpStatusCode.OK);
        await _app.EventuallyJournalAsync(asked, "PlanProposed");
        var planned = await _app.WaitForAsync("anna", asked, "AwaitingCustomer");
        var version = (int)planned["plan"]!["version"]!;
        (
            await other.PostAsJsonAsync($"/api/requests/{asked}/confirmation", new { planVersion = version, accepted = true })
        ).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (
            await _app.PostAsync("anna", $"/api/requests/{asked}/confirmation", new { planVersion = version, accepted = true })
        ).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Visitor_WithAStatutoryRight_IsNotClosedByAMachine()
    {
        var submitted = await AgenticApp.PostAsync(
            _app.Anonymous,
            "/api/requests",
            new { text = "Ich widerrufe den Kauf der Bestellung 10042", locale = "de" },
            HttpStatusCode.Created
        );
        _app.Time.Advance(TimeSpan.FromHours(25));
        await _app.WaitForAsync("desk", (string)submitted["id"]!, "HandedOff");
        var handOff = (await _app.GetAsync("desk", "/api/handoffs?state=open")).Body!["items"]!.AsArray().Single()!;
        ((bool)handOff["verified"]!).ShouldBeFalse();
    }

    [Fact]
    public async Task Visitor_WithAForeignLinkOrAnEndedSession_GetsNothing()
    {
        using var one = _app.Browser();
        using var two = _app.Browser();
        var first = await AgenticApp.PostAsync(one, "/api/requests", new { text = "10042 zurück" }, HttpStatusCode.Created);
        var second = await AgenticApp.PostAsync(two, "/api/requests", new { text = "10017 back" }, HttpStatusCode.Created);
        await AgenticApp.PostAsync(
            two,
            "/api/session/link",
            new { secret = ((string)second["link"]!).Split('#')[1] },
            HttpStatusCode.OK
        );
        (await two.GetAsync($"/api/requests/{first["id"]}")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        // Nor with the link's secret as a token.
        using var bearer = _app.Browser();
        bearer.DefaultRequestHeaders.Authorization = new("Bearer", ((string)second["link"]!).Split('#')[1]);
        (await bearer.GetAsync($"/api/requests/{second["id"]}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await bearer.GetAsync($"/api/requests/{first["id"]}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await bearer.PostAsJsonAsync($"/api/requests/{first["id"]}/withdrawal", new { })).StatusCode.ShouldBe(
            HttpStatusCode.NotFound
        );
        // John cannot take over what Anna's visitor wrote: he does not hold its link.
        (await _app.PostAsync("john", $"/api/requests/{first["id"]}/verification")).Status.ShouldBe(HttpStatusCode.NotFound);
        // Spoiled and old secrets.
        (
            await one.PostAsJsonAsync("/api/session/link", new { secret = ((string)first["link"]!).Split('#')[1] + "x" })
        ).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var ended = _app.Browser();
        ended.DefaultRequestHeaders.Authorization = new("Bearer", "no session");
        (await ended.PostAsJsonAsync("/api/requests", new { text = "10042 zurück" })).StatusCode.ShouldBe(
            HttpStatusCode.Unauthorized,
            "an ended session does not make its customer a visitor"
        );
        (
            await _app.Anonymous.PostAsJsonAsync("/api/requests", new { text = "10042 zurück", customerId = "anna" })
        ).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Visitor_WhoNeverShowsWhoTheyAre_IsClosedAfterADay()
    {
        var submitted = await AgenticApp.PostAsync(
            _app.Anonymous,
            "/api/requests",
            new { text = "10042 zurück", locale = "de" },
            HttpStatusCode.Created
        );
        _app.Time.Advance(TimeSpan.FromHours(25));
        var closed = await _app.WaitForAsync("desk", (string)submitted["id"]!, "Withdrawn");
        ((string)closed["conversation"]!.AsArray()[^1]!["text"]!).ShouldContain("24 Stunden");
    }

    [Fact]
    public async Task Cookie_ChangesNothing_WithoutTheHeaderThatAForeignFormCannotSet()
    {
        using var browser = _app.Browser(withHeader: false);
        var session = await browser.PostAsJsonAsync(
            "/api/session",
            new
            {
                user = "anna",
                password = "demo",
                cookie = true,
            }
        );
        var cookie = session.Headers.GetValues("Set-Cookie").ShouldHaveSingleItem().ToLowerInvariant();
        cookie.ShouldSatisfyAllConditions(set => set.ShouldContain("httponly"), set => set.ShouldContain("samesite=strict"));
        (await session.Content.ReadAsStringAsync()).ShouldNotContain("token");
        ((string?)(await browser.GetFromJsonAsync<JsonNode>("/api/session"))!["user"]).ShouldBe("anna");
        (await browser.PostAsJsonAsync("/api/requests", new { text = "10042 zurück" })).StatusCode.ShouldBe(
            HttpStatusCode.Unauthorized
        );
        browser.DefaultRequestHeaders.Add("X-Agentic", "1");
        (await browser.PostAsJsonAsync("/api/requests", new { text = "10042 zurück" })).StatusCode.ShouldBe(
            HttpStatusCode.Created
        );
        await browser.DeleteAsync("/api/session");
        (await browser.GetAsync("/api/session")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    private async Task<string[]> JournalAsync(string id) =>
        [
            .. (await _app.GetAsync("ops", $"/api/requests/{id}/journal"))
                .Body!.AsArray()
                .Select(entry => (string)entry!["fact"]!),
        ];

    [GeneratedRegex(@"/r/\w+#(\S+)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\b\d{6}\b")]
    private static partial Regex Code();
}
