using Agentic.Contracts;
using Agentic.Orchestration.Connectors;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Requests.Cases;
using Microsoft.Extensions.Logging;

namespace Agentic.Orchestration.Execution;

/// <summary>
/// Asks the destination for the outcome of an accepted effect, such as an instructed payment, that it has not reported. It
/// asks again daily until the effect has settled, by an answer or an event, and keeps one hand-off open meanwhile. A
/// destination that does not answer is asked hourly, and a human is told only after a day of that.
/// </summary>
internal sealed class SettlementPolling(
    RequestJournal journal,
    ConnectorRegistry connectors,
    PackRegistry packs,
    TimeProvider time,
    ILogger<SettlementPolling> log
)
{
    /// <summary>Questions about one effect, answered or not, after which silence is handed to a human.</summary>
    private const int Patience = 24;
    private static readonly TimeSpan Daily = TimeSpan.FromDays(1),
        Soon = TimeSpan.FromHours(1);

    public async Task AskAsync(RequestState state, ActionState action, CancellationToken cancellationToken)
    {
        var effect = action
            .Effects.Where(effect => effect.Status == EffectStatus.Accepted)
            .MinBy(effect => effect.AskAt ?? DateTimeOffset.MaxValue)!;
        var answer = await AskAsync(state, effect, cancellationToken);
        await journal.UpdateAsync(
            state.Id,
            current =>
            {
                var then = current.Action(action.Ordinal);
                // The effect may have settled, or been asked about, since the state was read.
                var known = then.Effects.First(other => other.Key == effect.Key);
                var saidByPeople = current.WasReconciledManually(action.Ordinal, effect.Key);
                return saidByPeople && known.Status == EffectStatus.Returned && answer == Settlement.Done
                        ?
                        [
                            ReconciliationConflict.Make(
                                packs[current.Pack],
                                current,
                                action.Ordinal,
                                known,
                                happened: true,
                                time.GetUtcNow()
                            ),
                        ]
                    : saidByPeople && known.Status == EffectStatus.Done && answer == Settlement.Returned
                        ?
                        [
                            .. SettlementFacts.Of(
                                packs[current.Pack],
                                current,
                                then,
                                known,
                                EffectStatus.Returned,
                                $"{known.Effect.Connector}: asked",
                                time.GetUtcNow()
                            ),
                        ]
                    : known.Status != EffectStatus.Accepted || known.AskAt != effect.AskAt ? []
                    : answer is Settlement.Done or Settlement.Returned
                        ?
                        [
                            .. SettlementFacts.Of(
                                packs[current.Pack],
                                current,
                                then,
                                known,
                                answer == Settlement.Done ? EffectStatus.Done : EffectStatus.Returned,
                                $"{known.Effect.Connector}: asked",
                                time.GetUtcNow()
                            ),
                        ]
                    : [.. Open(current, then, known, answer)];
            },
            cancellationToken,
            NextWork.Execution
        );
    }

    /// <summary>
    /// Whatever goes wrong with asking says nothing about the money, and the next question is set all the same.
    /// </summary>
    private async Task<Settlement> AskAsync(RequestState state, EffectState effect, CancellationToken cancellationToken)
    {
        try
        {
            return effect.Reference is not { } reference ? Settlement.Unknown
                : connectors.Find(effect.Effect.Connector) is { } connector
                    ? await connector.AskSettlementAsync(reference, cancellationToken)
                : Settlement.Unavailable;
        }
        catch (Exception failed) when (!cancellationToken.IsCancellationRequested)
        {
            ExecutionLog.SettlementNotAsked(log, failed, state.Id, effect.Key);
            return Settlement.Unavailable;
        }
    }

    private IEnumerable<JournalEvent> Open(RequestState state, ActionState action, EffectState effect, Settlement answer)
    {
        var now = time.GetUtcNow();
        yield return new SettlementAsked(action.Ordinal, effect.Key, now + (answer == Settlement.Unavailable ? Soon : Daily));
        if (
            (answer != Settlement.Unavailable || effect.Asked + 1 >= Patience)
            && !state.HandOffs.Any(handOff =>
                handOff is { IsOpen: true, Topic: HandOffTopics.NotSettled } && handOff.AsksAbout(action.Ordinal, effect.Key)
            )
        )
        {
            yield return HandOffFactory.Make(
                packs[state.Pack],
                state,
                HandOffTopics.NotSettled,
                HandOffReasons.NotSettled(effect.Reference ?? effect.Key, answer == Settlement.Unknown),
                now,
                action.Ordinal,
                parks: false,
                effect.Key
            );
        }
    }
}
