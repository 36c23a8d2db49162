using System.Text;
using Agentic.Orchestration.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Agentic.Orchestration.Identity.OpenIdConnect;

/// <summary>
/// Systems that know who their customers are, such as the shop's own account pages. <c>Identity:Systems:{issuer}:Secret</c>
/// names one and what it signs with (HS256). The token says <c>iss</c>, <c>aud</c> = agentic, <c>sub</c> = the customer's
/// id, <c>jti</c> and <c>exp</c>, at most ten minutes ahead, and works once.
/// </summary>
internal sealed class TrustedSystems(
    IReadOnlyDictionary<string, SymmetricSecurityKey> keys,
    ITicketStore tickets,
    TimeProvider time
)
{
    private const string Audience = "agentic";
    private const int MinSecret = 32,
        MaxId = 100;
    private static readonly TimeSpan MaxLifetime = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);

    /// <exception cref="InvalidOperationException">A secret is too short.</exception>
    public static IReadOnlyDictionary<string, SymmetricSecurityKey> ReadKeys(IConfiguration configuration) =>
        configuration
            .GetSection("Identity:Systems")
            .GetChildren()
            .ToDictionary(
                system => system.Key,
                system =>
                    system["Secret"] is { } secret && Encoding.UTF8.GetByteCount(secret) >= MinSecret
                        ? new SymmetricSecurityKey(Encoding.UTF8.GetBytes(secret))
                        : throw new InvalidOperationException(
                            $"Identity:Systems:{system.Key}:Secret must have at least {MinSecret} bytes."
                        )
            );

    /// <returns>The customer whom the token names; null when it is not accepted, or was used before.</returns>
    public async Task<string?> AcceptAsync(string token, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var validated = await new JsonWebTokenHandler().ValidateTokenAsync(token, Rules(now));
        if (
            !validated.IsValid
            || validated.SecurityToken
                is not JsonWebToken { Subject.Length: > 0 and <= MaxId, Id.Length: > 0 and <= MaxId } said
            || said.ValidTo - now.UtcDateTime > MaxLifetime + Skew
        )
        {
            return null;
        }
        var ticket = new TicketRow($"assertion:{said.Issuer}:{said.Id}", [], 0, said.ValidTo + Skew + Skew);
        return await tickets.TryAddAsync(ticket, now, cancellationToken) ? said.Subject : null;
    }

    private TokenValidationParameters Rules(DateTimeOffset now) =>
        new()
        {
            ValidAudience = Audience,
            // The key follows from the issuer: a system speaks for its own customers only under its own name.
            IssuerSigningKeyResolver = (_, said, _, _) => keys.TryGetValue(said.Issuer, out var key) ? [key] : [],
            IssuerValidator = (issuer, _, _) =>
                keys.ContainsKey(issuer) ? issuer : throw new SecurityTokenInvalidIssuerException("Unknown issuer."),
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            RequireExpirationTime = true,
            LifetimeValidator = (from, until, _, _) =>
                until is { } end && now.UtcDateTime < end + Skew && (from is null || from.Value - Skew <= now.UtcDateTime),
        };
}
