using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Identity.OpenIdConnect;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Agentic.Orchestration.Api.SignIn;

internal static class AssertionEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/api/session/assertion", StartAsync)
            .AllowAnonymous()
            .RequireRateLimiting(IdentityServices.SignInLimit)
            .WithTags("Identity")
            .WithSummary("Exchanges a trusted system's signed token for a session of its customer.");

    private static async Task<Results<Ok<Session>, ProblemHttpResult>> StartAsync(
        Assertion body,
        TrustedSystems systems,
        SessionTokens tokens,
        HttpContext context,
        CancellationToken token
    ) =>
        await systems.AcceptAsync(body.Value, token) is { } customerId
            ? SessionEndpoints.Issue(context, tokens, SessionKind.Customer, customerId, body.Cookie)
            : new SignInRefusals.AssertionNotAccepted().ToResult();
}
