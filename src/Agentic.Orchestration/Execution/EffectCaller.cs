using Agentic.Contracts;
using Agentic.Orchestration.Connectors;
using Agentic.Orchestration.Gate;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Requests.Cases;
using Microsoft.Extensions.Logging;

namespace Agentic.Orchestration.Execution;

/// <summary>
/// The only place that changes anything outside. What it may do when an answer is missing follows from what the
/// destination guarantees: send the same key again, look it up first, or leave it to a human.
/// </summary>
internal sealed class EffectCaller(
    ConnectorRegistry connectors,
    RequestJournal journal,
    ExecutionOptions options,
    TimeProvider time,
    ILogger<EffectCaller> log
)
{
    /// <summary>
    /// A call is made this soon after it was intended, or not at all: a host that stood still in between may meanwhile have been
    /// replaced by another one, which has looked the call up, found nothing and made it itself.
    /// </summary>
    private static readonly TimeSpan SendWithin = TimeSpan.FromSeconds(2);

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
            : (await SendAsync(execution, effect, connector, cancellationToken), effect.Unclear > 0);
        return Facts(
            execution,
            execution.State.Action(execution.Ordinal).Effects.FirstOrDefault(current => current.Key == effect.Key) ?? effect,
            connector.Guarantee,
            Doubted(result, inDoubt),
            resend
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
                var found = await LookUpAsync(execution, effect, connector, cancellationToken);
                var settles = Settles(effect, connector.Guarantee)!.Value;
                // A look-up reports on this very call, so its answer is certain, even when it says no.
                return found is not EffectResult.NotFound ? (found, found is not EffectResult.Refused)
                    : time.GetUtcNow() < settles ? (new EffectResult.Unclear("not found yet"), true)
                    // The destination never received it and no longer can, so this is the only attempt.
                    : (await SendAgainAsync(execution, effect, connector, cancellationToken), false);
            default:
                return (new EffectResult.Unclear(effect.Reason ?? "the process ended between the call and its outcome"), true);
        }
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
        var (after, _) = await journal.UpdateAsync(
            execution.State.Id,
            current =>
                current.Action(execution.Ordinal).LastChangedVersion == execution.Action.LastChangedVersion
                && !current.HasPendingManualAnswers(execution.Ordinal, effect.Key)
                    ? [intended]
                    : [],
            cancellationToken,
            NextWork.Execution
        );
        var again = after.Action(execution.Ordinal).Effects.First(current => current.Key == effect.Key);
        if (again.Attempt != intended.Attempt)
        {
            return new EffectResult.Unclear("somebody else reconciles it");
        }
        execution.ContinueFrom(after);
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
        return time.GetUtcNow() >= effect.IntendedAt + SendWithin
            ? new EffectResult.NotSent("this host stood still before it could make the call")
            : Checked(call, effect, await connector.ExecuteAsync(call, cancellationToken));
    }

    /// <summary>When a call that is not found will not happen any more.</summary>
    private static DateTimeOffset? Settles(EffectState effect, ConnectorGuarantee guarantee) =>
        effect.IntendedAt + SendWithin + guarantee.MaxProcessingTime;

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

    private IReadOnlyList<JournalEvent> Facts(
        ActionExecution execution,
        EffectState effect,
        ConnectorGuarantee guarantee,
        EffectResult result,
        bool resend
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
            case EffectResult.NotSent notSent when effect.Unclear == 0 && !resend:
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
                    now
                );
        }
    }

    private IReadOnlyList<JournalEvent> Unclear(
        ActionExecution execution,
        EffectState effect,
        ConnectorGuarantee guarantee,
        string reason,
        DateTimeOffset now
    )
    {
        var settles = Settles(effect, guarantee);
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
