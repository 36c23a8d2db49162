using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Orchestration.Gate;
using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Storage;

namespace Agentic.Orchestration.Approvals;

/// <summary>The rules that every change of an approval obeys, on the newest state.</summary>
internal sealed class ApprovalChange(
    RequestJournal journal,
    ApprovalRights rights,
    ConflictOfInterestCheck own,
    TimeProvider time
)
{
    /// <param name="made">The decision; null for a change that decides nothing.</param>
    /// <param name="isDecision">True: refused while somebody else has claimed the approval.</param>
    public async Task<ActResult> ApplyAsync(
        Caller caller,
        RequestState state,
        string approvalId,
        Func<RequestState, ApprovalState, Change> change,
        CancellationToken cancellationToken,
        MakeDecision? made = null,
        bool isDecision = false
    )
    {
        // Where nobody can say whose account it is, nothing is decided. A claim decides nothing, so it is still allowed.
        if (
            await own.CheckAsync(caller.User, state, cancellationToken) is { } mine
            && (isDecision || mine is Refusal.Forbidden)
        )
        {
            return new(state, mine);
        }
        var changed = await journal.ChangeAsync(
            state.Id,
            current =>
                current.Approvals.FirstOrDefault(approval => approval.Id == approvalId) is { } approval
                    ? Decide(caller, current, approval, change, made, isDecision)
                    : new Refusal.Missing(),
            cancellationToken
        );
        return changed.Conflict is AppendConflict.PackSuspended
            ? new(changed.State, new ApprovalRefusals.Suspended())
            : changed.ToResult();
    }

    /// <summary>Who else has it, and until when; null when nobody does.</summary>
    public Refusal? FindBlockingClaim(ApprovalState approval, Caller caller) =>
        approval.ClaimedBy is { } by && by != caller.User && approval.ClaimedUntil > time.GetUtcNow()
            ? new ApprovalRefusals.HeldBy(by, approval.ClaimedUntil)
            : null;

    public static bool SealFits(ApprovalState approval, string seal) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(approval.Asked.Seal), Encoding.ASCII.GetBytes(seal));

    private Change Decide(
        Caller caller,
        RequestState state,
        ApprovalState approval,
        Func<RequestState, ApprovalState, Change> change,
        MakeDecision? made,
        bool isDecision
    )
    {
        if (made is not null && approval.Decisions.FirstOrDefault(decision => decision.By == caller.User) is { } earlier)
        {
            // A second click is the same 200; a change of mind comes too late.
            return
                earlier.Decision == made.Decision
                && JsonNode.DeepEquals(earlier.Arguments, made.Arguments)
                && SealFits(approval, made.Seal)
                ? Change.None
                : new ApprovalRefusals.DecidedAlready();
        }
        if (NotDecidable(state, approval) is { } refusal)
        {
            return refusal;
        }
        if (rights.GetDenialReason(state, state.Action(approval.Asked.Ordinal), approval, caller.User) is { } why)
        {
            return new([new AccessRefused(caller.User, $"decide {approval.Id}", why)], new ApprovalRefusals.NoRight(why));
        }
        return isDecision && FindBlockingClaim(approval, caller) is { } claimed ? claimed
            : made is not null && !SealFits(approval, made.Seal) ? new ApprovalRefusals.SealDiffers()
            : change(state, approval);
    }

    private Refusal? NotDecidable(RequestState state, ApprovalState approval)
    {
        if (approval.Status != ApprovalStatus.Open)
        {
            return new ApprovalRefusals.NotOpen(approval.Status);
        }
        if (time.GetUtcNow() >= approval.Asked.ExpiresAt)
        {
            return new ApprovalRefusals.Expired();
        }
        var action = state.Action(approval.Asked.Ordinal);
        if (approval.IsUndo)
        {
            return UndoApproval.GetDenialReason(action) is { } impossible
                ? new ApprovalRefusals.CannotBeTakenBack(impossible)
                : null;
        }
        return action.AwaitsConsent ? new ApprovalRefusals.AwaitsConsent()
            : state.IsStopped(action) || action.Status != ActionStatus.AwaitingApproval ? new ApprovalRefusals.NotWaiting()
            : null;
    }
}
