using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Engine.Definitions;
using Agentic.Engine.Runs;
using Agentic.Orchestration.Agents;
using Agentic.Orchestration.Connectors;
using Agentic.Orchestration.Gate;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Requests.Cases;
using Agentic.Orchestration.Storage;
using Agentic.Orchestration.Text;
using Microsoft.Extensions.Logging;

namespace Agentic.Orchestration.Execution;

/// <summary>Carries a run forward inside one consumer until it has to wait: no bus hop per step.</summary>
internal sealed class StepRunner(
    RequestJournal journal,
    RunReader reader,
    GateStep gates,
    EffectStep effects,
    AgentStep agents,
    PlanProposal proposals,
    ExecutionOptions options,
    TimeProvider time,
    ILogger<StepRunner> log
)
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
            if (!await CarryOutAsync(execution, step, cancellationToken))
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
            await SaveAsync(execution, cancellationToken);
        }
    }

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
    /// People said what became of it while the destination was answering something else: what they said stands, and a person
    /// has to know before it is paid twice, or never.
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

    /// <returns>False when the run has to wait or the execution is over.</returns>
    private async Task<bool> CarryOutAsync(ActionExecution execution, StepCommand step, CancellationToken cancellationToken)
    {
        switch (step.Type)
        {
            case ActivityTypes.Query:
                return await QueryAsync(execution, step, cancellationToken);
            case ActivityTypes.Decide:
                execution.Step(new StepCompleted(step.Step, RunReader.Decide(execution.Pack, step, execution.Facts)));
                return true;
            case ActivityTypes.Gate:
                return await gates.DecideAsync(execution, step, this, cancellationToken);
            case ActivityTypes.Effect:
                return await effects.CarryOutAsync(execution, step, this, cancellationToken);
            case ActivityTypes.Notify:
                execution.Record(new CustomerTold((string)step.Inputs["text"]!, Say(execution, step)));
                execution.Step(new StepCompleted(step.Step, "Done"));
                return true;
            case ActivityTypes.Ask:
                execution.Record(new CustomerAsked(Say(execution, step), false, execution.Ordinal, Step: step.Step));
                return Wait(execution, step, new("answer", DeadlineOf(execution, step)));
            case ActivityTypes.HumanTask:
                execution.Record(
                    HandOffFactory.Make(
                        execution.Pack,
                        execution.State,
                        (string)step.Inputs["topic"]!,
                        SayBoth(execution, step),
                        time.GetUtcNow(),
                        execution.Ordinal,
                        parks: false
                    ) with
                    {
                        Step = step.Step,
                    }
                );
                return Wait(execution, step, new("human"));
            case ActivityTypes.Await:
                return Wait(
                    execution,
                    step,
                    new(
                        "event",
                        DeadlineOf(execution, step),
                        $"{step.Inputs["source"]}:{step.Inputs["event"]}/{step.Inputs["key"]}"
                    )
                );
            case ActivityTypes.Event:
                return Wait(execution, step, new("event", null, (string)step.Inputs["eventName"]!));
            case ActivityTypes.Delay:
                return Wait(execution, step, new("time", time.GetUtcNow() + Span(step, "timeSpan")));
            case ActivityTypes.Agent:
                return await agents.AskAsync(execution, step, cancellationToken)
                    || await StuckAsync(execution, step.Activity, "the model does not answer", cancellationToken);
            case ActivityTypes.Propose:
                return await ProposeAsync(execution, step, cancellationToken);
            case ActivityTypes.HandOff:
                execution.Record(
                    HandOffFactory.Make(
                        execution.Pack,
                        execution.State,
                        (string)step.Inputs["topic"]!,
                        SayBoth(execution, step),
                        time.GetUtcNow(),
                        execution.Ordinal
                    )
                );
                execution.Step(new StepCompleted(step.Step, "Done"));
                execution.Record(
                    new ActionEnded(execution.Ordinal, ActionStatus.Skipped, "Handed to a person by the workflow.")
                );
                return true;
            default:
                throw new InvalidOperationException($"No step runner for {step.Type}.");
        }
    }

    /// <summary>
    /// The terms have changed after the gate. A person has it from this append on, whatever comes; and the rest is proposed
    /// with a consent, a gate and a seal of its own, so that the person has to do nothing when the customer agrees.
    /// </summary>
    private async Task<bool> ProposeAsync(ActionExecution execution, StepCommand step, CancellationToken cancellationToken)
    {
        var action = execution.Pack.Actions[(string)step.Inputs["action"]!];
        var arguments = new JsonObject(
            ((JsonObject)step.Inputs["arguments"]!)
                .Where(given => given.Value is not null)
                .Select(given => KeyValuePair.Create(given.Key, (JsonNode?)given.Value!.DeepClone()))
        );
        JournalEvent[] over =
        [
            new ActionEnded(execution.Ordinal, ActionStatus.Skipped, $"Goes on as {action.Name}."),
            HandOffFactory.Make(
                execution.Pack,
                execution.State,
                HandOffTopics.Owed,
                SayBoth(execution, step),
                time.GetUtcNow(),
                execution.Ordinal
            ),
        ];
        // What this run had reserved and will not do, the proposal may: it is looked at as if this run had ended.
        var after = over.Aggregate(
            execution.State,
            (state, happened) => RequestFold.Apply(state.Id, state, happened, time.GetUtcNow(), state.Version + 1)
        );
        var by = $"workflow:{execution.Definition.Id}";
        var (events, unavailable) = SchemaCheck.Check(arguments, action.Schema, action.Name).Any()
            ? ([], null)
            : await proposals.MakeAsync(
                execution.Pack,
                after,
                [new(action, arguments, [])],
                by,
                false,
                cancellationToken,
                employee: by,
                byRun: true
            );
        if (unavailable is not null)
        {
            return await StuckAsync(execution, step.Activity, unavailable, cancellationToken);
        }
        execution.Step(new StepCompleted(step.Step, "Done"));
        // What a person would have to look at anyway is not put to the customer first: a person has it already.
        foreach (
            var happened in events
                .OfType<PlanProposed>()
                .Any(plan => plan.Actions.All(planned => planned.Gate.Outcome != GateOutcome.HandOff))
                ? [.. over, .. events]
                : over
        )
        {
            execution.Record(happened);
        }
        return true;
    }

    private async Task<bool> QueryAsync(ActionExecution execution, StepCommand step, CancellationToken cancellationToken)
    {
        switch (await reader.QueryAsync(step, execution.Facts, execution.Sources, [], cancellationToken))
        {
            case QueryResult.Found found:
                execution.Step(new StepCompleted(step.Step, "Done", found.Value));
                return true;
            case QueryResult.Unavailable unavailable:
                return await StuckAsync(execution, step.Activity, unavailable.Reason, cancellationToken);
            default:
                throw new InvalidOperationException("A query answers Found or Unavailable.");
        }
    }

    /// <summary>Nothing is lost: the run stays where it is, and the next try is part of the journal.</summary>
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
        if (!execution.HasPending)
        {
            await journal.UpdateAsync(
                execution.State.Id,
                current =>
                    current.Action(execution.Ordinal).LastChangedVersion == execution.Action.LastChangedVersion ? [stuck] : [],
                cancellationToken,
                NextWork.Execution
            );
            return false;
        }
        if (await SaveAsync(execution, cancellationToken))
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

    /// <summary>Waits that are over go on: a timer that is due, an answer that came, a human who decided.</summary>
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
                execution.Step(new StepCompleted(step.Step, "Done", JsonValue.Create(answer)));
            }
            else if (
                wait.For == "human"
                && NextWork.TaskOf(execution.State, execution.Action, step) is { IsOpen: false } decided
            )
            {
                execution.Step(new StepCompleted(step.Step, decided.Outcome!));
            }
            else if (wait.For == "event" && NextWork.EventFor(execution.State, wait, taken) is { } reported)
            {
                taken.Add(reported.EventId);
                execution.Record(new OutsideEventTaken(reported.Source, reported.EventId, execution.Ordinal, step.Step));
                execution.Step(
                    new StepCompleted(
                        step.Step,
                        execution.Definition.Activities[step.Activity].Type == ActivityTypes.Await ? "Received" : "Done",
                        reported.Data.DeepClone()
                    )
                );
            }
            else if (wait.DueAt <= now)
            {
                execution.Step(new StepCompleted(step.Step, wait.For == "time" ? "Done" : "Expired"));
            }
        }
    }

    private static bool Wait(ActionExecution execution, StepCommand step, StepWait wait)
    {
        execution.Step(new StepWaits(step.Step, wait));
        return true;
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

    private static string Say(ActionExecution execution, StepCommand step) =>
        SayBoth(execution, step).In(execution.State.Locale);

    private static LocalText SayBoth(ActionExecution execution, StepCommand step)
    {
        var values = (JsonObject)execution.Facts.DeepClone();
        foreach (var (name, value) in step.Inputs["values"] as JsonObject ?? [])
        {
            values[name] = value?.DeepClone();
        }
        return execution.Pack.Texts.Render((string)step.Inputs["text"]!, values);
    }

    private DateTimeOffset? DeadlineOf(ActionExecution execution, StepCommand step) =>
        step.Inputs["deadline"] is null ? null : execution.Pack.Calendar.Add(time.GetUtcNow(), Span(step, "deadline"));

    private static TimeSpan Span(StepCommand step, string input) =>
        Duration.TryParse((string?)step.Inputs[input], out var span)
            ? span
            : throw new InvalidOperationException($"{step.Activity}: '{input}' is no duration such as 4h or 00:05:00.");

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
