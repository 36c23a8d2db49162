using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Agentic.Orchestration.Identity;

/// <summary>
/// Reads <c>Authorization: Bearer …</c> or a browser's cookies. Roles come from the directory at each call, so a right
/// that was taken away is gone at once.
/// </summary>
internal sealed class SessionAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    SessionTokens tokens,
    AccountDirectory accounts
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
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
        var bearer = header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header["Bearer ".Length..] : null;
        var (session, link) = (bearer ?? Request.Cookies[SessionCookies.Session], Request.Cookies[SessionCookies.Link]);
        if (session is null && link is null)
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }
        if (
            bearer is null
            && !HttpMethods.IsGet(Request.Method)
            && !HttpMethods.IsHead(Request.Method)
            && !Request.Headers.ContainsKey(SessionCookies.Header)
        )
        {
            return Task.FromResult(
                AuthenticateResult.Fail($"A session cookie changes nothing without the header {SessionCookies.Header}.")
            );
        }
        var claims = new List<Claim>();
        if (session is not null && !TryAdd(claims, session) && bearer is not null)
        {
            return Task.FromResult(AuthenticateResult.Fail("The token is not valid any more. Sign in again."));
        }
        // A link adds its request to a customer's session; an employee stays an employee.
        if (
            link is not null
            && !claims.Any(claim => claim.Type == ClaimTypes.Role && Roles.Staff.Contains(claim.Value))
            && tokens.Read(link) is { Kind: SessionKind.Link } opened
        )
        {
            AddLink(claims, opened.Subject);
        }
        return Task.FromResult(
            claims.Count == 0
                ? AuthenticateResult.Fail("The session has ended. Sign in again.")
                : AuthenticateResult.Success(new(new(new ClaimsIdentity(claims, SchemeName)), SchemeName))
        );
    }

    private bool TryAdd(List<Claim> claims, string token)
    {
        switch (tokens.Read(token))
        {
            case { Kind: SessionKind.Account, Subject: var user } when accounts.Find(user) is { } account:
                claims.Add(new(ClaimTypes.NameIdentifier, account.User));
                claims.Add(new(SessionClaims.Session, $"{SessionKind.Account} {user}"));
                claims.AddRange(account.Roles.Select(role => new Claim(ClaimTypes.Role, role)));
                if (account.CustomerId is not null)
                {
                    claims.Add(new(SessionClaims.Customer, account.CustomerId));
                }
                return true;
            case { Kind: SessionKind.Customer, Subject: var customerId }:
                claims.Add(new(ClaimTypes.NameIdentifier, $"customer:{customerId}"));
                claims.Add(new(SessionClaims.Session, $"{SessionKind.Customer} {customerId}"));
                claims.Add(new(ClaimTypes.Role, Roles.Customer));
                claims.Add(new(SessionClaims.Customer, customerId));
                return true;
            case { Kind: SessionKind.Link, Subject: var subject }:
                AddLink(claims, subject);
                return true;
            default:
                return false;
        }
    }

    private static void AddLink(List<Claim> claims, string subject)
    {
        if (subject.Split(' ', 2) is not [var requestId, var owner])
        {
            return;
        }
        if (!claims.Any(claim => claim.Type == ClaimTypes.NameIdentifier))
        {
            claims.Add(new(ClaimTypes.NameIdentifier, $"link:{requestId}"));
            claims.Add(new(ClaimTypes.Role, Roles.Customer));
        }
        claims.Add(new(SessionClaims.Request, requestId));
        claims.Add(new(SessionClaims.RequestOwner, owner));
    }
}
