using Agentic.Contracts;
using Agentic.Orchestration.Connectors;
using Agentic.Orchestration.Gate;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Requests;

namespace Agentic.Orchestration.Execution;

/// <summary>
/// The only place that changes anything outside. What it may do when an answer is missing follows from what the
/// destination guarantees: send the same key again, look it up first, or leave it to a human.
/// </summary>
internal sealed class EffectCaller(
    ConnectorRegistry connectors,
    RequestJournal journal,
    EffectAnswers answers,
    RestoredStore restored,
    TimeProvider time
)
{
    /// <param name="resend">An earlier call may be under way: it was intended, and its outcome is not in the journal.</param>
    /// <returns>What to append.</returns>
    public async Task<IReadOnlyList<JournalEvent>> CallAsync(
        ActionExecution execution,
        EffectState effect,
        bool resend,
        CancellationToken cancellationToken
    )
    {
        var connector = connectors[effect.Effect.Connector];
        var (result, inDoubt) = resend
            ? await ReconcileAsync(execution, effect, connector, cancellationToken)
            : (await SendFirstAsync(execution, effect, connector, cancellationToken), effect.Unclear > 0);
        var now =
            execution.State.Action(execution.Ordinal).Effects.FirstOrDefault(current => current.Key == effect.Key) ?? effect;
        return answers.FactsOf(
            execution,
            now,
            connector.Guarantee,
            Doubted(result, inDoubt),
            inDoubt,
            Settles(now, connector.Guarantee)
        );
    }

    /// <summary>
    /// After an attempt whose outcome nobody knows, a refusal says nothing about that attempt: "already refunded" is what a
    /// destination answers that did it the first time. Only a look-up or a person can say that it did not happen.
    /// </summary>
    private static EffectResult Doubted(EffectResult result, bool inDoubt) =>
        !inDoubt
            ? result
            : result switch
            {
                EffectResult.Refused refused => new EffectResult.Unclear(
                    $"refused after an attempt whose outcome is not known: {refused.Reason}"
                ),
                EffectResult.Outdated outdated => new EffectResult.Unclear(
                    $"refused after an attempt whose outcome is not known: {outdated.Reason}"
                ),
                _ => result,
            };

    /// <returns>The answer, and whether an earlier attempt may still have happened beside it.</returns>
    private async Task<(EffectResult Result, bool InDoubt)> ReconcileAsync(
        ActionExecution execution,
        EffectState effect,
        IConnector connector,
        CancellationToken cancellationToken
    )
    {
        if (execution.State.HasPendingManualAnswers(execution.Ordinal, effect.Key))
        {
            return (new EffectResult.Unclear(effect.Reason ?? "people are looking it up"), true);
        }
        switch (connector.Guarantee.Repetition)
        {
            case Repetition.Idempotent:
                return (await SendAgainAsync(execution, effect, connector, cancellationToken), true);
            case Repetition.Queryable:
                var asked = time.GetUtcNow();
                var found = await LookUpAsync(execution, effect, connector, cancellationToken);
                var settles = Settles(effect, connector.Guarantee)!.Value;
                // A look-up reports on this very call, so its answer is certain, even when it says no.
                return found is not EffectResult.NotFound ? (found, found is not EffectResult.Refused)
                    : asked < settles ? (new EffectResult.Unclear("not found yet"), true)
                    // The destination never received it and no longer can, so this is the only attempt.
                    : (await SendAgainAsync(execution, effect, connector, cancellationToken), false);
            default:
                return (new EffectResult.Unclear(effect.Reason ?? "the process ended between the call and its outcome"), true);
        }
    }

    /// <summary>A store that was restored may have forgotten an earlier attempt under the same key.</summary>
    private async Task<EffectResult> SendFirstAsync(
        ActionExecution execution,
        EffectState effect,
        IConnector connector,
        CancellationToken cancellationToken
    )
    {
        if (restored.MayHaveForgotten && connector.Guarantee.Repetition == Repetition.Neither)
        {
            return new EffectResult.Unclear("the store was restored from a backup, and may have forgotten that it was done");
        }
        // A destination that knows keys answers a repeated one as it did before.
        return
            restored.MayHaveForgotten
            && connector.Guarantee.Repetition == Repetition.Queryable
            && await LookUpAsync(execution, effect, connector, cancellationToken) is not EffectResult.NotFound and var known
            ? known
            : await SendAsync(execution, effect, connector, cancellationToken);
    }

    private async Task<EffectResult> LookUpAsync(
        ActionExecution execution,
        EffectState effect,
        IConnector connector,
        CancellationToken cancellationToken
    )
    {
        var call = Call(execution, effect);
        return Checked(call, effect, await connector.LookUpAsync(call, cancellationToken));
    }

    /// <summary>The attempt is on record before it is made, so that the time to look it up counts from here.</summary>
    private async Task<EffectResult> SendAgainAsync(
        ActionExecution execution,
        EffectState effect,
        IConnector connector,
        CancellationToken cancellationToken
    )
    {
        var intended = new EffectIntended(execution.Ordinal, effect.Key, effect.Attempt + 1);
        var changed = await journal.ChangeAsync(
            execution.State.Id,
            current =>
                new(
                    current.Action(execution.Ordinal).LastChangedVersion == execution.Action.LastChangedVersion
                    && !current.HasPendingManualAnswers(execution.Ordinal, effect.Key)
                        ? [intended]
                        : []
                ),
            cancellationToken,
            NextWork.Execution
        );
        // Two hosts may intend the same attempt: whoever has it on record makes it.
        if (!changed.IsAppended)
        {
            return new EffectResult.Unclear("somebody else reconciles it");
        }
        execution.ContinueFrom(changed.State);
        var again = changed.State.Action(execution.Ordinal).Effects.First(current => current.Key == effect.Key);
        return await SendAsync(execution, again, connector, cancellationToken);
    }

    private async Task<EffectResult> SendAsync(
        ActionExecution execution,
        EffectState effect,
        IConnector connector,
        CancellationToken cancellationToken
    )
    {
        var call = Call(execution, effect);
        var bulkhead = connectors.BulkheadOf(connector.Name);
        return await bulkhead.RunAsync(
            async () =>
                IsTooLate(effect, connector.Guarantee)
                    ? new EffectResult.NotSent("this host stood still before it could make the call")
                    : Checked(call, effect, await connector.ExecuteAsync(call, cancellationToken)),
            () => new EffectResult.NotSent(bulkhead.Full),
            cancellationToken
        );
    }

    /// <summary>When a call that is not found will not happen any more.</summary>
    private DateTimeOffset? Settles(EffectState effect, ConnectorGuarantee guarantee) =>
        effect.IntendedAt + SendWithin + guarantee.MaxProcessingTime;

    /// <summary>
    /// A destination that knows keys answers the second of two calls as it did the first: it needs no such care.
    /// </summary>
    private bool IsTooLate(EffectState effect, ConnectorGuarantee guarantee) =>
        guarantee.Repetition != Repetition.Idempotent && time.GetUtcNow() >= effect.IntendedAt + SendWithin;

    /// <summary>
    /// A call is made this soon after it was intended, or not at all: a host that stood still in between may meanwhile have been
    /// replaced by another one, which has looked the call up, found nothing and made it itself. After a restore each call is
    /// looked up first, which takes its time.
    /// </summary>
    private TimeSpan SendWithin => TimeSpan.FromSeconds(restored.MayHaveForgotten ? 15 : 2);

    private static EffectCall Call(ActionExecution execution, EffectState effect)
    {
        var arguments = EffectSealing.Fill(effect.Effect.Arguments, activity => execution.OutputOf(activity));
        var precondition = EffectSealing
            .Fill(
                new() { ["version"] = (effect.Precondition ?? effect.Effect.Precondition)?.DeepClone() },
                activity => execution.OutputOf(activity)
            )["version"]
            ?.ToString();
        return new(effect.Effect.Operation, arguments, effect.Key, precondition);
    }

    /// <summary>Turns a success into Unclear when its output contradicts it, such as by naming another amount.</summary>
    private EffectResult Checked(EffectCall call, EffectState effect, EffectResult result)
    {
        var output = result switch
        {
            EffectResult.Done done => done.Output,
            EffectResult.Accepted accepted => accepted.Output,
            _ => null,
        };
        return
            output is not null
            && connectors.Operation(effect.Effect.Connector, call.Operation) is { Success: { } success } operation
            && OutsideAnswer.GetFailureReason(
                operation with
                {
                    Success = success with { StateRequired = false, Names = null },
                },
                call,
                output
            )
                is { } doubt
            ? new EffectResult.Unclear(doubt)
            : result;
    }
}
