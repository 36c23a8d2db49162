using Agentic.Contracts;
using Agentic.Orchestration.Approvals;
using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Requests.Cases;

namespace Agentic.Orchestration.Monitoring;

/// <summary>What ops can do with a run: what it would mean, and the facts that say it was done.</summary>
internal sealed class RunCommands(RequestJournal journal, UndoApproval undo, PackRegistry packs, TimeProvider time)
{
    public const string RetryRun = "retry",
        UndoRun = "undo",
        CancelRun = "cancel";

    private const int MaxReason = 500;

    /// <summary>What it would mean; changes nothing.</summary>
    public RunPreview Preview(Caller caller, RequestState state, ActionState action, string operation) =>
        Decide(caller, state, action, operation, "").Preview;

    /// <param name="operation">One of the constants of this class.</param>
    public async Task<ActResult> ActAsync(
        Caller caller,
        RequestState state,
        ActionState action,
        string operation,
        string? reason,
        CancellationToken cancellationToken
    )
    {
        var why = reason?.Trim() ?? "";
        if (why.Length > MaxReason || (why.Length == 0 && operation != RetryRun))
        {
            return new(state, new RunRefusals.ReasonMissing(MaxReason));
        }
        var changed = await journal.ChangeAsync(
            state.Id,
            current =>
                Decide(caller, current, current.Action(action.Ordinal), operation, why) is var act && act.Preview.Possible
                    ? new Change(act.Events)
                    : new RunRefusals.NotPossible(act.Preview.Why),
            cancellationToken
        );
        return changed.ToResult();
    }

    /// <summary>Null when this caller may; what was refused is kept as evidence.</summary>
    public async Task<Refusal?> GetDenialAsync(
        Caller caller,
        RequestState state,
        string operation,
        string runId,
        CancellationToken cancellationToken
    )
    {
        if (
            caller.Has(Roles.Ops)
            && caller.User != state.SubmittedBy
            && (caller.CustomerId is null || caller.CustomerId != state.CustomerId)
        )
        {
            return null;
        }
        const string why = "Needs the role ops, and nobody acts on their own request.";
        await journal.UpdateAsync(
            state.Id,
            _ => [new AccessRefused(caller.User, $"{operation} {runId}", why)],
            cancellationToken
        );
        return new RunRefusals.NoRight();
    }

    private RunOperation Decide(Caller caller, RequestState state, ActionState action, string operation, string reason) =>
        operation switch
        {
            RetryRun => Retry(caller, action),
            UndoRun => Undo(caller, state, action, reason),
            CancelRun => Cancel(caller, state, action, reason),
            _ => throw new ArgumentException($"A run has no operation '{operation}'.", nameof(operation)),
        };

    private static RunOperation Retry(Caller caller, ActionState action)
    {
        var waiting = action.Stuck is not null || action.Effects.Any(effect => effect.RetryAt is not null);
        return new(
            new(
                "retry",
                waiting,
                waiting ? "The step is tried again now, with the same effect key." : "Nothing is stuck in this run.",
                []
            ),
            [new RunRetried(action.Ordinal, caller.User)]
        );
    }

    public RunOperation Undo(Caller caller, RequestState state, ActionState action, string reason)
    {
        var why = NextWork.OpenUndo(state, action) is { } open
            ? $"{open.Asked.By} has asked for it already; {open.Id} is open."
            : UndoApproval.GetDenialReason(action);
        return new(
            new(
                "undo",
                why is null,
                why ?? "When somebody else approves, these effects are taken back, newest first.",
                [
                    .. UndoApproval
                        .Completed(action)
                        .Select(effect => $"{effect.Effect.Operation} → {effect.Effect.Undo ?? "cannot be taken back"}"),
                ]
            ),
            why is null ? [undo.Ask(state, action, caller.User, reason)] : []
        );
    }

    /// <summary>
    /// Ends a run of which nothing is under way right now. What it had reserved is free again; what it has done already stays
    /// as it is, and a person has the rest.
    /// </summary>
    private RunOperation Cancel(Caller caller, RequestState state, ActionState action, string reason)
    {
        var possible =
            !action.Status.IsTerminal()
            && action.Undo is null
            && action.Effects.All(effect => effect.Status is not (EffectStatus.Intended or EffectStatus.Unknown));
        var begun = action
            .Effects.Where(effect => effect is { UndoOf: null, Happened: true })
            .Select(effect => effect.Effect.Operation)
            .ToArray();
        IReadOnlyList<JournalEvent> person =
            begun.Length == 0 || state.IsWithPerson
                ? []
                :
                [
                    HandOffFactory.Make(
                        packs[state.Pack],
                        state,
                        HandOffTopics.Owed,
                        HandOffReasons.EndedEarly(
                            action.Name,
                            action
                                .Effects.Where(effect => effect.Status == EffectStatus.Reserved)
                                .Select(effect => effect.Effect.Operation)
                        ),
                        time.GetUtcNow(),
                        action.Ordinal
                    ),
                ];
        var open = state.Approvals.Where(approval =>
            approval.Asked.Ordinal == action.Ordinal
            && approval.Status is ApprovalStatus.Open or ApprovalStatus.Approved
            && approval.Asked.Ordinal == action.Ordinal
        );
        return new(
            new(
                "cancel",
                possible,
                !possible ? "It has ended, or something of it is under way right now: find out first what became of that."
                    : begun.Length == 0 ? "Nothing has been carried out; the customer is told."
                    : $"Stays as it is, and goes to a person: {string.Join(", ", begun)}.",
                []
            ),
            [
                .. open.Select(approval => new ApprovalClosed(
                    approval.Id,
                    ApprovalStatus.Withdrawn,
                    $"Cancelled by {caller.User}: {reason}"
                )),
                new ActionEnded(action.Ordinal, ActionStatus.Skipped, $"Cancelled by {caller.User}: {reason}"),
                .. person,
            ]
        );
    }
}
