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
        SessionEnds ends,
        CancellationToken token
    )
    {
        var caller = Caller.Of(principal);
        if (!caller.Holds(Roles.Admin))
        {
            return new Refusal.Forbidden("Accounts are for admin.").ToResult();
        }
        if (accounts.Find(user) is null && !accounts.IsDismissed(user))
        {
            return new Refusal.Missing().ToResult();
        }
        if (user == caller.User)
        {
            return new Refusal.Conflict("Somebody else dismisses you: an account cannot lock itself out.").ToResult();
        }
        await ends.DismissAsync(user, body.Dismissed, token);
        return TypedResults.NoContent();
    }

    public sealed record Dismissal(bool Dismissed);
}
