using System.Security.Claims;
using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Messaging;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Agentic.Orchestration.Api.Ops;

/// <summary>Messages on the bus that no host can read.</summary>
internal static class UnreadableEndpoints
{
    private const int Listed = 20;

    public static void MapUnreadable(this IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/api/bus/unreadable", ListAsync)
            .WithTags("Runs")
            .WithSummary("Messages that no host can read, at most twenty of each queue (ops). No work waits for them.");
        routes
            .MapDelete("/api/bus/unreadable", DropAsync)
            .WithTags("Runs")
            .WithSummary("Drops all messages that no host can read (ops).");
    }

    private static async Task<Results<Ok<IReadOnlyList<UnreadableMessage>>, ProblemHttpResult>> ListAsync(
        ClaimsPrincipal user,
        UnreadableMessages messages,
        CancellationToken token
    ) =>
        Caller.Of(user).Has(Roles.Ops)
            ? TypedResults.Ok(await messages.ListAsync(Listed, token))
            : new ApiRefusals.NeedsRole(Roles.Ops).ToResult();

    private static async Task<Results<Ok<DroppedView>, ProblemHttpResult>> DropAsync(
        ClaimsPrincipal user,
        UnreadableMessages messages,
        CancellationToken token
    ) =>
        Caller.Of(user).Has(Roles.Ops)
            ? TypedResults.Ok(new DroppedView(await messages.DropAsync(token)))
            : new ApiRefusals.NeedsRole(Roles.Ops).ToResult();
}
