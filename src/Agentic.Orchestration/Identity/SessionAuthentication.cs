using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Agentic.Orchestration.Identity;

/// <summary>Reads <c>Authorization: Bearer …</c>. Roles come from the directory at each call, so a right that was taken away is gone at once.</summary>
internal sealed class SessionAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, SessionTokens tokens, AccountDirectory accounts)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Session";

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return base.HandleChallengeAsync(properties);
    }

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }
        if (tokens.Read(header["Bearer ".Length..]) is not { } user || accounts.Find(user) is not { } account)
        {
            return Task.FromResult(AuthenticateResult.Fail("The token is not valid any more. Sign in again."));
        }
        var claims = new List<Claim> { new(ClaimTypes.NameIdentifier, account.User) };
        claims.AddRange(account.Roles.Select(role => new Claim(ClaimTypes.Role, role)));
        if (account.CustomerId is not null)
        {
            claims.Add(new("customer", account.CustomerId));
        }
        return Task.FromResult(AuthenticateResult.Success(new(new(new ClaimsIdentity(claims, SchemeName)), SchemeName)));
    }
}
