using System.Security.Cryptography;
using System.Text.Json;
using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Identity.OpenIdConnect;
using Agentic.Orchestration.Mailing;
using Agentic.Orchestration.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Agentic.Orchestration.Api.SignIn;

/// <summary>The two ends of a sign-in with the identity provider.</summary>
internal static class OpenIdEndpoints
{
    private const string Cookie = "agentic-openid",
        Path = "/api/session/openid";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes
            .MapGroup(Path)
            .WithTags("Identity")
            .AllowAnonymous()
            .RequireRateLimiting(IdentityServices.SignInLimit);
        group.MapGet("", BeginAsync).WithSummary("Sends staff to the identity provider; returnTo is where they come back to.");
        group
            .MapGet("/callback", EndAsync)
            .WithSummary("Where the identity provider sends them back: sets the session cookie.");
    }

    private static async Task<IResult> BeginAsync(
        string? returnTo,
        OpenIdOptions options,
        OpenIdSignIn signIn,
        MailOptions site,
        IDataProtectionProvider protection,
        HttpContext context,
        CancellationToken token
    )
    {
        if (!options.IsOn)
        {
            return RefusalResults.Problem(
                404,
                "Not found",
                "No identity provider is set up here; sign in with POST /api/session."
            );
        }
        if (returnTo is not null && !IsLocal(returnTo))
        {
            return new Refusal.Invalid("returnTo", "Must be a path on this site, such as /desk.").ToResult();
        }
        try
        {
            var (address, attempt) = await signIn.BeginAsync(Callback(site), returnTo ?? "/desk", token);
            // Lax, not Strict: the way back comes from the provider's site.
            context.Response.Cookies.Append(
                Cookie,
                Protector(protection).Protect(JsonSerializer.Serialize(attempt), Patience),
                new CookieOptions
                {
                    HttpOnly = true,
                    SameSite = SameSiteMode.Lax,
                    Secure = SessionCookies.IsSecure(context, site),
                    Path = Path,
                    MaxAge = Patience,
                    IsEssential = true,
                }
            );
            return Results.Redirect(address.ToString());
        }
        catch (Exception failed) when (failed is InvalidOperationException or IOException or HttpRequestException)
        {
            return Unavailable();
        }
    }

    private static async Task<IResult> EndAsync(
        string? code,
        string? state,
        OpenIdOptions options,
        OpenIdSignIn signIn,
        SessionTokens tokens,
        MailOptions site,
        IDataProtectionProvider protection,
        HttpContext context,
        CancellationToken token
    )
    {
        context.Response.Cookies.Delete(Cookie, new CookieOptions { Path = Path });
        if (
            !options.IsOn
            || Read(protection, context.Request.Cookies[Cookie]) is not { } attempt
            || attempt.State != state
            || code is null
        )
        {
            return RefusalResults.Problem(
                401,
                "Not signed in",
                "This sign-in was not begun here, was given up or took too long. Begin again."
            );
        }
        try
        {
            var (account, problem) = await signIn.EndAsync(attempt, code, Callback(site), token);
            if (account is null)
            {
                return RefusalResults.Problem(401, "Not signed in", problem!);
            }
            SessionCookies.Set(
                context,
                site,
                tokens.Issue(SessionKind.Account, account.User),
                tokens.Lifetime(SessionKind.Account)
            );
            return Results.Redirect(attempt.ReturnTo);
        }
        catch (Exception failed)
            when (failed is InvalidOperationException or IOException or HttpRequestException or JsonException
                || (failed is OperationCanceledException && !token.IsCancellationRequested)
            )
        {
            return Unavailable();
        }
    }

    private static Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult Unavailable() =>
        RefusalResults.Problem(503, "Not available", "The identity provider does not answer. Try again in a moment.");

    /// <summary>
    /// The public address, as the provider has it registered; what a request's Host header says is not trusted.
    /// </summary>
    private static string Callback(MailOptions site) => $"{site.SiteUrl}{Path}/callback";

    private static bool IsLocal(string path) =>
        path.StartsWith('/')
        && !path.StartsWith("//", StringComparison.Ordinal)
        && !path.Contains('\\', StringComparison.Ordinal)
        && !path.Any(char.IsControl);

    private static ITimeLimitedDataProtector Protector(IDataProtectionProvider protection) =>
        protection.CreateProtector("Agentic.OpenId").ToTimeLimitedDataProtector();

    private static OpenIdAttempt? Read(IDataProtectionProvider protection, string? cookie)
    {
        try
        {
            return cookie is null ? null : JsonSerializer.Deserialize<OpenIdAttempt>(Protector(protection).Unprotect(cookie));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
