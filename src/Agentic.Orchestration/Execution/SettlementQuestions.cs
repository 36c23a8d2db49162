using Agentic.Contracts;
using Agentic.Orchestration.Connectors;
using Agentic.Orchestration.HandOffs;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.OutsideEvents;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Requests;

namespace Agentic.Orchestration.Execution;

/// <summary>
/// Money that was instructed and of which nothing was heard: the destination is asked, a human is told once, and it is
/// asked again each day until it has settled. An event that comes meanwhile ends it as well.
/// </summary>
internal sealed class SettlementQuestions(RequestJournal journal, ConnectorRegistry connectors, PackRegistry packs, TimeProvider time)
{
    private static readonly TimeSpan Again = TimeSpan.FromDays(1);

    public async Task AskAsync(RequestState state, ActionState action, CancellationToken cancellationToken)
    {
        var effect = action.Effects.Where(effect => effect.Status == EffectStatus.Accepted).MinBy(effect => effect.AskAt ?? DateTimeOffset.MaxValue)!;
        var connector = connectors[effect.Effect.Connector];
        var became = effect.Reference is { } reference ? await connector.AskSettlementAsync(reference, cancellationToken) : null;
        await journal.UpdateAsync(
            state.Id,
            current =>
            {
                var then = current.Action(action.Ordinal);
                // Told meanwhile, or asked by another host.
                return then.Effects.First(other => other.Key == effect.Key) is not { Status: EffectStatus.Accepted } known || known.AskAt != effect.AskAt ? []
                    : became is { } status ? [.. SettlementFacts.Of(packs[current.Pack], current, then, known, status, $"{connector.Name}: asked", time.GetUtcNow())]
                    : [.. Open(current, then, known)];
            },
            cancellationToken,
            NextWork.Execution);
    }

    private IEnumerable<JournalEvent> Open(RequestState state, ActionState action, EffectState effect)
    {
        var now = time.GetUtcNow();
        yield return new SettlementAsked(action.Ordinal, effect.Key, now + Again);
        if (!state.HandOffs.Any(handOff => handOff.Topic == HandOffState.NotSettled && handOff.Ordinal == action.Ordinal))
        {
            yield return HandOffFactory.Make(packs[state.Pack], state, HandOffState.NotSettled, HandOffReasons.NotSettled(effect.Effect.Operation, effect.Reference), now, action.Ordinal, parks: false);
        }
    }
}
