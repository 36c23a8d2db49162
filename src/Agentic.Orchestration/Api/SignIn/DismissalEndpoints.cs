using System.Security.Claims;
using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Agentic.Orchestration.Api.SignIn;

/// <summary>Ends what an account may do here, at once.</summary>
internal static class DismissalEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/api/accounts/{user}/dismissal", DismissAsync)
            .WithTags("Identity")
            .WithSummary(
                "Ends an account's sessions and lets nobody in with it; its decisions that nobody has carried out yet count no "
                    + "more. With dismissed=false it can sign in again (admin)."
            );

    private static async Task<Results<NoContent, ProblemHttpResult>> DismissAsync(
        string user,
        Dismissal body,
        ClaimsPrincipal principal,
        AccountDirectory accounts,
        SessionRevocations ends,
        CancellationToken token
    )
    {
        var caller = Caller.Of(principal);
        if (!caller.HasExplicitly(Roles.Admin))
        {
            return new ApiRefusals.NeedsRole(Roles.Admin).ToResult();
        }
        if (accounts.Find(user) is null && !accounts.IsDismissed(user))
        {
            return new Refusal.Missing().ToResult();
        }
        if (user == caller.User)
        {
            return new SignInRefusals.OwnAccount().ToResult();
        }
        await ends.DismissAsync(user, body.Dismissed, token);
        return TypedResults.NoContent();
    }

    public sealed record Dismissal(bool Dismissed);
}
