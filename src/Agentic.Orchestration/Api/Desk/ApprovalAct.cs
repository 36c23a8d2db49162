using System.Security.Claims;
using Agentic.Contracts;
using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Requests;
using Microsoft.AspNetCore.Http;

namespace Agentic.Orchestration.Api.Desk;

/// <summary>What every act on an approval needs: who asks, about which one, and how the outcome is shown.</summary>
internal readonly record struct ApprovalAct(ClaimsPrincipal User, RequestJournal Journal, HttpContext Context)
{
    public async Task<IResult> RunAsync(
        string id,
        Func<Caller, RequestState, Task<ActResult>> act,
        CancellationToken cancellationToken
    )
    {
        var caller = Caller.Of(User);
        if (!caller.IsStaff || await FindAsync(id, Journal, cancellationToken) is not var (state, _))
        {
            return new Refusal.Missing().ToResult();
        }
        var (after, refusal) = await act(caller, state);
        var shown = after ?? state;
        var view = ApprovalViews.Of(
            shown,
            shown.Approvals.First(approval => approval.Id == id),
            Locales.Of(Context, shown.Locale)
        );
        return refusal is null ? TypedResults.Ok(view) : refusal.ToResult(refusal is Refusal.Conflict ? view : null);
    }

    public static async Task<(RequestState State, ApprovalState Approval)?> FindAsync(
        string id,
        RequestJournal journal,
        CancellationToken cancellationToken
    ) =>
        Ids.RequestOf(id) is { } requestId
        && await journal.FindAsync(requestId, cancellationToken) is { } state
        && state.Approvals.FirstOrDefault(approval => approval.Id == id) is { } approval
            ? (state, approval)
            : null;
}
