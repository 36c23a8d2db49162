using System.Threading.RateLimiting;
using Agentic.Orchestration.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Agentic.Orchestration.Identity;

public sealed record SignIn(string User, string Password);

public sealed record Session(string Token);

public static class IdentityDoor
{
    internal const string SignInLimit = "sign-in";

    /// <param name="demo">Adds the demo accounts; the caller makes sure that this is Development on loopback.</param>
    public static IServiceCollection AddIdentity(this IServiceCollection services, IConfiguration configuration, bool demo)
    {
        var configured = configuration.GetSection("Accounts").GetChildren().Select(section => new Account(
            section.Key, section["Name"] ?? section.Key, section.GetSection("Roles").Get<string[]>() ?? [], section["CustomerId"],
            section["PasswordHash"] ?? throw new InvalidOperationException($"Accounts:{section.Key}:PasswordHash is missing.")));
        services.AddSingleton(new AccountDirectory([.. demo ? DemoAccounts.All() : [], .. configured]));
        services.AddSingleton<SessionTokens>();
        services.AddAuthentication(SessionAuthentication.SchemeName).AddScheme<AuthenticationSchemeOptions, SessionAuthentication>(SessionAuthentication.SchemeName, null);
        services.AddAuthorizationBuilder().SetFallbackPolicy(new Microsoft.AspNetCore.Authorization.AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        var attempts = configuration.GetValue("Limits:SignInsPerMinute", 20);
        return services.Configure<RateLimiterOptions>(limits => limits.AddPolicy(SignInLimit, context =>
            RateLimitPartition.GetFixedWindowLimiter(context.Connection.RemoteIpAddress?.ToString() ?? "", _ => new() { PermitLimit = attempts, Window = TimeSpan.FromMinutes(1) })));
    }

    public static void MapIdentity(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/session", StartSession).AllowAnonymous().RequireRateLimiting(SignInLimit).WithTags("Identity").WithSummary("Signs in with a local account and returns a bearer token.");

    private static Results<Ok<Session>, ProblemHttpResult> StartSession(SignIn signIn, AccountDirectory accounts, SessionTokens tokens)
    {
        // An unknown user costs the same hash as a wrong password, so timing tells nothing.
        var hash = accounts.Find(signIn.User)?.PasswordHash ?? Decoy;
        var verified = new PasswordHasher<string>().VerifyHashedPassword(signIn.User, hash, signIn.Password);
        return verified == PasswordVerificationResult.Failed || accounts.Find(signIn.User) is null
            ? new Refusal(401, "Not signed in", "User or password is wrong.").ToResult()
            : TypedResults.Ok(new Session(tokens.Issue(signIn.User)));
    }

    private static string Decoy { get; } = new PasswordHasher<string>().HashPassword("nobody", Guid.NewGuid().ToString());
}
