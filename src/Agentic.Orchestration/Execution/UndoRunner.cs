using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Orchestration.Execution.Activities;
using Agentic.Orchestration.Gate;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Requests.Cases;
using Agentic.Orchestration.Storage;

namespace Agentic.Orchestration.Execution;

/// <summary>
/// Promise K5: takes completed effects back in reverse order, each once, with the undo that was sealed with it. An error that a
/// retry would fix never comes here: only a refusal, an employee or an atomic plan's failure does.
/// </summary>
internal sealed class UndoRunner(
    EffectCaller caller,
    LedgerKeys keys,
    ILedgerStore ledger,
    ExecutionRecorder recorder,
    TimeProvider time
)
{
    public async Task AdvanceAsync(ActionExecution execution, CancellationToken cancellationToken)
    {
        while (Next(execution) is { } undo)
        {
            var (effect, isNew) = undo;
            if (isNew && await ChangedSinceAsync(execution, effect.UndoOf!, cancellationToken))
            {
                execution.Record(
                    new UndoGivenUp(
                        execution.Ordinal,
                        effect.UndoOf!,
                        "The same thing was changed again since; taking this back would undo that too."
                    )
                );
                await recorder.SaveAsync(execution, cancellationToken);
                continue;
            }
            if (isNew)
            {
                execution.Record(
                    new EffectIntended(
                        execution.Ordinal,
                        effect.Key,
                        1,
                        new LedgerEntry(effect.Key, effect.Effect, effect.UndoOf)
                    )
                );
                if (!await recorder.SaveAsync(execution, cancellationToken))
                {
                    return;
                }
            }
            var current = execution.Action.Effects.First(known => known.Key == effect.Key);
            var isReserved = current.Status == EffectStatus.Reserved;
            if (isReserved)
            {
                execution.Record(new EffectIntended(execution.Ordinal, current.Key, current.Attempt + 1));
                if (!await recorder.SaveAsync(execution, cancellationToken))
                {
                    return;
                }
                current = execution.Action.Effects.First(known => known.Key == effect.Key);
            }
            var happened = await caller.CallAsync(execution, current, resend: !isNew && !isReserved, cancellationToken);
            foreach (var fact in happened)
            {
                execution.Record(fact);
            }
            if (
                current.UndoOf is not null
                && happened.OfType<EffectSettled>().FirstOrDefault() is { Status: EffectStatus.Refused } refused
            )
            {
                execution.Record(new UndoGivenUp(execution.Ordinal, current.Key, refused.Reason ?? "refused"));
                execution.Record(
                    HandOffFactory.Make(
                        execution.Pack,
                        execution.State,
                        HandOffTopics.Undo,
                        HandOffReasons.UndoRefused(effect.Effect.Operation, refused.Reason),
                        time.GetUtcNow(),
                        execution.Ordinal,
                        parks: false
                    )
                );
            }
            if (
                !await recorder.SaveAsync(execution, cancellationToken)
                || happened.OfType<EffectSettled>().All(settled => settled.Status == EffectStatus.Reserved)
            )
            {
                return;
            }
        }
        await EndAsync(execution, cancellationToken);
    }

    /// <summary>The newest completed effect that can be taken back and is not yet.</summary>
    private (EffectState Effect, bool IsNew)? Next(ActionExecution execution)
    {
        var effects = execution.Action.Effects;
        // First find out what happened: an effect that is still unclear may have to be taken back too.
        if (
            effects.FirstOrDefault(effect =>
                effect.Status is EffectStatus.Intended or EffectStatus.Unknown
                || (effect.UndoOf is not null && effect.Status == EffectStatus.Reserved)
            ) is
            { } running
        )
        {
            return (running, false);
        }
        var next = effects.LastOrDefault(effect =>
            effect is { UndoOf: null, Happened: true, UndoGivenUp: false } && !effects.Any(undo => undo.UndoOf == effect.Key)
        );
        // Undo stops at an effect that cannot be taken back, such as money on its way. After a failed run it does not even
        // start once an awaited report has come, such as a parcel's arrival: a person has to look.
        if (
            next is null or not { Status: EffectStatus.Done, Effect.Undo: not null }
            || (execution.Action.Undo is null && HasAwaited(execution))
        )
        {
            return null;
        }
        JsonObject arguments;
        try
        {
            arguments = EffectSealing.Fill(
                next.Effect.UndoArguments ?? [],
                activity => activity == next.Effect.Activity ? next.Output : execution.OutputOf(activity)
            );
        }
        catch (InvalidOperationException missing)
        {
            // An employee said that it happened, but not what the undo would need to know.
            execution.Record(new UndoGivenUp(execution.Ordinal, next.Key, missing.Message));
            return null;
        }
        var undo = new SealedEffect(
            next.Effect.Activity,
            next.Effect.Connector,
            next.Effect.Undo!,
            $"{next.Effect.Kind}.undo",
            arguments,
            [],
            next.Effect.Amount,
            null,
            null
        );
        return (new(keys.ForUndo(next.Key), undo, EffectStatus.Intended, next.Key), true);
    }

    private static bool HasAwaited(ActionExecution execution) =>
        execution.Run.Done.Any(done =>
            execution.Definition.Activities.TryGetValue(done.Activity, out var activity)
            && activity.Type == AwaitActivity.Type.Name
            && done.Outcome == "Received"
        );

    /// <summary>A later change of the same target would be overwritten with what was before both.</summary>
    private async Task<bool> ChangedSinceAsync(ActionExecution execution, string key, CancellationToken cancellationToken)
    {
        var effect = execution.Action.Effects.First(effect => effect.Key == key).Effect;
        if (!effect.Repeatable)
        {
            return false;
        }
        var entries = await ledger.ListEntriesAsync(effect.Kind, effect.Targets, cancellationToken);
        return entries
            .SkipWhile(entry => entry.Key != key)
            .Skip(1)
            .Any(entry => entry.Live || entry.Status == EffectStatus.Done);
    }

    private async Task EndAsync(ActionExecution execution, CancellationToken cancellationToken)
    {
        var effects = execution.Action.Effects;
        var remains = effects.Any(effect => effect is { UndoOf: null, Happened: true });
        var undone = effects.Any(effect => effect is { UndoOf: null, Status: EffectStatus.Returned });
        var why = execution.Action.Undo?.Reason ?? execution.Run.Fault ?? "failed";
        if (
            remains
            && !execution.State.HandOffs.Any(handOff =>
                handOff is { IsOpen: true, Topic: not (HandOffTopics.NotSettled or HandOffTopics.Sample) }
                && handOff.Ordinal == execution.Ordinal
            )
        )
        {
            execution.Record(
                HandOffFactory.Make(
                    execution.Pack,
                    execution.State,
                    HandOffTopics.Undo,
                    HandOffReasons.NotUndoneWhole(why),
                    time.GetUtcNow(),
                    execution.Ordinal,
                    parks: false
                )
            );
        }
        // Asked to take it back, and nothing could be: it is still done.
        var status =
            !remains && undone ? ActionStatus.Undone
            : remains
            && !undone
            && execution.Action.Undo is not null
            && effects.All(effect => effect.UndoOf is not null || effect.Happened)
                ? ActionStatus.Done
            : ActionStatus.Failed;
        execution.Record(new ActionEnded(execution.Ordinal, status, why));
        execution.CancelRun();
        await recorder.SaveAsync(execution, cancellationToken);
    }
}
