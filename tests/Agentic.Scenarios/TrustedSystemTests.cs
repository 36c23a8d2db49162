using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Agentic.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Agentic.Scenarios;

/// <summary>A system that knows its customers signs for them.</summary>
public sealed class TrustedSystemTests
{
    private const string Secret = "a shop's secret with at least 32 bytes";

    [Fact]
    public async Task TrustedSystem_SpeaksForItsCustomers_OnceAndBriefly()
    {
        await using var app = await AgenticApp.StartAsync(
            new Dictionary<string, string?>
            {
                ["Identity:Systems:shop:Secret"] = Secret,
                ["Identity:Systems:other:Secret"] = Secret + " of another",
            }
        );
        var session = await AgenticApp.PostAsync(
            app.Anonymous,
            "/api/session/assertion",
            new { value = Sign(app) },
            HttpStatusCode.OK
        );
        using var client = app.Browser();
        client.DefaultRequestHeaders.Authorization = new("Bearer", (string)session["token"]!);
        await AgenticApp.PostAsync(
            client,
            "/api/requests",
            new { text = "10042: die Jacke zurück", locale = "de" },
            HttpStatusCode.Created
        );
        (await client.GetFromJsonAsync<JsonNode>("/api/my/requests"))!["items"]!.AsArray().Count.ShouldBe(1);
        (await client.GetAsync("/api/requests")).StatusCode.ShouldBe(HttpStatusCode.Forbidden, "a customer, not staff");

        var used = Sign(app);
        await AgenticApp.PostAsync(app.Anonymous, "/api/session/assertion", new { value = used }, HttpStatusCode.OK);
        string[] refused =
        [
            used,
            Sign(app, secret: Secret + "x"),
            Sign(app, issuer: "unknown"),
            Sign(app, issuer: "other"),
            Sign(app, audience: "somebody"),
            Sign(app, lifetime: TimeSpan.FromHours(1)),
            Sign(app, lifetime: TimeSpan.FromMinutes(-2)),
            Sign(app, subject: ""),
            Sign(app, id: ""),
            "no token",
            "",
            Unsigned(app),
        ];
        foreach (var value in refused)
        {
            var (status, body) = await AgenticApp.ReadAsync(
                await app.Anonymous.PostAsJsonAsync("/api/session/assertion", new { value })
            );
            status.ShouldBe(HttpStatusCode.Unauthorized, value);
            body!["errors"]!.AsObject().ShouldContainKey("value");
        }
    }

    private static string Sign(
        AgenticApp app,
        string subject = "anna",
        string issuer = "shop",
        string audience = "agentic",
        string secret = Secret,
        TimeSpan? lifetime = null,
        string? id = null
    )
    {
        var now = app.Time.GetUtcNow().UtcDateTime;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(
            new SecurityTokenDescriptor
            {
                Issuer = issuer,
                Audience = audience,
                Expires = now + (lifetime ?? TimeSpan.FromMinutes(5)),
                Claims = new Dictionary<string, object> { ["sub"] = subject, ["jti"] = id ?? Guid.NewGuid().ToString("N") },
                SigningCredentials = new(
                    new SymmetricSecurityKey(System.Text.Encoding.UTF8.GetBytes(secret)),
                    SecurityAlgorithms.HmacSha256
                ),
            }
        );
    }

    private static string Unsigned(AgenticApp app)
    {
        var parts = Sign(app).Split('.');
        return $"{Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT"}""")}.{parts[1]}.";
    }
}
