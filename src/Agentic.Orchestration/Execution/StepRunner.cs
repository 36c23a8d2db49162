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
    public Task AdvanceAsync(ActionExecution walk, CancellationToken cancellationToken)
    {
        Resume(walk);
        return FinishAsync(walk, cancellationToken);
    }

    /// <summary>Carries out what is outstanding until the run waits or ends.</summary>
    public async Task FinishAsync(ActionExecution walk, CancellationToken cancellationToken)
    {
        while (RunEngine.Outstanding(walk.Definition, walk.Run) is [var step, ..])
        {
            if (!await CarryOutAsync(walk, step, cancellationToken))
            {
                return;
            }
        }
        if (walk.Run.Status is RunStatus.Completed)
        {
            End(walk);
        }
        if (walk.IsDirty)
        {
            await SaveAsync(walk, cancellationToken);
        }
    }

    /// <summary>Appends what is pending; conflicts that only a new decision can solve are left to the next round.</summary>
    /// <returns>False when the action changed meanwhile and this walk is over.</returns>
    public async Task<bool> SaveAsync(ActionExecution walk, CancellationToken cancellationToken)
    {
        var (after, conflict) = await journal.UpdateAsync(
            walk.State.Id,
            walk.BuildAppend(),
            cancellationToken,
            NextWork.Execution
        );
        switch (conflict)
        {
            case AppendConflict.LimitExceeded:
                // Somebody took the room first. The gate is asked again and sees it.
                await RetryGateAsync(walk, cancellationToken);
                return false;
            case AppendConflict.TargetBusy:
                await RetryGateAsync(walk, cancellationToken);
                return false;
            case AppendConflict.PackSuspended:
                // The kill switch came first; the permit was not consumed.
                await SuspendAsync(walk.State, walk.Action, cancellationToken);
                return false;
            default:
                var settled = walk.PendingSettlements;
                return walk.ApplyAppend(after) || await ContradictedAsync(walk, settled, cancellationToken);
        }
    }

    /// <summary>
    /// People said what became of it while the destination was answering something else: what they said stands, and a person
    /// has to know before it is paid twice, or never.
    /// </summary>
    /// <returns>False: the walk is over either way.</returns>
    private async Task<bool> ContradictedAsync(
        ActionExecution walk,
        IReadOnlyList<EffectSettled> settled,
        CancellationToken cancellationToken
    )
    {
        foreach (var answer in settled.Where(fact => fact.Status != EffectStatus.Reserved))
        {
            await journal.UpdateAsync(
                walk.State.Id,
                current =>
                    current.Action(walk.Ordinal).Effects.FirstOrDefault(effect => effect.Key == answer.Key) is { } known
                    && current.WasReconciledManually(walk.Ordinal, answer.Key)
                    && ReconciliationConflict.Between(known.Status, answer.Status) is { } happened
                        ?
                        [
                            ReconciliationConflict.Make(
                                walk.Pack,
                                current,
                                walk.Ordinal,
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
    public async Task SaveEventsAsync(ActionExecution walk, CancellationToken cancellationToken)
    {
        var (after, _) = await journal.UpdateAsync(
            walk.State.Id,
            walk.BuildAppendWithoutRun(),
            cancellationToken,
            NextWork.Execution
        );
        walk.ApplyAppend(after);
    }

    /// <returns>False when the run has to wait or the walk is over.</returns>
    private async Task<bool> CarryOutAsync(ActionExecution walk, StepCommand step, CancellationToken cancellationToken)
    {
        switch (step.Type)
        {
            case ActivityTypes.Query:
                return await QueryAsync(walk, step, cancellationToken);
            case ActivityTypes.Decide:
                walk.Step(new StepCompleted(step.Step, RunReader.Decide(walk.Pack, step, walk.Facts)));
                return true;
            case ActivityTypes.Gate:
                return await gates.DecideAsync(walk, step, this, cancellationToken);
            case ActivityTypes.Effect:
                return await effects.CarryOutAsync(walk, step, this, cancellationToken);
            case ActivityTypes.Notify:
                walk.Record(new CustomerTold((string)step.Inputs["text"]!, Say(walk, step)));
                walk.Step(new StepCompleted(step.Step, "Done"));
                return true;
            case ActivityTypes.Ask:
                walk.Record(new CustomerAsked(Say(walk, step), false, walk.Ordinal, Step: step.Step));
                return Wait(walk, step, new("answer", DeadlineOf(walk, step)));
            case ActivityTypes.HumanTask:
                walk.Record(
                    HandOffFactory.Make(
                        walk.Pack,
                        walk.State,
                        (string)step.Inputs["topic"]!,
                        SayBoth(walk, step),
                        time.GetUtcNow(),
                        walk.Ordinal,
                        parks: false
                    ) with
                    {
                        Step = step.Step,
                    }
                );
                return Wait(walk, step, new("human"));
            case ActivityTypes.Await:
                return Wait(
                    walk,
                    step,
                    new("event", DeadlineOf(walk, step), $"{step.Inputs["source"]}:{step.Inputs["event"]}/{step.Inputs["key"]}")
                );
            case ActivityTypes.Event:
                return Wait(walk, step, new("event", null, (string)step.Inputs["eventName"]!));
            case ActivityTypes.Delay:
                return Wait(walk, step, new("time", time.GetUtcNow() + Span(step, "timeSpan")));
            case ActivityTypes.Agent:
                return await agents.AskAsync(walk, step, cancellationToken)
                    || await StuckAsync(walk, step.Activity, "the model does not answer", cancellationToken);
            case ActivityTypes.Propose:
                return await ProposeAsync(walk, step, cancellationToken);
            case ActivityTypes.HandOff:
                walk.Record(
                    HandOffFactory.Make(
                        walk.Pack,
                        walk.State,
                        (string)step.Inputs["topic"]!,
                        SayBoth(walk, step),
                        time.GetUtcNow(),
                        walk.Ordinal
                    )
                );
                walk.Step(new StepCompleted(step.Step, "Done"));
                walk.Record(new ActionEnded(walk.Ordinal, ActionStatus.Skipped, "Handed to a person by the workflow."));
                return true;
            default:
                throw new InvalidOperationException($"No step runner for {step.Type}.");
        }
    }

    /// <summary>
    /// The terms have changed after the gate. A person has it from this append on, whatever comes; and the rest is proposed
    /// with a consent, a gate and a seal of its own, so that the person has to do nothing when the customer agrees.
    /// </summary>
    private async Task<bool> ProposeAsync(ActionExecution walk, StepCommand step, CancellationToken cancellationToken)
    {
        var action = walk.Pack.Actions[(string)step.Inputs["action"]!];
        var arguments = new JsonObject(
            ((JsonObject)step.Inputs["arguments"]!)
                .Where(given => given.Value is not null)
                .Select(given => KeyValuePair.Create(given.Key, (JsonNode?)given.Value!.DeepClone()))
        );
        JournalEvent[] over =
        [
            new ActionEnded(walk.Ordinal, ActionStatus.Skipped, $"Goes on as {action.Name}."),
            HandOffFactory.Make(walk.Pack, walk.State, HandOffTopics.Owed, SayBoth(walk, step), time.GetUtcNow(), walk.Ordinal),
        ];
        // What this run had reserved and will not do, the proposal may: it is looked at as if this run had ended.
        var after = over.Aggregate(
            walk.State,
            (state, happened) => RequestFold.Apply(state.Id, state, happened, time.GetUtcNow(), state.Version + 1)
        );
        var by = $"workflow:{walk.Definition.Id}";
        var (events, unavailable) = SchemaCheck.Check(arguments, action.Schema, action.Name).Any()
            ? ([], null)
            : await proposals.MakeAsync(
                walk.Pack,
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
            return await StuckAsync(walk, step.Activity, unavailable, cancellationToken);
        }
        walk.Step(new StepCompleted(step.Step, "Done"));
        // What a person would have to look at anyway is not put to the customer first: a person has it already.
        foreach (
            var happened in events
                .OfType<PlanProposed>()
                .Any(plan => plan.Actions.All(planned => planned.Gate.Outcome != GateOutcome.HandOff))
                ? [.. over, .. events]
                : over
        )
        {
            walk.Record(happened);
        }
        return true;
    }

    private async Task<bool> QueryAsync(ActionExecution walk, StepCommand step, CancellationToken cancellationToken)
    {
        switch (await reader.QueryAsync(step, walk.Facts, walk.Sources, [], cancellationToken))
        {
            case QueryResult.Found found:
                walk.Step(new StepCompleted(step.Step, "Done", found.Value));
                return true;
            case QueryResult.Unavailable unavailable:
                return await StuckAsync(walk, step.Activity, unavailable.Reason, cancellationToken);
            default:
                throw new InvalidOperationException("A query answers Found or Unavailable.");
        }
    }

    /// <summary>Nothing is lost: the run stays where it is, and the next try is part of the journal.</summary>
    public async Task<bool> StuckAsync(ActionExecution walk, string step, string reason, CancellationToken cancellationToken)
    {
        var attempt = (walk.Action.Stuck?.Attempt ?? 0) + 1;
        var stuck = new RunStuck(walk.Ordinal, step, reason, attempt, time.GetUtcNow() + options.Backoff(attempt));
        ExecutionLog.Stuck(log, walk.State.Id, walk.Ordinal, step, reason, attempt, stuck.RetryAt);
        if (!walk.HasPending)
        {
            await journal.UpdateAsync(
                walk.State.Id,
                current => current.Action(walk.Ordinal).LastChangedVersion == walk.Action.LastChangedVersion ? [stuck] : [],
                cancellationToken,
                NextWork.Execution
            );
            return false;
        }
        if (await SaveAsync(walk, cancellationToken))
        {
            await journal.UpdateAsync(
                walk.State.Id,
                current => current.Action(walk.Ordinal).LastChangedVersion == walk.Action.LastChangedVersion ? [stuck] : [],
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
    private void Resume(ActionExecution walk)
    {
        var now = time.GetUtcNow();
        var taken = new HashSet<string>();
        foreach (var step in walk.Run.Open.Where(step => step.Waiting is not null).ToArray())
        {
            if (walk.Run.Open.All(open => open.Step != step.Step))
            {
                // Another branch came first and cancelled it.
                continue;
            }
            var wait = step.Waiting!;
            if (wait.For == "answer" && NextWork.AnswerTo(walk.Action, step) is { } answer)
            {
                walk.Step(new StepCompleted(step.Step, "Done", JsonValue.Create(answer)));
            }
            else if (wait.For == "human" && NextWork.TaskOf(walk.State, walk.Action, step) is { IsOpen: false } decided)
            {
                walk.Step(new StepCompleted(step.Step, decided.Outcome!));
            }
            else if (wait.For == "event" && NextWork.EventFor(walk.State, wait, taken) is { } reported)
            {
                taken.Add(reported.EventId);
                walk.Record(new OutsideEventTaken(reported.Source, reported.EventId, walk.Ordinal, step.Step));
                walk.Step(
                    new StepCompleted(
                        step.Step,
                        walk.Definition.Activities[step.Activity].Type == ActivityTypes.Await ? "Received" : "Done",
                        reported.Data.DeepClone()
                    )
                );
            }
            else if (wait.DueAt <= now)
            {
                walk.Step(new StepCompleted(step.Step, wait.For == "time" ? "Done" : "Expired"));
            }
        }
    }

    private static bool Wait(ActionExecution walk, StepCommand step, StepWait wait)
    {
        walk.Step(new StepWaits(step.Step, wait));
        return true;
    }

    /// <summary>A run that passed a gate's Denied port ends denied, whatever it did to say so.</summary>
    private void End(ActionExecution walk)
    {
        if (walk.Action.Status.IsTerminal() || walk.IsEnding)
        {
            return;
        }
        var gate = walk.Denied;
        if (gate is null && MissingEffects.Of(walk) is { Count: > 0 } missing)
        {
            // The workflow came to its end by a path on which what the customer agreed to did not happen.
            walk.Record(
                HandOffFactory.Make(
                    walk.Pack,
                    walk.State,
                    walk.Action.Effects.Any(effect => effect is { UndoOf: null, Happened: true })
                        ? HandOffTopics.Owed
                        : HandOffTopics.Failed,
                    HandOffReasons.EndedEarly(walk.Action.Name, missing),
                    time.GetUtcNow(),
                    walk.Ordinal
                )
            );
            walk.Record(new ActionEnded(walk.Ordinal, ActionStatus.Skipped, $"Ended without {string.Join(", ", missing)}."));
            return;
        }
        if (gate is null && Sampling.IsDue(walk.State, walk.Action, walk.Catalogue))
        {
            walk.Record(
                HandOffFactory.Make(
                    walk.Pack,
                    walk.State,
                    HandOffTopics.Sample,
                    HandOffReasons.WasItRight,
                    time.GetUtcNow(),
                    walk.Ordinal,
                    parks: false
                )
            );
        }
        walk.Record(
            gate is null
                ? new ActionEnded(walk.Ordinal, ActionStatus.Done, "Completed.")
                : new ActionEnded(
                    walk.Ordinal,
                    ActionStatus.Denied,
                    string.Join(", ", gate.Reasons.Select(reason => reason.Rule)),
                    gate.Reasons[0].Customer,
                    gate.Instead
                )
        );
    }

    private static string Say(ActionExecution walk, StepCommand step) => SayBoth(walk, step).In(walk.State.Locale);

    private static LocalText SayBoth(ActionExecution walk, StepCommand step)
    {
        var values = (JsonObject)walk.Facts.DeepClone();
        foreach (var (name, value) in step.Inputs["values"] as JsonObject ?? [])
        {
            values[name] = value?.DeepClone();
        }
        return walk.Pack.Texts.Render((string)step.Inputs["text"]!, values);
    }

    private DateTimeOffset? DeadlineOf(ActionExecution walk, StepCommand step) =>
        step.Inputs["deadline"] is null ? null : walk.Pack.Calendar.Add(time.GetUtcNow(), Span(step, "deadline"));

    private static TimeSpan Span(StepCommand step, string input) =>
        Duration.TryParse((string?)step.Inputs[input], out var span)
            ? span
            : throw new InvalidOperationException($"{step.Activity}: '{input}' is no duration such as 4h or 00:05:00.");

    /// <summary>The run has not moved: the next round asks the gate again, at once the first time.</summary>
    private Task RetryGateAsync(ActionExecution walk, CancellationToken cancellationToken)
    {
        var attempt = walk.Action.Stuck is { Step: "gate" } stuck ? stuck.Attempt + 1 : 1;
        var retryAt = attempt == 1 ? time.GetUtcNow() : time.GetUtcNow() + options.Backoff(attempt);
        return journal.UpdateAsync(
            walk.State.Id,
            current =>
                current.Action(walk.Ordinal).LastChangedVersion == walk.Action.LastChangedVersion
                    ?
                    [
                        new RunStuck(
                            walk.Ordinal,
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
