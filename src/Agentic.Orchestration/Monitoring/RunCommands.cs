using Agentic.Contracts;
using Agentic.Orchestration.Approvals;
using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Requests.Cases;

namespace Agentic.Orchestration.Monitoring;

/// <summary>What ops can do with a run: what it would mean, and the facts that say it was done.</summary>
internal sealed class RunCommands(UndoApproval undo, PackRegistry packs, TimeProvider time)
{
    public static (RunPreview Preview, IReadOnlyList<JournalEvent> Events) Retry(Caller caller, ActionState action)
    {
        var waiting = action.Stuck is not null || action.Effects.Any(effect => effect.RetryAt is not null);
        return (
            new(
                "retry",
                waiting,
                waiting ? "The step is tried again now, with the same effect key." : "Nothing is stuck in this run.",
                []
            ),
            [new RunRetried(action.Ordinal, caller.User)]
        );
    }

    public (RunPreview Preview, IReadOnlyList<JournalEvent> Events) Undo(
        Caller caller,
        RequestState state,
        ActionState action,
        string reason
    )
    {
        var why = NextWork.OpenUndo(state, action) is { } open
            ? $"{open.Asked.By} has asked for it already; {open.Id} is open."
            : UndoApproval.GetDenialReason(action);
        return (
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
    public (RunPreview Preview, IReadOnlyList<JournalEvent> Events) Cancel(
        Caller caller,
        RequestState state,
        ActionState action,
        string reason
    )
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
        return (
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
