using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Agentic.Orchestration.Identity;
using Agentic.Testing;

namespace Agentic.Scenarios;

/// <summary>Who comes in, from where, and what ends it.</summary>
public sealed class SessionStoriesTests
{
    [Fact]
    public async Task SigningOut_EndsAllTokens_AndWhatTheyStream()
    {
        await using var app = await AgenticApp.StartAsync();
        var (here, there) = (await SignInAsync(app, "desk"), await SignInAsync(app, "desk"));
        using var stream = await there.GetAsync("/api/events", HttpCompletionOption.ResponseHeadersRead);
        stream.StatusCode.ShouldBe(HttpStatusCode.OK);
        await using var events = await stream.Content.ReadAsStreamAsync();
        (await here.DeleteAsync("/api/session")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        foreach (var client in new[] { here, there })
        {
            (await client.GetAsync("/api/approvals")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }
        // The server ends it: reading comes to its end instead of waiting for the next event.
        using var reader = new StreamReader(events);
        await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromMinutes(2));
        var again = await SignInAsync(app, "desk");
        (await again.GetAsync("/api/approvals")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Dismissed_IsOutAtOnce_AndComesInAgainWhenLetIn()
    {
        await using var app = await AgenticApp.StartAsync();
        var (desk, admin) = (await SignInAsync(app, "desk"), await SignInAsync(app, "admin"));
        Task<HttpResponseMessage> DismissAsync(HttpClient by, string user, bool dismissed) =>
            by.PostAsJsonAsync($"/api/accounts/{user}/dismissal", new { dismissed });
        (await DismissAsync(desk, "ops", true)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await DismissAsync(admin, "admin", true)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await DismissAsync(admin, "nobody", true)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await DismissAsync(admin, "desk", true)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await desk.GetAsync("/api/approvals")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await TryAsync(app.Anonymous, "desk", "demo")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await DismissAsync(admin, "desk", false)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await desk.GetAsync("/api/approvals")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized, "that session is over");
        await SignInAsync(app, "desk");
        ((JsonArray)(await app.GetAsync("privacy", "/api/audit/verification")).Body!["defects"]!).ShouldBeEmpty();
    }

    [Fact]
    public async Task GuessingOneAccount_IsSlowedDown_AndSaysForHowLong()
    {
        await using var app = await AgenticApp.StartAsync();
        for (var attempt = 0; attempt < SignInGuard.MaxFailures; attempt++)
        {
            (await TryAsync(app.Anonymous, "senior", "wrong")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }
        var refused = await TryAsync(app.Anonymous, "senior", "demo");
        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter!.Delta!.Value.ShouldBeLessThanOrEqualTo(SignInGuard.Window);
        await SignInAsync(app, "approver");
        app.Time.Advance(SignInGuard.Window);
        await SignInAsync(app, "senior");
        // From an address of theirs the owner is let in, whatever somebody else tries.
        for (var attempt = 0; attempt < SignInGuard.MaxFailures + 1; attempt++)
        {
            await TryAsync(app.Anonymous, "senior", "wrong");
        }
        await SignInAsync(app, "senior");
    }

    [Theory]
    [InlineData(null, HttpStatusCode.TooManyRequests)]
    [InlineData("127.0.0.1", HttpStatusCode.Unauthorized)]
    [InlineData("127.0.0.0/8", HttpStatusCode.Unauthorized)]
    [InlineData("10.0.0.1", HttpStatusCode.TooManyRequests)]
    public async Task ForwardedFor_CountsFromTrustedProxiesOnly(string? trusted, HttpStatusCode fourth)
    {
        await using var app = await AgenticApp.StartAsync(
            new Dictionary<string, string?> { ["Limits:SignInsPerMinute"] = "3", ["Proxies:Trusted:0"] = trusted }
        );
        var last = HttpStatusCode.OK;
        for (var attempt = 1; attempt <= 4; attempt++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/session")
            {
                Content = JsonContent.Create(new { user = $"user{attempt}", password = "wrong" }),
            };
            // Behind a proxy each is another client; without one it is the same client with a story.
            request.Headers.Add("X-Forwarded-For", $"192.0.2.{attempt}");
            last = (await app.Anonymous.SendAsync(request)).StatusCode;
        }
        last.ShouldBe(fourth);
    }

    [Fact]
    public async Task TrustedProxy_ThatIsNoAddress_IsNamedAtStart()
    {
        var settings = new Dictionary<string, string?> { ["Proxies:Trusted:0"] = "the-proxy" };
        (await Should.ThrowAsync<InvalidOperationException>(() => AgenticApp.StartAsync(settings))).Message.ShouldContain(
            "Proxies__Trusted__0"
        );
    }

    [Fact]
    public async Task Staff_SubmitForCustomersThatExist()
    {
        await using var app = await AgenticApp.StartAsync();
        var desk = await app.AsAsync("desk");
        var (status, problem) = await AgenticApp.ReadAsync(
            await desk.PostAsJsonAsync("/api/requests", new { text = "cancel 10063", customerId = "annna" })
        );
        (status, (string?)problem!["errors"]!["customerId"]![0]).ShouldBe(
            (HttpStatusCode.BadRequest, "There is no customer 'annna'.")
        );
        (await desk.PostAsJsonAsync("/api/requests", new { text = "cancel 10063", customerId = "anna" })).StatusCode.ShouldBe(
            HttpStatusCode.Created
        );
    }

    [Fact]
    public async Task Admin_DoesNotActOnHandOffs()
    {
        await using var app = await AgenticApp.StartAsync();
        var id = await app.SubmitAsync("anna", "Ich möchte mit einem Menschen sprechen");
        await app.WaitForAsync("anna", id, "HandedOff");
        var handOff = ((JsonArray)(await app.GetAsync("admin", "/api/handoffs")).Body!["items"]!).Single()!;
        var (status, _) = await app.PostAsync("admin", $"/api/handoffs/{handOff["id"]}/claim");
        status.ShouldBe(HttpStatusCode.Forbidden);
        await app.EventuallyJournalAsync(id, "AccessRefused");
    }

    private static async Task<HttpClient> SignInAsync(AgenticApp app, string user)
    {
        var answer = await TryAsync(app.Anonymous, user, "demo");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var client = new HttpClient { BaseAddress = new(app.Url) };
        client.DefaultRequestHeaders.Authorization = new(
            "Bearer",
            (string)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["token"]!
        );
        return client;
    }

    private static Task<HttpResponseMessage> TryAsync(HttpClient client, string user, string password) =>
        client.PostAsJsonAsync("/api/session", new { user, password });
}
