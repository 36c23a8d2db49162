using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Engine.Runs;
using Agentic.Orchestration.Execution.Activities;
using Agentic.Orchestration.Gate;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Requests.Cases;
using Microsoft.Extensions.DependencyInjection;

namespace Agentic.Orchestration.Execution;

/// <summary>Carries a run forward inside one consumer until it has to wait: no bus hop per step.</summary>
internal sealed class StepRunner(IServiceProvider activities, ExecutionRecorder recorder, TimeProvider time)
{
    public Task AdvanceAsync(ActionExecution execution, CancellationToken cancellationToken)
    {
        Resume(execution);
        return FinishAsync(execution, cancellationToken);
    }

    /// <summary>Carries out what is outstanding until the run waits or ends.</summary>
    public async Task FinishAsync(ActionExecution execution, CancellationToken cancellationToken)
    {
        while (RunEngine.Outstanding(execution.Definition, execution.Run) is [var step, ..])
        {
            if (!await ActivityOf(step).CarryOutAsync(execution, step, cancellationToken))
            {
                return;
            }
        }
        if (execution.Run.Status is RunStatus.Completed)
        {
            End(execution);
        }
        if (execution.IsDirty)
        {
            await recorder.SaveAsync(execution, cancellationToken);
        }
    }

    private IActivity ActivityOf(StepCommand step) => activities.GetRequiredKeyedService<IActivity>(step.Type);

    /// <summary>Completes steps whose wait is over: a timer, an answer, an event or a decision by a human.</summary>
    private void Resume(ActionExecution execution)
    {
        var now = time.GetUtcNow();
        var taken = new HashSet<string>();
        foreach (var step in execution.Run.Open.Where(step => step.Waiting is not null).ToArray())
        {
            if (execution.Run.Open.All(open => open.Step != step.Step))
            {
                // Another branch came first and cancelled it.
                continue;
            }
            var wait = step.Waiting!;
            if (wait.For == "answer" && NextWork.AnswerTo(execution.Action, step) is { } answer)
            {
                execution.Apply(new StepCompleted(step.Step, "Done", JsonValue.Create(answer)));
            }
            else if (
                wait.For == "human"
                && NextWork.TaskOf(execution.State, execution.Action, step) is { IsOpen: false } decided
            )
            {
                execution.Apply(new StepCompleted(step.Step, decided.Outcome!));
            }
            else if (wait.For == "event" && NextWork.EventFor(execution.State, wait, taken) is { } reported)
            {
                taken.Add(reported.EventId);
                execution.Record(new OutsideEventTaken(reported.Source, reported.EventId, execution.Ordinal, step.Step));
                execution.Apply(
                    new StepCompleted(
                        step.Step,
                        execution.Definition.Activities[step.Activity].Kind.Ports[0],
                        reported.Data.DeepClone()
                    )
                );
            }
            else if (wait.DueAt <= now)
            {
                execution.Apply(new StepCompleted(step.Step, wait.For == "time" ? "Done" : "Expired"));
            }
        }
    }

    /// <summary>A run that passed a gate's Denied port ends denied, whatever it did to say so.</summary>
    private void End(ActionExecution execution)
    {
        if (execution.Action.Status.IsTerminal() || execution.IsEnding)
        {
            return;
        }
        var gate = execution.Denied;
        if (gate is null && MissingEffects.Of(execution) is { Count: > 0 } missing)
        {
            // The workflow came to its end by a path on which what the customer agreed to did not happen.
            execution.Record(
                HandOffFactory.Make(
                    execution.Pack,
                    execution.State,
                    execution.Action.Effects.Any(effect => effect is { UndoOf: null, Happened: true })
                        ? HandOffTopics.Owed
                        : HandOffTopics.Failed,
                    HandOffReasons.EndedEarly(execution.Action.Name, missing),
                    time.GetUtcNow(),
                    execution.Ordinal
                )
            );
            execution.Record(
                new ActionEnded(execution.Ordinal, ActionStatus.Skipped, $"Ended without {string.Join(", ", missing)}.")
            );
            return;
        }
        if (gate is null && Sampling.IsDue(execution.State, execution.Action, execution.Catalogue))
        {
            execution.Record(
                HandOffFactory.Make(
                    execution.Pack,
                    execution.State,
                    HandOffTopics.Sample,
                    HandOffReasons.WasItRight,
                    time.GetUtcNow(),
                    execution.Ordinal,
                    parks: false
                )
            );
        }
        execution.Record(
            gate is null
                ? new ActionEnded(execution.Ordinal, ActionStatus.Done, "Completed.")
                : new ActionEnded(
                    execution.Ordinal,
                    ActionStatus.Denied,
                    string.Join(", ", gate.Reasons.Select(reason => reason.Rule)),
                    gate.Reasons[0].Customer,
                    gate.Instead
                )
        );
    }
}
