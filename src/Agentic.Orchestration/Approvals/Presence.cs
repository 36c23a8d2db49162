using System.Collections.Concurrent;
using System.Security.Claims;
using Agentic.Contracts;
using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Agentic.Orchestration.Approvals;

/// <summary>
/// Who has which approval open. A courtesy between colleagues and no lock: it lives in memory, is gone after a restart,
/// and decides nothing. A claim keeps others off.
/// </summary>
internal sealed class Presence(TimeProvider time)
{
    /// <summary>Pages say every ten seconds that they are still there.</summary>
    private static readonly TimeSpan Gone = TimeSpan.FromSeconds(25);

    private readonly ConcurrentDictionary<(string ApprovalId, string User), DateTimeOffset> _seen = new();

    public static void Map(IEndpointRouteBuilder routes) =>
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
                    && Ids.RequestOf(id) is { } requestId
                    && await journal.FindAsync(requestId, token) is { } state
                    && state.Approvals.Any(approval => approval.Id == id)
                        ? TypedResults.Ok(
                            new PresenceView([
                                .. presence
                                    .See(id, caller.User, leaving ?? false)
                                    .Select(other => accounts.Find(other)?.Name ?? other),
                            ])
                        )
                        : Refusal.NotFound.ToResult()
            )
            .WithTags("Approvals")
            .WithSummary("Says that the caller has it open (or, with leaving=true, not any more), and who else has.");

    public IReadOnlyList<string> See(string approvalId, string user, bool leaving)
    {
        var now = time.GetUtcNow();
        if (leaving)
        {
            _seen.TryRemove((approvalId, user), out _);
        }
        else
        {
            _seen[(approvalId, user)] = now;
        }
        foreach (var (key, at) in _seen)
        {
            if (now - at > Gone)
            {
                _seen.TryRemove(KeyValuePair.Create(key, at));
            }
        }
        return
        [
            .. _seen
                .Keys.Where(key => key.ApprovalId == approvalId && key.User != user)
                .Select(key => key.User)
                .Order(StringComparer.Ordinal),
        ];
    }
}
