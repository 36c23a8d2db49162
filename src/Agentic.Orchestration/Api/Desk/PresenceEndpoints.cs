using System.Security.Claims;
using Agentic.Orchestration.Approvals;
using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Agentic.Orchestration.Api.Desk;

/// <summary>Who else has an approval open.</summary>
internal static class PresenceEndpoints
{
    public static void MapPresence(this IEndpointRouteBuilder routes) =>
        routes
            .MapPost(
                "/api/approvals/{id}/presence",
                async Task<Results<Ok<PresenceView>, ProblemHttpResult>> (
                    string id,
                    bool? leaving,
                    ClaimsPrincipal user,
                    Presence presence,
                    RequestJournal journal,
                    AccountDirectory accounts,
                    CancellationToken token
                ) =>
                    Caller.Of(user) is { IsStaff: true } caller
                    && await DeskOperation.FindApprovalAsync(id, journal, token) is not null
                        ? TypedResults.Ok(
                            new PresenceView([
                                .. presence
                                    .Update(id, caller.User, leaving ?? false)
                                    .Select(other => accounts.Find(other)?.Name ?? other),
                            ])
                        )
                        : new Refusal.Missing().ToResult()
            )
            .WithTags("Approvals")
            .WithSummary("Says that the caller has it open (or, with leaving=true, not any more), and who else has.");
}
