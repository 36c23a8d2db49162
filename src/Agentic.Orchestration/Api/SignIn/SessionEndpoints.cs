using System.Globalization;
using System.Security.Claims;
using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Mailing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Agentic.Orchestration.Api.SignIn;

internal static class SessionEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/session").WithTags("Identity");
        group
            .MapPost("", Start)
            .AllowAnonymous()
            .RequireRateLimiting(IdentityServices.SignInLimit)
            .WithSummary("Signs in with a local account and returns a bearer token, or a cookie.");
        group.MapGet("", Show).AllowAnonymous().WithSummary("Who is signed in; 204 for nobody.");
        group
            .MapDelete("", EndAsync)
            .AllowAnonymous()
            .WithSummary("Ends the caller's sessions and tokens, in every browser and program.");
    }

    /// <summary>A session as the caller wants it.</summary>
    public static Ok<Session> Issue(HttpContext context, SessionTokens tokens, SessionKind kind, string subject, bool cookie)
    {
        var token = tokens.Issue(kind, subject);
        if (!cookie)
        {
            return TypedResults.Ok(new Session(token));
        }
        SessionCookies.Set(context, context.RequestServices.GetRequiredService<MailOptions>(), token, tokens.Lifetime(kind));
        return TypedResults.Ok(new Session(null));
    }

    private static Results<Ok<Session>, ProblemHttpResult> Start(
        SignIn signIn,
        AccountDirectory accounts,
        SessionTokens tokens,
        SignInGuard guard,
        HttpContext context
    )
    {
        var origin = Origin.Of(context);
        if (guard.GetWait(signIn.User, origin) is { } wait)
        {
            var seconds = (int)Math.Ceiling(wait.TotalSeconds);
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            return new SignInRefusals.TooManyAttempts(seconds).ToResult();
        }
        // An unknown user costs the same hash as a wrong password, so timing tells nothing.
        var account = accounts.Find(signIn.User) is { PasswordHash: not null } known ? known : null;
        var verified = new PasswordHasher<string>().VerifyHashedPassword(
            signIn.User,
            account?.PasswordHash ?? Decoy,
            signIn.Password
        );
        if (verified == PasswordVerificationResult.Failed || account is null)
        {
            guard.Failed(signIn.User, origin);
            return new SignInRefusals.WrongPassword().ToResult();
        }
        guard.Succeeded(signIn.User, origin);
        return Issue(context, tokens, SessionKind.Account, signIn.User, signIn.Cookie);
    }

    private static Results<Ok<WhoAmI>, NoContent> Show(ClaimsPrincipal user, AccountDirectory accounts)
    {
        if (user.Identity is not { IsAuthenticated: true })
        {
            return TypedResults.NoContent();
        }
        var caller = Caller.Of(user);
        return TypedResults.Ok(
            new WhoAmI(caller.User, accounts.Find(caller.User)?.Name ?? caller.User, caller.Roles, caller.CustomerId)
        );
    }

    private static async Task<NoContent> EndAsync(
        ClaimsPrincipal user,
        SessionRevocations ends,
        MailOptions site,
        HttpContext context,
        CancellationToken token
    )
    {
        SessionCookies.Remove(context, site);
        if (user.FindFirstValue(SessionClaims.Session) is { } session && session.Split(' ', 2) is [var kind, var subject])
        {
            await ends.SignOutAsync(Enum.Parse<SessionKind>(kind), subject, token);
        }
        return TypedResults.NoContent();
    }

    private static string Decoy { get; } = new PasswordHasher<string>().HashPassword("nobody", Guid.NewGuid().ToString());
}
