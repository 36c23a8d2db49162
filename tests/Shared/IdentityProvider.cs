using System.Security.Cryptography;
using System.Text;
using Agentic.Lab;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Agentic.Testing;

/// <summary>A small OpenID Connect issuer: discovery, keys, codes with PKCE, and tokens that a test can spoil.</summary>
public sealed class IdentityProvider : IAsyncDisposable
{
    public const string ClientId = "agentic-host";

    private readonly WebApplication _app;
    private readonly Dictionary<string, (string Nonce, string Challenge)> _codes = [];
    private RsaSecurityKey _key = NewKey();

    private IdentityProvider(WebApplication app, string url, TimeProvider time) => (_app, Url, Time) = (app, url, time);

    public string Url { get; }

    public TimeProvider Time { get; }

    public string Subject { get; set; } = "4711";

    public string Email { get; set; } = "mia@example.com";

    public IReadOnlyList<string> Groups { get; set; } = ["refund-team"];

    /// <summary>What the next tokens say instead of the truth.</summary>
    public string? Issuer { get; set; }

    public string? Audience { get; set; }

    public string? Nonce { get; set; }

    public TimeSpan Lifetime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Signed with a key that the provider does not publish.</summary>
    public bool SignsWithForeignKey { get; set; }

    public static async Task<IdentityProvider> StartAsync(TimeProvider time)
    {
        var url = $"http://127.0.0.1:{ChildProcess.FreePort()}";
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        var app = builder.Build();
        var provider = new IdentityProvider(app, url, time);
        app.MapGet(
            "/.well-known/openid-configuration",
            () =>
                new
                {
                    issuer = url,
                    authorization_endpoint = $"{url}/authorize",
                    token_endpoint = $"{url}/token",
                    jwks_uri = $"{url}/keys",
                }
        );
        app.MapGet("/keys", () => new { keys = new[] { provider.PublicKey() } });
        app.MapGet("/authorize", provider.Authorize);
        app.MapPost("/token", provider.RedeemAsync);
        await app.StartAsync();
        return provider;
    }

    public void ChangeKey() => _key = NewKey();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static RsaSecurityKey NewKey() => new(RSA.Create(2048)) { KeyId = Guid.NewGuid().ToString("N") };

    private object PublicKey()
    {
        var parameters = _key.Rsa.ExportParameters(false);
        return new
        {
            kty = "RSA",
            use = "sig",
            kid = _key.KeyId,
            n = Base64UrlEncoder.Encode(parameters.Modulus),
            e = Base64UrlEncoder.Encode(parameters.Exponent),
        };
    }

    private IResult Authorize(HttpRequest request)
    {
        if (
            request.Query["client_id"] != ClientId
            || request.Query["code_challenge_method"] != "S256"
            || request.Query["response_type"] != "code"
        )
        {
            return Results.BadRequest();
        }
        var code = Guid.NewGuid().ToString("N");
        _codes[code] = (request.Query["nonce"].ToString(), request.Query["code_challenge"].ToString());
        return Results.Redirect(
            $"{request.Query["redirect_uri"]}?code={code}&state={Uri.EscapeDataString(request.Query["state"].ToString())}"
        );
    }

    private async Task<IResult> RedeemAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        if (
            !_codes.Remove(form["code"].ToString(), out var asked)
            || Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())))
                != asked.Challenge
            || form["client_id"] != ClientId
        )
        {
            return Results.BadRequest(new { error = "invalid_grant" });
        }
        var now = Time.GetUtcNow().UtcDateTime;
        var key = SignsWithForeignKey ? NewKey() : _key;
        var token = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(
            new SecurityTokenDescriptor
            {
                Issuer = Issuer ?? Url,
                Audience = Audience ?? ClientId,
                IssuedAt = now,
                NotBefore = Lifetime < TimeSpan.Zero ? now + Lifetime + Lifetime : now,
                Expires = now + Lifetime,
                Claims = new Dictionary<string, object>
                {
                    ["sub"] = Subject,
                    ["name"] = "Mia Muster",
                    ["email"] = Email,
                    ["nonce"] = Nonce ?? asked.Nonce,
                    ["roles"] = Groups.ToArray(),
                },
                SigningCredentials = new(key, SecurityAlgorithms.RsaSha256),
            }
        );
        return Results.Json(
            new
            {
                access_token = "none",
                token_type = "Bearer",
                id_token = token,
            }
        );
    }
}
