using System.Security.Claims;
using Agentic.Contracts;
using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Requests;
using Microsoft.AspNetCore.Http;

namespace Agentic.Orchestration.Api.Desk;

/// <summary>What every act on a hand-off needs: who asks, about which one, and how the outcome is shown.</summary>
internal readonly record struct HandOffAct(
    ClaimsPrincipal User,
    RequestJournal Journal,
    PackRegistry Packs,
    HttpContext Context
)
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
        var view = HandOffViews.Of(
            Packs,
            shown,
            shown.HandOffs.First(handOff => handOff.Id == id),
            Locales.Of(Context, shown.Locale)
        );
        return refusal is null ? TypedResults.Ok(view) : refusal.ToResult(refusal is Refusal.Conflict ? view : null);
    }

    public static async Task<(RequestState State, HandOffState HandOff)?> FindAsync(
        string id,
        RequestJournal journal,
        CancellationToken cancellationToken
    ) =>
        Ids.RequestOf(id) is { } requestId
        && await journal.FindAsync(requestId, cancellationToken) is { } state
        && state.HandOffs.FirstOrDefault(handOff => handOff.Id == id) is { } handOff
            ? (state, handOff)
            : null;
}
