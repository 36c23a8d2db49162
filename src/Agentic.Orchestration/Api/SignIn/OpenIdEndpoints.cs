using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Identity.OpenIdConnect;
using Agentic.Orchestration.Requests;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Agentic.Orchestration.Api.SignIn;

/// <summary>The two ends of a sign-in with the identity provider.</summary>
internal static class OpenIdEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes
            .MapGroup(OpenIdServices.Path)
            .WithTags("Identity")
            .AllowAnonymous()
            .RequireRateLimiting(IdentityServices.SignInLimit);
        group.MapGet("", BeginAsync).WithSummary("Sends staff to the identity provider; returnTo is where they come back to.");
        // With a provider its handler answers here; without one nothing was ever begun.
        group
            .MapGet("/callback", () => new SignInRefusals.NotBegunHere().ToResult())
            .WithSummary("Where the identity provider sends them back: sets the session cookie.");
    }

    private static async Task<IResult> BeginAsync(string? returnTo, OpenIdOptions options, HttpContext context)
    {
        if (!options.IsOn)
        {
            return new SignInRefusals.NoProvider().ToResult();
        }
        if (returnTo is not null && !IsLocal(returnTo))
        {
            return new Refusal.Invalid("returnTo", "Must be a path on this site, such as /desk.").ToResult();
        }
        try
        {
            await context.ChallengeAsync(OpenIdServices.Scheme, new() { RedirectUri = returnTo ?? "/desk" });
            return Results.Empty;
        }
        catch (Exception failed) when (failed is InvalidOperationException or IOException or HttpRequestException)
        {
            return new SignInRefusals.ProviderSilent().ToResult();
        }
    }

    private static bool IsLocal(string path) =>
        path.StartsWith('/')
        && !path.StartsWith("//", StringComparison.Ordinal)
        && !path.Contains('\\', StringComparison.Ordinal)
        && !path.Any(char.IsControl);
}
