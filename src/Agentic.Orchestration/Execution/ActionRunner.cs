using Agentic.Contracts;
using Agentic.Engine.Runs;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Requests.Cases;

namespace Agentic.Orchestration.Execution;

/// <summary>Decides which part of an action's life is next and hands it to the one who knows it.</summary>
internal sealed class ActionRunner(
    RequestJournal journal,
    PackRegistry packs,
    WorkflowVersions versions,
    Suspensions suspensions,
    StepRunner steps,
    ExecutionRecorder recorder,
    PermitStep permits,
    ApprovalTimers timers,
    UndoRunner undo,
    SettlementPolling settlements,
    TimeProvider time
)
{
    /// <summary>When a workflow that is not here is looked for again, once a person has given the request back.</summary>
    private static readonly TimeSpan Retry = TimeSpan.FromMinutes(1);

    public async Task AdvanceAsync(RequestState state, ActionState action, CancellationToken cancellationToken)
    {
        var pack = packs[state.Pack];
        if (AtomicPlan.NextEvent(state, action) is { } reaction)
        {
            await journal.UpdateAsync(
                state.Id,
                current => current.Action(action.Ordinal).LastChangedVersion == action.LastChangedVersion ? [reaction] : [],
                cancellationToken,
                NextWork.Execution
            );
            return;
        }
        if (action.Status.IsTerminal() && NextWork.SettlementAt(action) <= time.GetUtcNow())
        {
            await settlements.AskAsync(state, action, cancellationToken);
            return;
        }
        if (action.Status.IsTerminal() && NextWork.OpenUndo(state, action) is { } asked)
        {
            var expired = new ApprovalClosed(
                asked.Id,
                ApprovalStatus.Expired,
                "Nobody decided in time; nothing is taken back."
            );
            await journal.UpdateAsync(
                state.Id,
                current =>
                    current.Approvals.Any(open => open.Id == asked.Id && open.Status == ApprovalStatus.Open) ? [expired] : [],
                cancellationToken,
                NextWork.Execution
            );
            return;
        }
        if (
            !action.IsPermitted
            && action.Status == ActionStatus.Confirmed
            && action.After.Any(ordinal => state.Action(ordinal).Status != ActionStatus.Done)
        )
        {
            await SkipAsync(state, action, cancellationToken);
            return;
        }
        if (
            !action.IsPermitted
            && await suspensions.FindAsync(pack.Name, cancellationToken) is not null
            && !(action.Status == ActionStatus.AwaitingApproval && Open(state, action))
        )
        {
            await recorder.SuspendAsync(state, action, cancellationToken);
            return;
        }
        var definition =
            action.WorkflowHash is { } pinned ? await versions.FindAsync(pinned, cancellationToken)
            : pack.Actions.GetValueOrDefault(action.Name) is { } known ? pack.Workflows[known.Workflow]
            : null;
        if (definition is null || !pack.Actions.ContainsKey(action.Name))
        {
            // Listed among what is stuck, and a person has it; nothing of it runs before they give it back.
            var reason = HandOffReasons.UnknownWorkflow(action.Name, action.WorkflowHash);
            var now = time.GetUtcNow();
            await journal.UpdateAsync(
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
            return;
        }
        var execution = new ActionExecution(pack, state, action, definition);
        if (action.Status == ActionStatus.AwaitingApproval)
        {
            var approval = state.Approvals.Last(approval => approval.Asked.Ordinal == action.Ordinal);
            await (
                approval.Status switch
                {
                    ApprovalStatus.Approved => permits.UseAsync(execution, approval, cancellationToken),
                    ApprovalStatus.Open => timers.FireAsync(execution, approval, cancellationToken),
                    _ => steps.AdvanceAsync(execution, cancellationToken),
                }
            );
        }
        else if (action.Undo is not null || execution.Run.Status == RunStatus.Faulted)
        {
            await undo.AdvanceAsync(execution, cancellationToken);
        }
        else
        {
            await steps.AdvanceAsync(execution, cancellationToken);
        }
    }

    /// <summary>Reminders, escalation and expiry of an open approval go on while a pack is suspended.</summary>
    private static bool Open(RequestState state, ActionState action) =>
        state.Approvals.Last(approval => approval.Asked.Ordinal == action.Ordinal).Status == ApprovalStatus.Open;

    private Task SkipAsync(RequestState state, ActionState action, CancellationToken cancellationToken) =>
        journal.UpdateAsync(
            state.Id,
            current =>
                current.Action(action.Ordinal).LastChangedVersion == action.LastChangedVersion
                    ? [new ActionEnded(action.Ordinal, ActionStatus.Skipped, "An action that it depends on was not done.")]
                    : [],
            cancellationToken,
            NextWork.Execution
        );
}
