using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Orchestration.Connectors;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Requests.Cases;
using Agentic.Orchestration.Storage;

namespace Agentic.Orchestration.OutsideEvents;

/// <summary>
/// Brings an outside event to the requests that it is about, once each: a step that waits goes on, an accepted effect
/// is settled.
/// </summary>
internal sealed class EventDelivery(
    RequestJournal journal,
    IRequestIndex requestIndex,
    ConnectorRegistry connectors,
    PackRegistry packs,
    TimeProvider time
)
{
    /// <returns>How many requests it is about; 0 when nothing is known under its key yet.</returns>
    /// <exception cref="EventIdReusedException">The id was used for another event.</exception>
    public async Task<int> DeliverAsync(OutsideEventReceived reported, byte[] body, CancellationToken cancellationToken)
    {
        var requests = await requestIndex.ListByEventKeyAsync(reported.Key, cancellationToken);
        var hash = Convert.ToHexStringLower(SHA256.HashData(body));
        foreach (var requestId in requests)
        {
            var used = new IdempotencyRow($"event:{reported.Source}", $"{reported.EventId}/{requestId}", hash, requestId);
            var (_, conflict) = await journal.UpdateAsync(
                requestId,
                current => Receive(current, reported),
                cancellationToken,
                idempotency: used
            );
            if (conflict is AppendConflict.IdempotencyKeyUsed known && known.BodyHash != hash)
            {
                throw new EventIdReusedException(reported.EventId);
            }
        }
        return requests.Count;
    }

    /// <summary>
    /// The event, what it settles, and whether that uses it up. What nobody uses up becomes a case (<see
    /// cref="CaseRules"/>).
    /// </summary>
    private List<JournalEvent> Receive(RequestState state, OutsideEventReceived reported)
    {
        var events = new List<JournalEvent> { reported };
        if (EventCorrelation.IsAboutSomethingElse(state, reported))
        {
            return events;
        }
        if (connectors.Find(reported.Source)?.Settles(reported.Type) is { } becomes)
        {
            foreach (
                var (action, effect) in state
                    .Actions.SelectMany(action => action.Effects.Select(effect => (action, effect)))
                    .Where(one => one.effect.Reference == reported.Key && one.effect.Effect.Connector == reported.Source)
            )
            {
                if (Settle(state, action, effect, becomes, reported) is { } settled)
                {
                    events.AddRange([.. settled, new OutsideEventTaken(reported.Source, reported.EventId, action.Ordinal)]);
                    return events;
                }
            }
        }
        // The same report once more, under another id, while nobody waits for a second one: it says nothing new.
        // One that goes back to what was said before the last is a correction again.
        var last = state.OutsideEvents.LastOrDefault(earlier =>
            (earlier.Event.Source, earlier.Event.Type, earlier.Event.Key) == (reported.Source, reported.Type, reported.Key)
        );
        if (
            last is { Taken: { } taken }
            && JsonNode.DeepEquals(last.Event.Data, reported.Data)
            && !state.Actions.Any(action =>
                action.Run?.Open.Any(step => step.Waiting is { For: "event" } wait && NextWork.Fits(wait, reported)) == true
            )
        )
        {
            events.Add(new OutsideEventTaken(reported.Source, reported.EventId, taken.Ordinal));
        }
        return events;
    }

    /// <summary>Settles one effect by what its own destination reports about it.</summary>
    /// <returns>Null when it contradicts what is known in a way that a person has to look at; empty when it only
    /// repeats it.</returns>
    private IReadOnlyList<JournalEvent>? Settle(
        RequestState state,
        ActionState action,
        EffectState effect,
        EffectStatus becomes,
        OutsideEventReceived reported
    )
    {
        var pack = packs[state.Pack];
        if (EventCorrelation.NamesAnotherAmount(effect, reported))
        {
            return null;
        }
        if (effect.Status == becomes)
        {
            return [];
        }
        if (effect.Status == EffectStatus.Returned && becomes == EffectStatus.Done)
        {
            // Somebody said that it came back, and it has arrived after all: whoever pays it anew has to know, once.
            var contradiction = ReconciliationConflict.Make(
                pack,
                state,
                action.Ordinal,
                effect,
                happened: true,
                time.GetUtcNow()
            );
            return state.HandOffs.Any(handOff =>
                handOff.Topic == contradiction.Topic
                && handOff.Ordinal == action.Ordinal
                && handOff.Reason == contradiction.Reason
            )
                ? []
                : [contradiction];
        }
        return (becomes == EffectStatus.Returned ? effect.Happened : effect.Status == EffectStatus.Accepted)
            ?
            [
                .. SettlementFacts.Of(
                    pack,
                    state,
                    action,
                    effect,
                    becomes,
                    $"{reported.Source}: {reported.Type}",
                    time.GetUtcNow()
                ),
            ]
            : null;
    }
}
