using Agentic.Contracts;
using Agentic.Orchestration.Approvals;
using Agentic.Orchestration.Http;
using Agentic.Orchestration.Requests;

namespace Agentic.Orchestration.Monitoring;

/// <summary>What ops can do with a run: what it would mean, and the facts that say it was done.</summary>
internal sealed class RunCommands(UndoApproval undo)
{
    public static (RunPreview Preview, IReadOnlyList<JournalEvent> Events) Retry(Caller caller, ActionState action)
    {
        var waiting = action.Stuck is not null || action.Effects.Any(effect => effect.RetryAt is not null);
        return (new("retry", waiting, waiting ? "The step is tried again now, with the same effect key." : "Nothing is stuck in this run.", []), [new RunRetried(action.Ordinal, caller.User)]);
    }

    public (RunPreview Preview, IReadOnlyList<JournalEvent> Events) Undo(Caller caller, RequestState state, ActionState action, string reason)
    {
        var why = NextWork.OpenUndo(state, action) is { } open ? $"{open.Asked.By} has asked for it already; {open.Id} is open." : UndoApproval.WhyNot(action);
        return (new("undo", why is null, why ?? "When somebody else approves, these effects are taken back, newest first.",
            [.. UndoApproval.Completed(action).Select(effect => $"{effect.Effect.Operation} → {effect.Effect.Undo ?? "cannot be taken back"}")]),
            why is null ? [undo.Ask(state, action, caller.User, reason)] : []);
    }

    public static (RunPreview Preview, IReadOnlyList<JournalEvent> Events) Cancel(Caller caller, RequestState state, ActionState action, string reason)
    {
        var possible = !action.IsPermitted && !action.Status.IsTerminal();
        var open = state.Approvals.Where(approval => approval.Asked.Ordinal == action.Ordinal && approval.Status is ApprovalStatus.Open or ApprovalStatus.Approved && approval.Asked.Ordinal == action.Ordinal);
        return (new("cancel", possible, possible ? "Nothing has been carried out; the customer is told." : "It is past its permit or has ended.", []),
            [.. open.Select(approval => new ApprovalClosed(approval.Id, ApprovalStatus.Withdrawn, $"Cancelled by {caller.User}: {reason}")), new ActionEnded(action.Ordinal, ActionStatus.Skipped, $"Cancelled by {caller.User}: {reason}")]);
    }
}
