using Agentic.Contracts;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Requests.Cases;
using Agentic.Orchestration.Storage;
using Microsoft.Extensions.Logging;

namespace Agentic.Orchestration.Execution;

/// <summary>Appends what an execution has come to, and what keeps it from going on.</summary>
internal sealed class ExecutionRecorder(
    RequestJournal journal,
    ExecutionOptions options,
    TimeProvider time,
    ILogger<ExecutionRecorder> log
)
{
    /// <summary>Appends what is pending; conflicts that only a new decision can solve are left to the next round.</summary>
    /// <returns>False when the action changed meanwhile and this execution is over.</returns>
    public async Task<bool> SaveAsync(ActionExecution execution, CancellationToken cancellationToken)
    {
        var changed = await journal.ChangeAsync(
            execution.State.Id,
            execution.BuildAppend(),
            cancellationToken,
            NextWork.Execution
        );
        switch (changed.Conflict)
        {
            case AppendConflict.LimitExceeded:
                // Somebody took the room first. The gate is asked again and sees it.
                await RetryGateAsync(execution, cancellationToken);
                return false;
            case AppendConflict.TargetBusy:
                await RetryGateAsync(execution, cancellationToken);
                return false;
            case AppendConflict.PackSuspended:
                // The kill switch came first; the permit was not consumed.
                await SuspendAsync(execution.State, execution.Action, cancellationToken);
                return false;
            default:
                var settled = execution.PendingSettlements;
                execution.ApplyAppend(changed.State);
                return changed.IsAppended || await ContradictedAsync(execution, settled, cancellationToken);
        }
    }

    /// <summary>
    /// While the destination was answering, people recorded a different outcome of the effect. Theirs stands, and a person
    /// must resolve the conflict before the money is paid twice or never.
    /// </summary>
    /// <returns>False: the execution is over either way.</returns>
    private async Task<bool> ContradictedAsync(
        ActionExecution execution,
        IReadOnlyList<EffectSettled> settled,
        CancellationToken cancellationToken
    )
    {
        foreach (var answer in settled.Where(fact => fact.Status != EffectStatus.Reserved))
        {
            await journal.UpdateAsync(
                execution.State.Id,
                current =>
                    current.Action(execution.Ordinal).Effects.FirstOrDefault(effect => effect.Key == answer.Key) is { } known
                    && current.WasReconciledManually(execution.Ordinal, answer.Key)
                    && ReconciliationConflict.Between(known.Status, answer.Status) is { } happened
                        ?
                        [
                            ReconciliationConflict.Make(
                                execution.Pack,
                                current,
                                execution.Ordinal,
                                known with
                                {
                                    Reference = answer.Reference ?? known.Reference,
                                },
                                happened,
                                time.GetUtcNow()
                            ),
                        ]
                        : [],
                cancellationToken,
                NextWork.Execution
            );
        }
        return false;
    }

    /// <summary>Appends facts that start the run over.</summary>
    public async Task SaveEventsAsync(ActionExecution execution, CancellationToken cancellationToken)
    {
        var changed = await journal.ChangeAsync(
            execution.State.Id,
            execution.BuildAppendWithoutRun(),
            cancellationToken,
            NextWork.Execution
        );
        execution.ApplyAppend(changed.State);
    }

    /// <summary>Nothing is lost: the run stays where it is, and the next try is part of the journal.</summary>
    /// <returns>False: the execution is over for now.</returns>
    public async Task<bool> StuckAsync(
        ActionExecution execution,
        string step,
        string reason,
        CancellationToken cancellationToken
    )
    {
        var attempt = (execution.Action.Stuck?.Attempt ?? 0) + 1;
        var stuck = new RunStuck(execution.Ordinal, step, reason, attempt, time.GetUtcNow() + options.Backoff(attempt));
        ExecutionLog.Stuck(log, execution.State.Id, execution.Ordinal, step, reason, attempt, stuck.RetryAt);
        // Facts that are pending come first; when the action changed meanwhile, this execution is over.
        if (!execution.HasPending || await SaveAsync(execution, cancellationToken))
        {
            await journal.UpdateAsync(
                execution.State.Id,
                current =>
                    current.Action(execution.Ordinal).LastChangedVersion == execution.Action.LastChangedVersion ? [stuck] : [],
                cancellationToken,
                NextWork.Execution
            );
        }
        return false;
    }

    /// <summary>The pack's kill switch is on: the action stays where it is and asks again later.</summary>
    public Task SuspendAsync(RequestState state, ActionState action, CancellationToken cancellationToken)
    {
        var attempt = action.Stuck is { Step: RunStuck.Suspended } stuck ? stuck.Attempt + 1 : 1;
        var paused = new RunStuck(
            action.Ordinal,
            RunStuck.Suspended,
            "The pack is suspended.",
            attempt,
            time.GetUtcNow() + options.Backoff(attempt)
        );
        return journal.UpdateAsync(
            state.Id,
            current => current.Action(action.Ordinal).LastChangedVersion == action.LastChangedVersion ? [paused] : [],
            cancellationToken,
            NextWork.Execution
        );
    }

    /// <summary>The run has not moved: the next round asks the gate again, at once the first time.</summary>
    private Task RetryGateAsync(ActionExecution execution, CancellationToken cancellationToken)
    {
        var attempt = execution.Action.Stuck is { Step: "gate" } stuck ? stuck.Attempt + 1 : 1;
        var retryAt = attempt == 1 ? time.GetUtcNow() : time.GetUtcNow() + options.Backoff(attempt);
        return journal.UpdateAsync(
            execution.State.Id,
            current =>
                current.Action(execution.Ordinal).LastChangedVersion == execution.Action.LastChangedVersion
                    ?
                    [
                        new RunStuck(
                            execution.Ordinal,
                            "gate",
                            "Another request took the room or the target first.",
                            attempt,
                            retryAt
                        ),
                    ]
                    : [],
            cancellationToken,
            NextWork.Execution
        );
    }
}
