using Agentic.Contracts;
using Agentic.Orchestration.Gate;
using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Policies;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Requests.Cases;

namespace Agentic.Orchestration.Approvals;

/// <summary>What staff can do with an approval. Each act is decided on the newest state; late ones are refused.</summary>
internal sealed class ApprovalCommands(
    ApprovalChange changes,
    ApprovalEdit edits,
    PackRegistry packs,
    ApprovalRights rights,
    TimeProvider time
)
{
    private const int MaxText = 2000;

    private static readonly TimeSpan ClaimTime = TimeSpan.FromMinutes(10);

    public async Task<ActResult> DecideAsync(
        Caller caller,
        RequestState state,
        string approvalId,
        MakeDecision made,
        CancellationToken cancellationToken
    ) =>
        GetInvalid(made) is { } invalid ? invalid
        : made.Decision == DecisionKind.Edit ? await edits.EditAsync(caller, state, approvalId, made, cancellationToken)
        : await changes.ApplyAsync(
            caller,
            state,
            approvalId,
            (current, approval) =>
                made.Decision == DecisionKind.Approve
                    ? Approve(current, approval, caller, made)
                    : Reject(current, approval, caller, made),
            cancellationToken,
            made,
            isDecision: true
        );

    /// <param name="from">Whoever has it now, to take it over from them; null for one that nobody has.</param>
    public Task<ActResult> ClaimAsync(
        Caller caller,
        RequestState state,
        string approvalId,
        string? from,
        CancellationToken cancellationToken
    ) =>
        changes.ApplyAsync(
            caller,
            state,
            approvalId,
            (_, approval) =>
                changes.FindBlockingClaim(approval, caller) is { } claimed && approval.ClaimedBy != from
                    ? claimed
                    : Change.Of(new ApprovalClaimed(approvalId, caller.User, time.GetUtcNow() + ClaimTime)),
            cancellationToken
        );

    public Task<ActResult> ReleaseAsync(
        Caller caller,
        RequestState state,
        string approvalId,
        CancellationToken cancellationToken
    ) =>
        changes.ApplyAsync(
            caller,
            state,
            approvalId,
            (_, approval) =>
                approval.ClaimedBy == caller.User ? Change.Of(new ApprovalReleased(approvalId, caller.User))
                : approval.ClaimedBy is { } by ? new ApprovalRefusals.HeldBy(by, null)
                : Change.None,
            cancellationToken
        );

    /// <summary>The question goes into the customer's conversation; the approval stays open.</summary>
    public Task<ActResult> AskAsync(
        Caller caller,
        RequestState state,
        string approvalId,
        string text,
        CancellationToken cancellationToken
    ) =>
        changes.ApplyAsync(
            caller,
            state,
            approvalId,
            (_, approval) =>
                string.IsNullOrWhiteSpace(text) || text.Length > MaxText
                    ? new ApprovalRefusals.TextLength(MaxText)
                    : Change.Of(new CustomerAsked(text, false, approval.Asked.Ordinal, caller.User)),
            cancellationToken
        );

    public Task<ActResult> TakeOverAsync(
        Caller caller,
        RequestState state,
        string approvalId,
        CancellationToken cancellationToken
    ) =>
        changes.ApplyAsync(
            caller,
            state,
            approvalId,
            (current, approval) => TakeOver(current, approval, caller),
            cancellationToken,
            isDecision: true
        );

    /// <summary>The decision as a fact.</summary>
    internal static ApprovalDecided Decided(ApprovalState approval, Caller caller, MakeDecision made) =>
        new(approval.Id, caller.User, made.Decision, made.Seal, made.Reason, made.Arguments);

    private static Refusal? GetInvalid(MakeDecision made) =>
        made switch
        {
            { Decision: DecisionKind.Edit, Arguments: null } => new ApprovalRefusals.EditWithoutArguments(),
            { Decision: not DecisionKind.Edit, Arguments: not null } => new ApprovalRefusals.OnlyEditsHaveArguments(),
            { Decision: DecisionKind.Reject } when string.IsNullOrWhiteSpace(made.Reason) =>
                new ApprovalRefusals.RejectionWithoutReason(),
            { Reason.Length: > MaxText } => new ApprovalRefusals.ReasonTooLong(MaxText),
            _ => null,
        };

    private Change TakeOver(RequestState state, ApprovalState approval, Caller caller)
    {
        var handOff = HandOffFactory.Make(
            packs[state.Pack],
            state,
            "takeover",
            HandOffReasons.TakenOver(caller.User),
            time.GetUtcNow(),
            approval.Asked.Ordinal
        );
        return Change.Of(
            new ApprovalClosed(approval.Id, ApprovalStatus.Withdrawn, "An employee took over."),
            handOff,
            new HandOffClaimed(handOff.HandOffId, caller.User)
        );
    }

    private Change Approve(RequestState state, ApprovalState approval, Caller caller, MakeDecision made)
    {
        var decided = Decided(approval, caller, made);
        var with = approval with
        {
            Decisions = [.. approval.Decisions, new(caller.User, DecisionKind.Approve, made.Reason, time.GetUtcNow(), null)],
        };
        return rights.GetMissingQuorum(state, state.Action(approval.Asked.Ordinal), with) is not null ? Change.Of(decided)
            : approval.IsUndo ? Change.Of([decided, .. UndoApproval.Use(approval)])
            : Change.Of(decided, new ApprovalClosed(approval.Id, ApprovalStatus.Approved, "Enough have approved."));
    }

    private static Change Reject(RequestState state, ApprovalState approval, Caller caller, MakeDecision made)
    {
        var (ordinal, reason) = (approval.Asked.Ordinal, made.Reason!);
        var decided = Decided(approval, caller, made);
        var closed = new ApprovalClosed(approval.Id, ApprovalStatus.Rejected, reason);
        return approval.IsUndo
            ? Change.Of(decided, closed)
            : Change.Of(
                decided,
                closed,
                new ActionEnded(
                    ordinal,
                    ActionStatus.Denied,
                    $"Rejected by {caller.User}: {reason}",
                    LocalText.Verbatim(reason),
                    GateReasons.AskAPerson
                ),
                new ReplanRequested(ordinal, $"Refused: {state.Action(ordinal).Name}. Reason of the employee: {reason}")
            );
    }
}
