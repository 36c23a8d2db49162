using System.Security.Claims;
using Agentic.Contracts;
using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Requests;
using Microsoft.AspNetCore.Http;

namespace Agentic.Orchestration.Api.Desk;

/// <summary>What every act at the desk needs: who asks, about what, and how the outcome is shown.</summary>
internal readonly record struct DeskOperation(
    ClaimsPrincipal User,
    RequestJournal Journal,
    PackRegistry Packs,
    HttpContext Context
)
{
    public Task<IResult> OnApprovalAsync(
        string id,
        Func<Caller, RequestState, Task<ActResult>> act,
        CancellationToken cancellationToken
    )
    {
        var context = Context;
        return RunAsync(
            id,
            state =>
                state.Approvals.FirstOrDefault(approval => approval.Id == id) is { } approval
                    ? ApprovalViews.Of(state, approval, Locales.Of(context, state.Locale))
                    : null,
            act,
            cancellationToken
        );
    }

    public Task<IResult> OnHandOffAsync(
        string id,
        Func<Caller, RequestState, Task<ActResult>> act,
        CancellationToken cancellationToken
    )
    {
        var (packs, context) = (Packs, Context);
        return RunAsync(
            id,
            state =>
                state.HandOffs.FirstOrDefault(handOff => handOff.Id == id) is { } handOff
                    ? HandOffViews.Of(packs, state, handOff, Locales.Of(context, state.Locale))
                    : null,
            act,
            cancellationToken
        );
    }

    public static async Task<(RequestState State, ApprovalState Approval)?> FindApprovalAsync(
        string id,
        RequestJournal journal,
        CancellationToken cancellationToken
    ) =>
        await FindAsync(id, journal, cancellationToken) is { } state
        && state.Approvals.FirstOrDefault(approval => approval.Id == id) is { } approval
            ? (state, approval)
            : null;

    public static async Task<(RequestState State, HandOffState HandOff)?> FindHandOffAsync(
        string id,
        RequestJournal journal,
        CancellationToken cancellationToken
    ) =>
        await FindAsync(id, journal, cancellationToken) is { } state
        && state.HandOffs.FirstOrDefault(handOff => handOff.Id == id) is { } handOff
            ? (state, handOff)
            : null;

    /// <param name="show">Null when the request has no such object.</param>
    private async Task<IResult> RunAsync<T>(
        string id,
        Func<RequestState, T?> show,
        Func<Caller, RequestState, Task<ActResult>> act,
        CancellationToken cancellationToken
    )
        where T : class
    {
        var caller = Caller.Of(User);
        if (
            !caller.IsStaff
            || await FindAsync(id, Journal, cancellationToken) is not { } state
            || show(state) is not { } before
        )
        {
            return new Refusal.Missing().ToResult();
        }
        var (after, refusal) = await act(caller, state);
        var shown = after is null ? before : show(after)!;
        return refusal is null ? TypedResults.Ok(shown) : refusal.ToResult(refusal is Refusal.Conflict ? shown : null);
    }

    private static async Task<RequestState?> FindAsync(
        string id,
        RequestJournal journal,
        CancellationToken cancellationToken
    ) => Ids.RequestOf(id) is { } requestId ? await journal.FindAsync(requestId, cancellationToken) : null;
}
