using Agentic.Contracts;
using Agentic.Orchestration.Connectors;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Requests.Cases;
using Microsoft.Extensions.Logging;

namespace Agentic.Orchestration.Execution;

/// <summary>What the answer to a call adds to the journal: pure but for the log.</summary>
internal sealed class EffectAnswers(ExecutionOptions options, TimeProvider time, ILogger<EffectAnswers> log)
{
    /// <param name="inDoubt">An earlier attempt may still have happened beside this one.</param>
    /// <param name="settles">When a call that is not found will not happen any more.</param>
    public IReadOnlyList<JournalEvent> FactsOf(
        ActionExecution execution,
        EffectState effect,
        ConnectorGuarantee guarantee,
        EffectResult result,
        bool inDoubt,
        DateTimeOffset? settles
    )
    {
        var now = time.GetUtcNow();
        switch (result)
        {
            case EffectResult.Done done:
                ExecutionLog.Settled(log, execution.State.Id, effect.Key, EffectStatus.Done);
                return
                [
                    new EffectSettled(execution.Ordinal, effect.Key, EffectStatus.Done, done.Reference, done.Output, null),
                    .. CloseQuestion(execution, effect, "executed"),
                ];
            case EffectResult.Accepted accepted:
                ExecutionLog.Settled(log, execution.State.Id, effect.Key, EffectStatus.Accepted);
                return
                [
                    new EffectSettled(
                        execution.Ordinal,
                        effect.Key,
                        EffectStatus.Accepted,
                        accepted.Reference,
                        accepted.Output,
                        null,
                        now + guarantee.SettlesWithin
                    ),
                    .. CloseQuestion(execution, effect, "executed"),
                ];
            case EffectResult.Refused refused:
                ExecutionLog.Settled(log, execution.State.Id, effect.Key, EffectStatus.Refused);
                return
                [
                    new EffectSettled(execution.Ordinal, effect.Key, EffectStatus.Refused, null, null, refused.Reason),
                    .. CloseQuestion(execution, effect, "notExecuted"),
                ];
            case EffectResult.Outdated outdated:
                // It was not done; whoever intended it reads again what it rests on.
                return [new EffectSettled(execution.Ordinal, effect.Key, EffectStatus.Reserved, null, null, outdated.Reason)];
            // Certain only while no earlier attempt is in doubt.
            case EffectResult.NotSent notSent when !inDoubt:
                var tries = effect.NotSentCount + 1;
                return
                [
                    new EffectSettled(execution.Ordinal, effect.Key, EffectStatus.Reserved, null, null, notSent.Reason),
                    new RunStuck(
                        execution.Ordinal,
                        effect.Effect.Activity,
                        notSent.Reason,
                        tries,
                        now + options.Backoff(tries)
                    ),
                ];
            default:
                return Unclear(
                    execution,
                    effect,
                    guarantee,
                    (result as EffectResult.Unclear)?.Reason ?? (result as EffectResult.NotSent)?.Reason ?? "no answer",
                    settles,
                    now
                );
        }
    }

    private IReadOnlyList<JournalEvent> Unclear(
        ActionExecution execution,
        EffectState effect,
        ConnectorGuarantee guarantee,
        string reason,
        DateTimeOffset? settles,
        DateTimeOffset now
    )
    {
        var tries = effect.Unclear + 1;
        DateTimeOffset? next = guarantee.Repetition switch
        {
            Repetition.Neither => null,
            // Once it cannot happen any more, waiting longer tells nothing new.
            Repetition.Queryable when settles > now && settles < now + options.Backoff(tries) => settles,
            _ => now + options.Backoff(tries),
        };
        ExecutionLog.Unclear(log, execution.State.Id, effect.Key, reason, tries);
        var events = new List<JournalEvent> { new EffectUnclear(execution.Ordinal, effect.Key, reason, effect.Attempt, next) };
        if (
            (next is null || tries >= options.UnclearBeforeHandOff)
            && !execution.State.HandOffs.Any(handOff =>
                handOff is { IsOpen: true, Topic: HandOffTopics.Unclear } && handOff.AsksAbout(execution.Ordinal, effect.Key)
            )
        )
        {
            events.Add(
                HandOffFactory.Make(
                    execution.Pack,
                    execution.State,
                    HandOffTopics.Unclear,
                    HandOffReasons.Unclear(effect.Effect.Operation, effect.Effect.Targets, reason, effect.Key),
                    now,
                    execution.Ordinal,
                    parks: false,
                    effect.Key
                )
            );
        }
        return events;
    }

    /// <summary>Reconciling found the answer that a human was asked for.</summary>
    private static IEnumerable<JournalEvent> CloseQuestion(ActionExecution execution, EffectState effect, string outcome) =>
        execution
            .State.HandOffs.Where(handOff =>
                handOff is { IsOpen: true, Topic: HandOffTopics.Unclear } && handOff.AsksAbout(execution.Ordinal, effect.Key)
            )
            .Select(handOff => new HandOffResolved(handOff.Id, "agentic", outcome, "The destination answered."));
}
