using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Engine.Runs;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Requests.Cases;

namespace Agentic.Orchestration.Execution;

/// <summary>Carries out one effect of a run: intend durably, call, record what became of it.</summary>
internal sealed class EffectStep(EffectCaller caller, EffectRecheck recheck, TimeProvider time)
{
    /// <summary>How often an object may have moved on between reading and calling before the next try waits.</summary>
    private const int MaxOutdated = 3;

    /// <returns>False when the run has to wait or the walk is over.</returns>
    public async Task<bool> CarryOutAsync(
        ActionExecution walk,
        StepCommand step,
        StepRunner steps,
        CancellationToken cancellationToken
    )
    {
        if (walk.IsNothing(step.Activity))
        {
            walk.Step(new StepCompleted(step.Step, "Done"));
            return true;
        }
        var effect = walk.Action.Effects.LastOrDefault(effect =>
            effect.Effect.Activity == step.Activity && effect.UndoOf is null
        );
        if (effect is null && walk.HasPending)
        {
            // The permit is still pending: make it durable together with the first intent.
            return await IntendFirstAsync(walk, step, steps, cancellationToken);
        }
        switch (effect?.Status)
        {
            case EffectStatus.Reserved:
                return await CarryOutReservedAsync(walk, step, effect, steps, cancellationToken);
            case EffectStatus.Intended or EffectStatus.Unknown:
                return await CallAsync(walk, step, effect.Key, steps, resend: true, cancellationToken);
            case EffectStatus.Done or EffectStatus.Accepted:
                walk.Step(new StepCompleted(step.Step, "Done", effect.Output));
                return true;
            case EffectStatus.Refused:
                walk.Step(new StepFailed(step.Step, effect.Reason ?? "refused"));
                return true;
            default:
                throw new InvalidOperationException($"Effect {step.Activity} of {walk.State.Id} was reached without a permit.");
        }
    }

    private async Task<bool> CarryOutReservedAsync(
        ActionExecution walk,
        StepCommand step,
        EffectState effect,
        StepRunner steps,
        CancellationToken cancellationToken
    )
    {
        JsonNode? precondition = null;
        if (EffectRecheck.IsDue(walk, effect))
        {
            // What this run has just done is on record first, or it would count against itself.
            if (walk.PendingSettlements.Count > 0 && !await steps.SaveAsync(walk, cancellationToken))
            {
                return false;
            }
            switch (await recheck.CheckAsync(walk, effect, cancellationToken))
            {
                case RecheckResult.Unavailable unavailable:
                    return await steps.StuckAsync(walk, step.Activity, unavailable.Reason, cancellationToken);
                case RecheckResult.Changed changed:
                    return await GiveToPersonAsync(walk, effect, changed.Why, steps, cancellationToken);
                case RecheckResult.Holds holds:
                    precondition = holds.Precondition?.DeepClone();
                    walk.Record(new EffectRechecked(walk.Ordinal, effect.Key));
                    break;
            }
        }
        walk.Record(new EffectIntended(walk.Ordinal, effect.Key, effect.Attempt + 1, Precondition: precondition));
        return await steps.SaveAsync(walk, cancellationToken)
            && await CallAsync(walk, step, effect.Key, steps, resend: false, cancellationToken);
    }

    /// <summary>
    /// What was agreed does not hold any more: nothing runs by itself from here on, and a person has it in the same
    /// append.
    /// </summary>
    private async Task<bool> GiveToPersonAsync(
        ActionExecution walk,
        EffectState effect,
        LocalText why,
        StepRunner steps,
        CancellationToken cancellationToken
    )
    {
        var hasBegun = walk.Action.Effects.Any(other => other is { UndoOf: null, Happened: true });
        walk.Record(
            HandOffFactory.Make(
                walk.Pack,
                walk.State,
                hasBegun ? HandOffTopics.Owed : "changed",
                HandOffReasons.NoLongerHolds(effect.Effect.Operation, why),
                time.GetUtcNow(),
                walk.Ordinal
            )
        );
        walk.Record(
            new ActionEnded(walk.Ordinal, ActionStatus.Skipped, $"{effect.Effect.Operation} no longer holds: {why.En}")
        );
        walk.CancelRun();
        await steps.SaveAsync(walk, cancellationToken);
        return false;
    }

    private async Task<bool> IntendFirstAsync(
        ActionExecution walk,
        StepCommand step,
        StepRunner steps,
        CancellationToken cancellationToken
    )
    {
        var key =
            walk.PendingPermit(step.Activity)
            ?? throw new InvalidOperationException($"Effect {step.Activity} of {walk.State.Id} was reached without a permit.");
        walk.Record(new EffectIntended(walk.Ordinal, key, 1));
        return await steps.SaveAsync(walk, cancellationToken)
            && await CallAsync(walk, step, key, steps, resend: false, cancellationToken);
    }

    private async Task<bool> CallAsync(
        ActionExecution walk,
        StepCommand step,
        string key,
        StepRunner steps,
        bool resend,
        CancellationToken cancellationToken
    )
    {
        var effect = walk.Action.Effects.First(effect => effect.Key == key);
        var happened = await caller.CallAsync(walk, effect, resend, cancellationToken);
        foreach (var fact in happened)
        {
            walk.Record(fact);
        }
        switch (happened.OfType<EffectSettled>().FirstOrDefault())
        {
            case { Status: EffectStatus.Done or EffectStatus.Accepted } done:
                walk.Step(new StepCompleted(step.Step, "Done", done.Output));
                return true;
            case { Status: EffectStatus.Refused } refused:
                walk.Step(new StepFailed(step.Step, refused.Reason ?? "refused"));
                return true;
            case { Status: EffectStatus.Reserved } when happened.OfType<RunStuck>().Any() || effect.NotSent >= MaxOutdated:
                await steps.SaveAsync(walk, cancellationToken);
                return happened.OfType<RunStuck>().Any()
                    ? false
                    : await steps.StuckAsync(walk, step.Activity, "the object changes all the time", cancellationToken);
            case { Status: EffectStatus.Reserved }:
                // The object has moved on, and nothing was done: read again, and go on if it means the same.
                return await steps.SaveAsync(walk, cancellationToken)
                    && await CarryOutReservedAsync(
                        walk,
                        step,
                        walk.Action.Effects.First(known => known.Key == key),
                        steps,
                        cancellationToken
                    );
            default:
                await steps.SaveAsync(walk, cancellationToken);
                return false;
        }
    }
}
