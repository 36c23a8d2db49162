using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Orchestration.Agents;
using Agentic.Orchestration.Gate;
using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Policies;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Requests.Cases;
using Agentic.Orchestration.Storage;
using Agentic.Orchestration.Text;

namespace Agentic.Orchestration.Approvals;

/// <summary>What staff can do with an approval. Each change is decided on the newest state; losers learn it.</summary>
internal sealed class ApprovalCommands(
    RequestJournal journal,
    PackRegistry packs,
    ApprovalRights rights,
    PlanProposal proposals,
    ConflictOfInterestCheck own,
    TimeProvider time
)
{
    private static readonly TimeSpan ClaimTime = TimeSpan.FromMinutes(10);

    public Task<(RequestState? State, Refusal? Refusal)> DecideAsync(
        Caller caller,
        RequestState state,
        string approvalId,
        MakeDecision made,
        CancellationToken cancellationToken
    ) =>
        made switch
        {
            { Decision: DecisionKind.Edit, Arguments: null } => RefuseAsync(
                Refusal.Invalid("arguments", "An edit needs the changed arguments, whole.")
            ),
            { Decision: not DecisionKind.Edit, Arguments: not null } => RefuseAsync(
                Refusal.Invalid("arguments", "Only an edit has arguments; approve and reject apply to what was sealed.")
            ),
            { Decision: DecisionKind.Reject } when string.IsNullOrWhiteSpace(made.Reason) => RefuseAsync(
                Refusal.Invalid("reason", "A rejection needs a reason: the customer and the planner are told it.")
            ),
            { Reason.Length: > 2000 } => RefuseAsync(Refusal.Invalid("reason", "Is too long: 2000 characters at most.")),
            { Decision: DecisionKind.Edit } => EditAsync(caller, state, approvalId, made, cancellationToken),
            _ => ApplyAsync(
                caller,
                state,
                approvalId,
                made,
                (current, approval) =>
                    made.Decision == DecisionKind.Approve
                        ? Approve(current, approval, caller, made)
                        : Reject(current, approval, caller, made),
                cancellationToken
            ),
        };

    /// <param name="from">Whoever has it now, to take it over from them; null for one that nobody has.</param>
    public Task<(RequestState? State, Refusal? Refusal)> ClaimAsync(
        Caller caller,
        RequestState state,
        string approvalId,
        string? from,
        CancellationToken cancellationToken
    ) =>
        ChangeAsync(
            caller,
            state,
            approvalId,
            (_, approval) =>
                ClaimOfOthers(approval, caller) is { } claimed && approval.ClaimedBy != from
                    ? ([], claimed)
                    : ([new ApprovalClaimed(approvalId, caller.User, time.GetUtcNow() + ClaimTime)], null),
            cancellationToken
        );

    public Task<(RequestState? State, Refusal? Refusal)> ReleaseAsync(
        Caller caller,
        RequestState state,
        string approvalId,
        CancellationToken cancellationToken
    ) =>
        ChangeAsync(
            caller,
            state,
            approvalId,
            (_, approval) =>
                approval.ClaimedBy == caller.User ? ([new ApprovalReleased(approvalId, caller.User)], null)
                : approval.ClaimedBy is null ? ([], null)
                : ([], Refusal.Conflict($"{approval.ClaimedBy} has it.")),
            cancellationToken
        );

    /// <summary>The question goes into the customer's conversation; the approval stays open.</summary>
    public Task<(RequestState? State, Refusal? Refusal)> AskAsync(
        Caller caller,
        RequestState state,
        string approvalId,
        string text,
        CancellationToken cancellationToken
    ) =>
        ChangeAsync(
            caller,
            state,
            approvalId,
            (_, approval) => ([new CustomerAsked(text, false, approval.Asked.Ordinal, caller.User)], null),
            cancellationToken
        );

    public Task<(RequestState? State, Refusal? Refusal)> TakeOverAsync(
        Caller caller,
        RequestState state,
        string approvalId,
        CancellationToken cancellationToken
    ) =>
        ChangeAsync(
            caller,
            state,
            approvalId,
            (current, approval) =>
            {
                var handOff = HandOffFactory.Make(
                    packs[current.Pack],
                    current,
                    "takeover",
                    HandOffReasons.TakenOver(caller.User),
                    time.GetUtcNow(),
                    approval.Asked.Ordinal
                );
                return (
                    [
                        new ApprovalClosed(approvalId, ApprovalStatus.Withdrawn, "An employee took over."),
                        handOff,
                        new HandOffClaimed(handOff.HandOffId, caller.User),
                    ],
                    null
                );
            },
            cancellationToken,
            isDecision: true
        );

    /// <summary>Who else has it, and until when; null when nobody does.</summary>
    private Refusal? ClaimOfOthers(ApprovalState approval, Caller caller) =>
        approval.ClaimedBy is { } by && by != caller.User && approval.ClaimedUntil > time.GetUtcNow()
            ? Refusal.Conflict($"{by} has it until {approval.ClaimedUntil:O}. Take it over by name first, or wait.")
            : null;

    private static (IReadOnlyList<JournalEvent>, Refusal?) Record(
        ApprovalState approval,
        Caller caller,
        MakeDecision made,
        params IReadOnlyList<JournalEvent> consequences
    ) =>
        (
            [
                new ApprovalDecided(approval.Id, caller.User, made.Decision, made.Seal, made.Reason, made.Arguments),
                .. consequences,
            ],
            null
        );

    private (IReadOnlyList<JournalEvent>, Refusal?) Approve(
        RequestState state,
        ApprovalState approval,
        Caller caller,
        MakeDecision made
    )
    {
        var with = approval with
        {
            Decisions = [.. approval.Decisions, new(caller.User, DecisionKind.Approve, made.Reason, time.GetUtcNow(), null)],
        };
        return rights.GetMissingQuorum(state, state.Action(approval.Asked.Ordinal), with) is not null
                ? Record(approval, caller, made)
            : approval.IsUndo ? Record(approval, caller, made, UndoApproval.Use(approval))
            : Record(approval, caller, made, new ApprovalClosed(approval.Id, ApprovalStatus.Approved, "Enough have approved."));
    }

    private static (IReadOnlyList<JournalEvent>, Refusal?) Reject(
        RequestState state,
        ApprovalState approval,
        Caller caller,
        MakeDecision made
    )
    {
        if (approval.IsUndo)
        {
            return Record(approval, caller, made, new ApprovalClosed(approval.Id, ApprovalStatus.Rejected, made.Reason!));
        }
        var reason = LocalText.Verbatim(made.Reason!);
        return Record(
            approval,
            caller,
            made,
            new ApprovalClosed(approval.Id, ApprovalStatus.Rejected, made.Reason!),
            new ActionEnded(
                approval.Asked.Ordinal,
                ActionStatus.Denied,
                $"Rejected by {caller.User}: {made.Reason}",
                reason,
                GateReasons.AskAPerson
            ),
            new ReplanRequested(
                approval.Asked.Ordinal,
                $"Refused: {state.Action(approval.Asked.Ordinal).Name}. Reason of the employee: {made.Reason}"
            )
        );
    }

    private async Task<(RequestState? State, Refusal? Refusal)> EditAsync(
        Caller caller,
        RequestState state,
        string approvalId,
        MakeDecision made,
        CancellationToken cancellationToken
    )
    {
        var approval = state.Approvals.FirstOrDefault(approval => approval.Id == approvalId);
        if (approval is null)
        {
            return (null, Refusal.NotFound);
        }
        if (approval.IsUndo)
        {
            return (state, Refusal.Invalid("decision", "What is taken back is fixed; approve or reject."));
        }
        var pack = packs[state.Pack];
        var action = state.Action(approval.Asked.Ordinal);
        if (
            rights.GetDenialReason(state, action, approval, caller.User) is not null
            || ClaimOfOthers(approval, caller) is not null
            || await own.CheckAsync(caller.User, state, cancellationToken) is not null
        )
        {
            // Whoever may not decide learns nothing about what the edit would come to.
            return await ApplyAsync(caller, state, approvalId, made, (_, _) => ([], null), cancellationToken);
        }
        var catalogue = pack.Actions[action.Name];
        if (SchemaCheck.Check(made.Arguments, catalogue.Schema, "arguments").FirstOrDefault() is { Path: not null } wrong)
        {
            return (state, Refusal.Invalid(wrong.Path, wrong.Error));
        }
        if (JsonNode.DeepEquals(made.Arguments, action.Arguments))
        {
            return (state, Refusal.Invalid("arguments", "Nothing is changed; approve or reject instead."));
        }
        var (planned, stopped) = await proposals.MakeOneAsync(
            pack,
            state,
            catalogue,
            made.Arguments!,
            action.Ordinal,
            cancellationToken
        );
        if (planned is null)
        {
            return (
                state,
                new(
                    503,
                    "Not available",
                    $"The edit cannot be checked now: {(stopped as GateRead.Unavailable)?.Reason}. Nothing was changed."
                )
            );
        }
        if (planned.Gate.Reasons.FirstOrDefault(reason => reason.Rule == GateReasons.InconsistentRule) is { } inconsistent)
        {
            return (state, Refusal.Invalid(ChangedField(made.Arguments!, action.Arguments), inconsistent.Staff.En));
        }
        if (planned.Gate.Outcome == GateOutcome.Denied)
        {
            return (
                state,
                Refusal.Invalid(
                    ChangedField(made.Arguments!, action.Arguments),
                    $"Policy refuses this: {planned.Gate.Reasons[0].Staff.In(state.Locale)}"
                )
            );
        }
        return await ApplyAsync(
            caller,
            state,
            approvalId,
            made,
            (current, open) =>
            {
                var consent =
                    !PlannedActions.IsCovered(action, planned)
                    || catalogue.ConsentArguments.Any(name =>
                        !JsonNode.DeepEquals(made.Arguments![name], action.Arguments[name])
                    );
                return current.Action(action.Ordinal).LastChangedVersion != action.LastChangedVersion
                    ? ([], Refusal.Conflict("The action changed meanwhile."))
                    : Record(
                        open,
                        caller,
                        made,
                        new ApprovalClosed(approvalId, ApprovalStatus.Edited, $"Edited by {caller.User}."),
                        PlannedActions.Edit(planned, caller.User, current.PlanVersion + (consent ? 1 : 0), consent)
                    );
            },
            cancellationToken
        );
    }

    /// <summary>The argument that a refusal is most likely about: a changed amount, else what was changed first.</summary>
    /// <param name="before">What the arguments were; empty for a new proposal.</param>
    internal static string ChangedField(JsonObject arguments, JsonObject before)
    {
        string[] changed =
        [
            .. arguments
                .Select(argument => argument.Key)
                .Union(before.Select(argument => argument.Key))
                .Where(name => !JsonNode.DeepEquals(arguments[name], before[name])),
        ];
        var field =
            changed.FirstOrDefault(name => arguments[name] is JsonObject amount && JsonMoney.Read(amount) is not null)
            ?? changed.FirstOrDefault();
        return field is null ? "arguments" : $"arguments.{field}";
    }

    private async Task<(RequestState? State, Refusal? Refusal)> ApplyAsync(
        Caller caller,
        RequestState state,
        string approvalId,
        MakeDecision made,
        Func<RequestState, ApprovalState, (IReadOnlyList<JournalEvent>, Refusal?)> decide,
        CancellationToken cancellationToken
    ) =>
        await ChangeAsync(
            caller,
            state,
            approvalId,
            (current, approval) =>
                SealFits(approval, made.Seal)
                    ? decide(current, approval)
                    : ([], Refusal.Conflict("The seal does not fit: this is not what the approval shows now.")),
            cancellationToken,
            made,
            isDecision: true
        );

    /// <summary>The rules that every change of an approval obeys, on the newest state.</summary>
    private async Task<(RequestState? State, Refusal? Refusal)> ChangeAsync(
        Caller caller,
        RequestState state,
        string approvalId,
        Func<RequestState, ApprovalState, (IReadOnlyList<JournalEvent> Events, Refusal? Refusal)> change,
        CancellationToken cancellationToken,
        MakeDecision? made = null,
        bool isDecision = false
    )
    {
        // Where nobody can say whose account it is, nothing is decided; to look at it longer is no decision.
        if (await own.CheckAsync(caller.User, state, cancellationToken) is { } mine && (isDecision || mine.Status == 403))
        {
            return (state, mine);
        }
        Refusal? refusal = null;
        var (after, conflict) = await journal.UpdateAsync(
            state.Id,
            current =>
            {
                if (current.Approvals.FirstOrDefault(approval => approval.Id == approvalId) is not { } approval)
                {
                    refusal = Refusal.NotFound;
                    return [];
                }
                if (
                    made is not null
                    && approval.Decisions.FirstOrDefault(decision => decision.By == caller.User) is { } earlier
                )
                {
                    // A second click is the same 200; a change of mind comes too late.
                    refusal =
                        earlier.Decision == made.Decision
                        && JsonNode.DeepEquals(earlier.Arguments, made.Arguments)
                        && SealFits(approval, made.Seal)
                            ? null
                            : Refusal.Conflict("You have decided already.");
                    return [];
                }
                if (approval.Status != ApprovalStatus.Open || time.GetUtcNow() >= approval.Asked.ExpiresAt)
                {
                    refusal = Refusal.Conflict(
                        approval.Status == ApprovalStatus.Open
                            ? "The approval has expired."
                            : $"The approval is {approval.Status}."
                    );
                    return [];
                }
                var action = current.Action(approval.Asked.Ordinal);
                if (approval.IsUndo && UndoApproval.GetDenialReason(action) is { } impossible)
                {
                    refusal = Refusal.Conflict(impossible);
                    return [];
                }
                if (
                    !approval.IsUndo
                    && (current.IsStopped(action) || action.Status != ActionStatus.AwaitingApproval || action.AwaitsConsent)
                )
                {
                    refusal = Refusal.Conflict(
                        action.AwaitsConsent
                            ? "The customer has to confirm a change first."
                            : "The action does not wait for a decision any more."
                    );
                    return [];
                }
                if (rights.GetDenialReason(current, current.Action(approval.Asked.Ordinal), approval, caller.User) is { } why)
                {
                    refusal = Refusal.Forbidden(why);
                    return [new AccessRefused(caller.User, $"decide {approvalId}", why)];
                }
                if (isDecision && ClaimOfOthers(approval, caller) is { } claimed)
                {
                    refusal = claimed;
                    return [];
                }
                (var events, refusal) = change(current, approval);
                return events;
            },
            cancellationToken
        );
        return (
            after,
            conflict is AppendConflict.PackSuspended ? Refusal.Conflict("The pack is suspended; nothing was decided.") : refusal
        );
    }

    private static bool SealFits(ApprovalState approval, string seal) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(approval.Asked.Seal), Encoding.ASCII.GetBytes(seal));

    private static Task<(RequestState?, Refusal?)> RefuseAsync(Refusal refusal) =>
        Task.FromResult<(RequestState?, Refusal?)>((null, refusal));
}
