using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Engine.Checks;
using Agentic.Engine.Definitions;
using Agentic.Engine.Runs;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Requests.Cases;

namespace Agentic.Orchestration.Execution.Activities;

/// <summary>Carries out one effect of a run: intend durably, call, record what became of it.</summary>
internal sealed class EffectActivity(EffectCaller caller, EffectRecheck recheck, ExecutionRecorder recorder, TimeProvider time)
    : IActivity
{
    public static ActivityType Type { get; } =
        new(
            ActivityTypes.Effect,
            ["connector", "operation", "arguments", "gate", "undo", "irreversible", "precondition"],
            ["Done"]
        )
        {
            Required = ["connector", "operation", "gate"],
            OptionalPorts = ["Failed"],
            Check = (definition, activity, context) =>
                OperationCheck.Run(definition, activity, context).Concat(CheckUndo(activity, context)),
        };

    /// <summary>How often an object may have moved on between reading and calling before the next try waits.</summary>
    private const int MaxOutdated = 3;

    /// <returns>False when the run has to wait or the execution is over.</returns>
    public async Task<bool> CarryOutAsync(ActionExecution execution, StepCommand step, CancellationToken cancellationToken)
    {
        if (execution.IsNothing(step.Activity))
        {
            execution.Apply(new StepCompleted(step.Step, "Done"));
            return true;
        }
        var effect = execution.Action.Effects.LastOrDefault(effect =>
            effect.Effect.Activity == step.Activity && effect.UndoOf is null
        );
        if (effect is null && execution.HasPending)
        {
            // The permit is still pending: make it durable together with the first intent.
            return await IntendFirstAsync(execution, step, cancellationToken);
        }
        switch (effect?.Status)
        {
            case EffectStatus.Reserved:
                return await CarryOutReservedAsync(execution, step, effect, cancellationToken);
            case EffectStatus.Intended or EffectStatus.Unknown:
                return await CallAsync(execution, step, effect.Key, resend: true, cancellationToken);
            case EffectStatus.Done or EffectStatus.Accepted:
                execution.Apply(new StepCompleted(step.Step, "Done", effect.Output));
                return true;
            case EffectStatus.Refused:
                execution.Apply(new StepFailed(step.Step, effect.Reason ?? "refused"));
                return true;
            default:
                throw new InvalidOperationException(
                    $"Effect {step.Activity} of {execution.State.Id} was reached without a permit."
                );
        }
    }

    private async Task<bool> CarryOutReservedAsync(
        ActionExecution execution,
        StepCommand step,
        EffectState effect,
        CancellationToken cancellationToken
    )
    {
        JsonNode? precondition = null;
        if (EffectRecheck.IsDue(execution, effect))
        {
            // What this run has just done is on record first, or it would count against itself.
            if (execution.PendingSettlements.Count > 0 && !await recorder.SaveAsync(execution, cancellationToken))
            {
                return false;
            }
            switch (await recheck.CheckAsync(execution, effect, cancellationToken))
            {
                case RecheckResult.Unavailable unavailable:
                    return await recorder.StuckAsync(execution, step.Activity, unavailable.Reason, cancellationToken);
                case RecheckResult.Changed changed:
                    return await GiveToPersonAsync(execution, effect, changed.Why, cancellationToken);
                case RecheckResult.Holds holds:
                    precondition = holds.Precondition?.DeepClone();
                    execution.Record(new EffectRechecked(execution.Ordinal, effect.Key));
                    break;
            }
        }
        execution.Record(new EffectIntended(execution.Ordinal, effect.Key, effect.Attempt + 1, Precondition: precondition));
        return await recorder.SaveAsync(execution, cancellationToken)
            && await CallAsync(execution, step, effect.Key, resend: false, cancellationToken);
    }

    /// <summary>
    /// What was agreed does not hold any more: nothing runs by itself from here on, and a person has it in the same
    /// append.
    /// </summary>
    private async Task<bool> GiveToPersonAsync(
        ActionExecution execution,
        EffectState effect,
        LocalText why,
        CancellationToken cancellationToken
    )
    {
        var hasBegun = execution.Action.Effects.Any(other => other is { UndoOf: null, Happened: true });
        execution.Record(
            HandOffFactory.Make(
                execution.Pack,
                execution.State,
                hasBegun ? HandOffTopics.Owed : "changed",
                HandOffReasons.NoLongerHolds(effect.Effect.Operation, why),
                time.GetUtcNow(),
                execution.Ordinal
            )
        );
        execution.Record(
            new ActionEnded(execution.Ordinal, ActionStatus.Skipped, $"{effect.Effect.Operation} no longer holds: {why.En}")
        );
        execution.CancelRun();
        await recorder.SaveAsync(execution, cancellationToken);
        return false;
    }

    private async Task<bool> IntendFirstAsync(ActionExecution execution, StepCommand step, CancellationToken cancellationToken)
    {
        var key =
            execution.PendingPermit(step.Activity)
            ?? throw new InvalidOperationException(
                $"Effect {step.Activity} of {execution.State.Id} was reached without a permit."
            );
        execution.Record(new EffectIntended(execution.Ordinal, key, 1));
        return await recorder.SaveAsync(execution, cancellationToken)
            && await CallAsync(execution, step, key, resend: false, cancellationToken);
    }

    private async Task<bool> CallAsync(
        ActionExecution execution,
        StepCommand step,
        string key,
        bool resend,
        CancellationToken cancellationToken
    )
    {
        var effect = execution.Action.Effects.First(effect => effect.Key == key);
        var happened = await caller.CallAsync(execution, effect, resend, cancellationToken);
        foreach (var fact in happened)
        {
            execution.Record(fact);
        }
        switch (happened.OfType<EffectSettled>().FirstOrDefault())
        {
            case { Status: EffectStatus.Done or EffectStatus.Accepted } done:
                execution.Apply(new StepCompleted(step.Step, "Done", done.Output));
                return true;
            case { Status: EffectStatus.Refused } refused:
                execution.Apply(new StepFailed(step.Step, refused.Reason ?? "refused"));
                return true;
            case { Status: EffectStatus.Reserved } when happened.OfType<RunStuck>().Any() || effect.NotSentCount >= MaxOutdated:
                await recorder.SaveAsync(execution, cancellationToken);
                return happened.OfType<RunStuck>().Any()
                    ? false
                    : await recorder.StuckAsync(execution, step.Activity, "the object changes all the time", cancellationToken);
            case { Status: EffectStatus.Reserved }:
                // The object has moved on, and nothing was done: read again, and go on if it means the same.
                return await recorder.SaveAsync(execution, cancellationToken)
                    && await CarryOutReservedAsync(
                        execution,
                        step,
                        execution.Action.Effects.First(known => known.Key == key),
                        cancellationToken
                    );
            default:
                await recorder.SaveAsync(execution, cancellationToken);
                return false;
        }
    }

    private static IEnumerable<ActivityProblem> CheckUndo(Activity activity, CheckContext context)
    {
        var wanted = $"{activity.Literal("connector")}.{activity.Literal("operation")}";
        if (context.Operations.GetValueOrDefault(wanted) is not { Writes: true } operation)
        {
            yield break;
        }
        if (activity.ObjectInput("undo") is { } undo)
        {
            var name = (string?)(undo as JsonObject)?["operation"];
            if (name is null || name != operation.Undo)
            {
                yield return new($"The undo of '{wanted}' is '{operation.Undo}', not '{name}'.");
            }
        }
        else if (!activity.Irreversible && operation.Undo is null)
        {
            yield return new($"'{wanted}' has no undo: mark the effect 'irreversible'.");
        }
    }
}
