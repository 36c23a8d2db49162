using System.Text;
using Agentic.Orchestration.Http;
using Agentic.Orchestration.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Agentic.Orchestration.Identity.Outside;

/// <summary>A JSON Web Token that a trusted system has signed for one of its customers.</summary>
public sealed record Assertion(string Value, bool Cookie = false);

/// <summary>
/// Systems that know who their customers are, such as the shop's own account pages. <c>Identity:Systems:{issuer}:Secret</c>
/// names one and what it signs with (HS256). The token says <c>iss</c>, <c>aud</c> = agentic, <c>sub</c> = the customer's
/// id, <c>jti</c> and <c>exp</c>, at most ten minutes ahead, and works once.
/// </summary>
internal sealed class TrustedSystems
{
    private const string Audience = "agentic";
    private const int MinSecret = 32, MaxId = 100;
    private static readonly TimeSpan MaxLifetime = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, SymmetricSecurityKey> _keys;

    private TrustedSystems(Dictionary<string, SymmetricSecurityKey> keys) => _keys = keys;

    /// <exception cref="InvalidOperationException">A secret is too short.</exception>
    public static TrustedSystems Read(IConfiguration configuration) => new(configuration.GetSection("Identity:Systems").GetChildren().ToDictionary(system => system.Key, system =>
        system["Secret"] is { } secret && Encoding.UTF8.GetByteCount(secret) >= MinSecret ? new SymmetricSecurityKey(Encoding.UTF8.GetBytes(secret))
            : throw new InvalidOperationException($"Identity:Systems:{system.Key}:Secret must have at least {MinSecret} bytes.")));

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/session/assertion", StartAsync).AllowAnonymous().RequireRateLimiting(IdentityDoor.SignInLimit)
        .WithTags("Identity").WithSummary("Exchanges a trusted system's signed token for a session of its customer.");

    private static async Task<Results<Ok<Session>, ProblemHttpResult>> StartAsync(Assertion body, TrustedSystems systems, IStore store, SessionTokens tokens, TimeProvider time, HttpContext context, CancellationToken token)
    {
        var refusal = new Refusal(401, "Not accepted", "The token must be signed by a known system for 'agentic', name a customer, be at most ten minutes long and unused.", "value");
        var now = time.GetUtcNow();
        var checkedToken = await new JsonWebTokenHandler().ValidateTokenAsync(body.Value, systems.Rules(now));
        if (!checkedToken.IsValid || checkedToken.SecurityToken is not JsonWebToken { Subject.Length: > 0 and <= MaxId, Id.Length: > 0 and <= MaxId } said || said.ValidTo - now.UtcDateTime > MaxLifetime + Skew)
        {
            return refusal.ToResult();
        }
        var isFirst = await store.TryAddTicketAsync(new($"assertion:{said.Issuer}:{said.Id}", [], 0, said.ValidTo + Skew + Skew), now, token);
        return isFirst ? SessionEndpoints.Issue(context, tokens, SessionKind.Customer, said.Subject, body.Cookie) : refusal.ToResult();
    }

    private TokenValidationParameters Rules(DateTimeOffset now) => new()
    {
        ValidAudience = Audience,
        // The key follows from the issuer: a system speaks for its own customers only under its own name.
        IssuerSigningKeyResolver = (_, said, _, _) => _keys.TryGetValue(said.Issuer, out var key) ? [key] : [],
        IssuerValidator = (issuer, _, _) => _keys.ContainsKey(issuer) ? issuer : throw new SecurityTokenInvalidIssuerException("Unknown issuer."),
        ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
        RequireExpirationTime = true,
        LifetimeValidator = (from, until, _, _) => until is { } end && now.UtcDateTime < end + Skew && (from is null || from.Value - Skew <= now.UtcDateTime),
    };
}
