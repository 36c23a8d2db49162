using Agentic.Contracts;
using Agentic.Orchestration.Gate;
using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Requests;

namespace Agentic.Orchestration.HandOffs;

/// <summary>What an employee can do with a request that a person has: claim it, reply, resolve it, give it back.</summary>
internal sealed class HandOffCommands(
    RequestJournal journal,
    AccountDirectory accounts,
    PackRegistry packs,
    ApprovalRights rights,
    ConflictOfInterestCheck own,
    TimeProvider time
)
{
    private const int MaxText = 4000;

    /// <param name="from">Whoever has it now, to take it over from them; null for one that nobody has.</param>
    public Task<ActResult> ClaimAsync(
        Caller caller,
        RequestState state,
        string handOffId,
        string? from,
        CancellationToken cancellationToken
    ) =>
        ActAsync(
            caller,
            state,
            handOffId,
            (_, handOff) =>
                handOff.ClaimedBy == caller.User ? Change.None
                : handOff.ClaimedBy != from ? new HandOffRefusals.HeldBy(handOff.ClaimedBy)
                : Change.Of(Claim(handOffId, caller)),
            cancellationToken,
            _ => true
        );

    public Task<ActResult> ReplyAsync(
        Caller caller,
        RequestState state,
        string handOffId,
        string text,
        CancellationToken cancellationToken
    ) =>
        ActAsync(
            caller,
            state,
            handOffId,
            (_, _) =>
                CheckText("text", text) is { } invalid ? invalid : Change.Of(new HandOffReplied(handOffId, caller.User, text)),
            cancellationToken
        );

    public Task<ActResult> ResolveAsync(
        Caller caller,
        RequestState state,
        string handOffId,
        ResolveHandOff answer,
        CancellationToken cancellationToken
    ) =>
        ActAsync(
            caller,
            state,
            handOffId,
            (current, handOff) =>
                CheckText("note", answer.Note) is { } invalid
                    ? invalid
                    : HandOffResolution.Resolve(
                        new(caller.User, NameOf(caller)),
                        current,
                        handOff,
                        answer,
                        packs,
                        new(MayAnswer, rights.IsSamePerson),
                        time.GetUtcNow()
                    ),
            cancellationToken,
            // Two people may have to answer, so whoever has claimed the case cannot keep the other out.
            handOff => handOff.IsAboutEffect
        );

    public Task<ActResult> ReturnAsync(
        Caller caller,
        RequestState state,
        string handOffId,
        string note,
        CancellationToken cancellationToken
    ) =>
        ActAsync(
            caller,
            state,
            handOffId,
            (_, handOff) =>
                CheckText("note", note) is { } invalid ? invalid
                : !handOff.TakesOverRequest ? new HandOffRefusals.OnlyAQuestion()
                : handOff.Topic == HandOffTopics.Owed ? new HandOffRefusals.StillOwed()
                : Change.Of(new HandOffReturned(handOffId, caller.User, note)),
            cancellationToken
        );

    /// <summary>
    /// Runs an act under the rules that every act on a hand-off obeys, on the newest state. Acting on an unclaimed
    /// hand-off claims it.
    /// </summary>
    /// <param name="isOpenToOthers">Whether somebody other than the holder may act; null means never.</param>
    internal async Task<ActResult> ActAsync(
        Caller caller,
        RequestState state,
        string handOffId,
        Func<RequestState, HandOffState, Change> act,
        CancellationToken cancellationToken,
        Func<HandOffState, bool>? isOpenToOthers = null
    )
    {
        if (await GetDenialAsync(caller, state, handOffId, cancellationToken) is { } denied)
        {
            return new(state, denied);
        }
        var changed = await journal.ChangeAsync(
            state.Id,
            current =>
            {
                var handOff = current.HandOffs.First(known => known.Id == handOffId);
                var isOpen = isOpenToOthers?.Invoke(handOff) == true;
                if (!handOff.IsOpen)
                {
                    return new HandOffRefusals.Closed();
                }
                if (!isOpen && handOff.ClaimedBy is { } by && by != caller.User)
                {
                    return new HandOffRefusals.HeldBy(by);
                }
                var change = act(current, handOff);
                return change.Events.Count == 0 || isOpen || handOff.ClaimedBy is not null
                    ? change
                    : change with
                    {
                        Events = [Claim(handOffId, caller), .. change.Events],
                    };
            },
            cancellationToken
        );
        return changed.ToResult();
    }

    private async Task<Refusal?> GetDenialAsync(
        Caller caller,
        RequestState state,
        string handOffId,
        CancellationToken cancellationToken
    )
    {
        if (
            caller.HasExplicitly(Roles.AgentDesk, Roles.Approver, Roles.SeniorApprover)
            && (caller.CustomerId is null || caller.CustomerId != state.CustomerId)
        )
        {
            // An identity provider's people have no customer id; their address says whose account it is.
            return await own.CheckAsync(caller.User, state, cancellationToken);
        }
        await journal.UpdateAsync(
            state.Id,
            _ => [new AccessRefused(caller.User, $"act on {handOffId}", "Not on the desk, or their own account.")],
            cancellationToken
        );
        return new HandOffRefusals.NoRole();
    }

    private static Refusal? CheckText(string field, string? text) =>
        !string.IsNullOrWhiteSpace(text) && text.Length <= MaxText
            ? null
            : new Refusal.Invalid(field, $"Must have 1 to {MaxText} characters.");

    private HandOffClaimed Claim(string handOffId, Caller caller) => new(handOffId, caller.User, NameOf(caller));

    private string NameOf(Caller caller) => accounts.Find(caller.User)?.Name ?? caller.User;

    private bool MayAnswer(string user) =>
        accounts.Find(user) is { } account
        && (
            ApprovalRights.HasRole(account, Roles.AgentDesk)
            || ApprovalRights.HasRole(account, Roles.Approver)
            || ApprovalRights.HasRole(account, Roles.SeniorApprover)
        );
}
