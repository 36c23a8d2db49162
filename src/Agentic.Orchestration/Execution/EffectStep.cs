using Agentic.Contracts;
using Agentic.Engine.Runs;

namespace Agentic.Orchestration.Execution;

/// <summary>Carries out one effect of a run: intend durably, call, record what became of it.</summary>
internal sealed class EffectStep(EffectCaller caller)
{
    /// <returns>False when the run has to wait or the walk is over.</returns>
    public async Task<bool> CarryOutAsync(ActionWalk walk, StepCommand step, StepRunner steps, CancellationToken cancellationToken)
    {
        var effect = walk.Action.Effects.LastOrDefault(effect => effect.Effect.Activity == step.Activity && effect.UndoOf is null);
        if (effect is null && walk.HasPending)
        {
            // The permit is still pending: make it durable together with the first intent.
            return await IntendFirstAsync(walk, step, steps, cancellationToken);
        }
        switch (effect?.Status)
        {
            case EffectStatus.Reserved:
                walk.Record(new EffectIntended(walk.Ordinal, effect.Key, effect.Attempt + 1));
                return await steps.SaveAsync(walk, cancellationToken) && await CallAsync(walk, step, effect.Key, steps, resend: false, cancellationToken);
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

    private async Task<bool> IntendFirstAsync(ActionWalk walk, StepCommand step, StepRunner steps, CancellationToken cancellationToken)
    {
        var key = walk.PendingPermit(step.Activity)
            ?? throw new InvalidOperationException($"Effect {step.Activity} of {walk.State.Id} was reached without a permit.");
        walk.Record(new EffectIntended(walk.Ordinal, key, 1));
        return await steps.SaveAsync(walk, cancellationToken) && await CallAsync(walk, step, key, steps, resend: false, cancellationToken);
    }

    private async Task<bool> CallAsync(ActionWalk walk, StepCommand step, string key, StepRunner steps, bool resend, CancellationToken cancellationToken)
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
            default:
                await steps.SaveAsync(walk, cancellationToken);
                return false;
        }
    }
}
