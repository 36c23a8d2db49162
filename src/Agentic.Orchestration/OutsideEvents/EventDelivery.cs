using System.Security.Cryptography;
using Agentic.Contracts;
using Agentic.Orchestration.Connectors;
using Agentic.Orchestration.HandOffs;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Storage;

namespace Agentic.Orchestration.OutsideEvents;

/// <summary>Brings an outside event to the requests that it is about, once each: a step that waits goes on, an accepted effect is settled.</summary>
internal sealed class EventDelivery(RequestJournal journal, IStore store, ConnectorRegistry connectors, PackRegistry packs, TimeProvider time)
{
    /// <returns>How many requests it is about; 0 when nothing is known under its key yet.</returns>
    /// <exception cref="InvalidOperationException">The id was used for another event.</exception>
    public async Task<int> DeliverAsync(OutsideEventReceived reported, byte[] body, CancellationToken cancellationToken)
    {
        var requests = await store.RequestsOfEventKeyAsync(reported.Key, cancellationToken);
        var hash = Convert.ToHexStringLower(SHA256.HashData(body));
        foreach (var requestId in requests)
        {
            var used = new IdempotencyRow($"event:{reported.Source}", $"{reported.EventId}/{requestId}", hash, requestId);
            var (_, conflict) = await journal.UpdateAsync(requestId, current => [reported, .. Settle(current, reported)], cancellationToken, idempotency: used);
            if (conflict is AppendConflict.IdempotencyKeyUsed known && known.BodyHash != hash)
            {
                throw new InvalidOperationException($"Event id '{reported.EventId}' was used for another event.");
            }
        }
        return requests.Count;
    }

    /// <summary>A source speaks only of effects that went to it.</summary>
    private IEnumerable<JournalEvent> Settle(RequestState state, OutsideEventReceived reported)
    {
        if (connectors.Find(reported.Source)?.Settles(reported.Type) is not { } becomes)
        {
            yield break;
        }
        foreach (var action in state.Actions)
        {
            foreach (var effect in action.Effects.Where(effect => effect.Reference == reported.Key && effect.Effect.Connector == reported.Source && Applies(effect, becomes)))
            {
                if (effect.Status == EffectStatus.Returned)
                {
                    // Somebody said that it came back, and it has arrived after all: whoever pays it anew has to know.
                    yield return Contradiction.Make(packs[state.Pack], state, action.Ordinal, effect, happened: true, time.GetUtcNow());
                    continue;
                }
                foreach (var fact in SettlementFacts.Of(packs[state.Pack], state, action, effect, becomes, $"{reported.Source}: {reported.Type}", time.GetUtcNow()))
                {
                    yield return fact;
                }
            }
        }
    }

    private static bool Applies(EffectState effect, EffectStatus becomes) =>
        becomes == EffectStatus.Returned ? effect.Happened : effect.Status is EffectStatus.Accepted or EffectStatus.Returned;
}
