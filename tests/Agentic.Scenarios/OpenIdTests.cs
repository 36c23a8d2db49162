using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Agentic.Testing;

namespace Agentic.Scenarios;

/// <summary>Staff sign in with an identity provider, against a small issuer that a test can make lie.</summary>
public sealed class OpenIdTests : IAsyncLifetime
{
    private readonly ShiftedTime _time = new(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));
    private IdentityProvider _provider = null!;
    private AgenticApp _app = null!;

    public async Task InitializeAsync()
    {
        _provider = await IdentityProvider.StartAsync(_time);
        _app = await AgenticApp.StartAsync(Settings(), time: _time);
    }

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [Fact]
    public async Task Staff_SignIn_AndApprove_AndTheApprovalStillCountsAfterARestart()
    {
        using var browser = _app.Browser();
        var back = await SignInAsync(browser, "/desk/approvals");
        back.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        back.Headers.Location!.ToString().ShouldBe("/desk/approvals");
        var who = (await browser.GetFromJsonAsync<JsonNode>("/api/session"))!;
        ((string?)who["user"], (string?)who["name"]).ShouldBe(("oidc:4711", "Mia Muster"));
        who["roles"]!.AsArray().Select(role => (string?)role).ShouldBe(["approver"]);

        // Two people decide about this much: the first one's approval has to count after the restart.
        var id = await _app.SubmitAsync("anna", "Bestellung 10064: beide Uhren zurück");
        await _app.ConfirmAsync("anna", id);
        var approval = await _app.ApprovalOfAsync(id);
        ((int)approval["quorum"]!).ShouldBe(2);
        (
            await browser.PostAsJsonAsync(
                $"/api/approvals/{approval["id"]}/decision",
                new { seal = (string)approval["seal"]!, decision = "approve" }
            )
        ).StatusCode.ShouldBe(HttpStatusCode.OK);
        var folder = _app.Folder;
        await _app.DisposeAsync();
        _app = await AgenticApp.StartAsync(Settings(), folder: folder, time: _time);
        await _app.ApproveAsync("senior", approval);
        await _app.WaitForAsync("anna", id, "Completed");
        (await _app.RefundsAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Staff_WhoAreTheCustomerThemselves_DoNotDecide()
    {
        _provider.Email = "Anna.Berger@example.com";
        using var browser = _app.Browser();
        await SignInAsync(browser);
        var id = await _app.SubmitAsync("anna", "Bestellung 10042: die blaue Jacke passt nicht, bitte Geld zurück");
        await _app.ConfirmAsync("anna", id);
        var approval = await _app.ApprovalOfAsync(id);
        var refused = await browser.PostAsJsonAsync(
            $"/api/approvals/{approval["id"]}/decision",
            new { seal = (string)approval["seal"]!, decision = "approve" }
        );
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("your own customer account");
        // Not knowing is no yes.
        await _app.SetFaultsAsync(new { operation = "query", kind = "errorBefore" });
        (
            await browser.PostAsJsonAsync(
                $"/api/approvals/{approval["id"]}/decision",
                new { seal = (string)approval["seal"]!, decision = "approve" }
            )
        ).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await _app.RefundsAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task RightThatTheProviderTookAway_IsGoneAtTheNextSignIn()
    {
        using var browser = _app.Browser();
        await SignInAsync(browser);
        (await browser.GetAsync("/api/approvals")).StatusCode.ShouldBe(HttpStatusCode.OK);
        _provider.Groups = ["visitors"];
        using var again = _app.Browser();
        var refused = await SignInAsync(again);
        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("no role here");
        // The older session has no right left either.
        (await browser.GetAsync("/api/approvals")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task ProviderWithNewKeys_IsUnderstood()
    {
        using var before = _app.Browser();
        (await SignInAsync(before)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        _provider.ChangeKey();
        using var after = _app.Browser();
        (await SignInAsync(after)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Theory]
    [InlineData("issuer")]
    [InlineData("audience")]
    [InlineData("nonce")]
    [InlineData("expired")]
    [InlineData("foreign key")]
    public async Task TokenThatLies_OpensNothing(string lie)
    {
        (_provider.Issuer, _provider.Audience, _provider.Nonce) = (
            lie == "issuer" ? "https://elsewhere.example" : null,
            lie == "audience" ? "another" : null,
            lie == "nonce" ? "old" : null
        );
        _provider.SignsWithForeignKey = lie == "foreign key";
        _provider.Lifetime = lie == "expired" ? TimeSpan.FromMinutes(-30) : _provider.Lifetime;
        using var browser = _app.Browser();
        (await SignInAsync(browser)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await browser.GetAsync("/api/session")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Callback_ThatWasNotBegunHere_OrTwice_OpensNothing()
    {
        using var browser = _app.Browser();
        (await browser.GetAsync("/api/session/openid/callback?code=x&state=y")).StatusCode.ShouldBe(
            HttpStatusCode.Unauthorized
        );
        var callback = await AuthorizeAsync(browser, null);
        using var stranger = _app.Browser();
        (await stranger.GetAsync(callback)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized, "another browser");
        (await browser.GetAsync(callback.Replace("state=", "state=x", StringComparison.Ordinal))).StatusCode.ShouldBe(
            HttpStatusCode.Unauthorized,
            "another state"
        );
        (await browser.GetAsync(callback)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await browser.GetAsync(callback)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized, "the attempt is used up");
    }

    [Fact]
    public async Task ProviderThatDoesNotAnswer_IsSaid_AtBothEnds()
    {
        using var browser = _app.Browser();
        var callback = await AuthorizeAsync(browser, null);
        await _provider.DisposeAsync();
        (await browser.GetAsync(callback)).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        await using var app = await AgenticApp.StartAsync(Settings(), time: _time);
        using var other = app.Browser();
        (await other.GetAsync("/api/session/openid")).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("https://evil.example")]
    [InlineData("/\\evil.example")]
    public async Task ReturnTo_StaysOnThisSite(string returnTo) =>
        (await _app.Anonymous.GetAsync($"/api/session/openid?returnTo={Uri.EscapeDataString(returnTo)}")).StatusCode.ShouldBe(
            HttpStatusCode.BadRequest
        );

    [Fact]
    public async Task Provider_CannotTakeALocalAccountsName()
    {
        _provider.Subject = "admin";
        using var browser = _app.Browser();
        await SignInAsync(browser);
        ((string?)(await browser.GetFromJsonAsync<JsonNode>("/api/session"))!["user"]).ShouldBe("oidc:admin");
    }

    private Dictionary<string, string?> Settings() =>
        new()
        {
            ["OpenId:Authority"] = _provider.Url,
            ["OpenId:ClientId"] = IdentityProvider.ClientId,
            ["OpenId:Roles:refund-team"] = "approver",
        };

    private static async Task<HttpResponseMessage> SignInAsync(HttpClient browser, string? returnTo = null) =>
        await browser.GetAsync(await AuthorizeAsync(browser, returnTo));

    /// <summary>To the provider and back, as far as the callback's address.</summary>
    private static async Task<string> AuthorizeAsync(HttpClient browser, string? returnTo)
    {
        var begun = await browser.GetAsync(
            "/api/session/openid" + (returnTo is null ? "" : $"?returnTo={Uri.EscapeDataString(returnTo)}")
        );
        begun.StatusCode.ShouldBe(HttpStatusCode.Redirect, await begun.Content.ReadAsStringAsync());
        var agreed = await browser.GetAsync(begun.Headers.Location);
        agreed.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        return agreed.Headers.Location!.ToString();
    }
}
