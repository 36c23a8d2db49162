using Agentic.Contracts;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Requests.Cases;
using Agentic.Orchestration.Storage;

namespace Agentic.Orchestration.Execution;

/// <summary>Hands what is next about an action (<see cref="NextWork.NextFor"/>) to the one who carries it out.</summary>
internal sealed class ActionRunner(
    RequestJournal journal,
    PackRegistry packs,
    WorkflowVersions versions,
    Suspensions suspensions,
    ThisHost host,
    StepRunner steps,
    ExecutionRecorder recorder,
    ApprovalRecheck permits,
    ApprovalTimers timers,
    UndoRunner undo,
    SettlementPolling settlements,
    TimeProvider time
)
{
    /// <summary>When a workflow that is not here is looked for again, once a person has given the request back.</summary>
    private static readonly TimeSpan Retry = TimeSpan.FromMinutes(1),
        UpgradeTakes = TimeSpan.FromMinutes(10);

    public async Task AdvanceAsync(RequestState state, ActionState action, ActionWork work, CancellationToken cancellationToken)
    {
        if (
            work.MayBegin
            && !action.IsPermitted
            && await suspensions.FindAsync(packs[state.Pack].Name, cancellationToken) is not null
        )
        {
            await recorder.SuspendAsync(state, action, cancellationToken);
            return;
        }
        await (
            work switch
            {
                ActionWork.FollowPlan follow => EndAsync(state, action, follow.Event, cancellationToken),
                ActionWork.AskDestination => settlements.AskAsync(state, action, cancellationToken),
                ActionWork.ExpireUndo undo => ExpireUndoAsync(state, undo.Approval, cancellationToken),
                ActionWork.Skip => SkipAsync(state, action, cancellationToken),
                _ => ExecuteAsync(state, action, work, cancellationToken),
            }
        );
    }

    private async Task ExecuteAsync(
        RequestState state,
        ActionState action,
        ActionWork work,
        CancellationToken cancellationToken
    )
    {
        var pack = packs[state.Pack];
        var definition =
            action.WorkflowHash is { } pinned ? await versions.FindAsync(pinned, cancellationToken)
            : pack.Actions.GetValueOrDefault(action.Name) is { } known ? pack.Workflows[known.Workflow]
            : null;
        if (definition is null || !pack.Actions.ContainsKey(action.Name))
        {
            if (!host.IsAlone && time.GetUtcNow() - state.UpdatedAt < UpgradeTakes)
            {
                // Another host may have what this one lacks: hosts are upgraded one by one.
                return;
            }
            await HandOffUnknownAsync(state, action, pack, cancellationToken);
            return;
        }
        var execution = new ActionExecution(pack, state, action, definition);
        await (
            work switch
            {
                ActionWork.UseApproval use => permits.UseAsync(execution, use.Approval, cancellationToken),
                ActionWork.WatchApproval watch => timers.FireAsync(execution, watch.Approval, cancellationToken),
                ActionWork.TakeBack => undo.AdvanceAsync(execution, cancellationToken),
                _ => steps.AdvanceAsync(execution, cancellationToken),
            }
        );
    }

    /// <summary>Listed among what is stuck, and a person has it; nothing of it runs before they give it back.</summary>
    private Task HandOffUnknownAsync(RequestState state, ActionState action, Pack pack, CancellationToken cancellationToken)
    {
        var reason = HandOffReasons.UnknownWorkflow(action.Name, action.WorkflowHash);
        var now = time.GetUtcNow();
        return journal.UpdateAsync(
            state.Id,
            current =>
                current.IsWithPerson || current.Status.IsTerminal()
                    ? []
                    :
                    [
                        new RunStuck(
                            action.Ordinal,
                            "workflow",
                            reason.En,
                            (current.Action(action.Ordinal).Stuck?.Attempt ?? 0) + 1,
                            now + Retry
                        ),
                        HandOffFactory.Make(pack, current, "workflow", reason, now, action.Ordinal),
                    ],
            cancellationToken,
            NextWork.Execution
        );
    }

    private Task ExpireUndoAsync(RequestState state, ApprovalState asked, CancellationToken cancellationToken)
    {
        var expired = new ApprovalClosed(asked.Id, ApprovalStatus.Expired, "Not decided in time; nothing is taken back.");
        return journal.UpdateAsync(
            state.Id,
            current =>
                current.Approvals.Any(open => open.Id == asked.Id && open.Status == ApprovalStatus.Open) ? [expired] : [],
            cancellationToken,
            NextWork.Execution
        );
    }

    private Task SkipAsync(RequestState state, ActionState action, CancellationToken cancellationToken) =>
        EndAsync(
            state,
            action,
            new ActionEnded(action.Ordinal, ActionStatus.Skipped, "An action that it depends on was not done."),
            cancellationToken
        );

    private Task EndAsync(RequestState state, ActionState action, JournalEvent end, CancellationToken cancellationToken) =>
        journal.UpdateAsync(
            state.Id,
            current => current.Action(action.Ordinal).LastChangedVersion == action.LastChangedVersion ? [end] : [],
            cancellationToken,
            NextWork.Execution
        );
}
