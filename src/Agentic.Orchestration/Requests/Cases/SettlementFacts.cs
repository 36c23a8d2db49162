using Agentic.Contracts;
using Agentic.Orchestration.Packs;

namespace Agentic.Orchestration.Requests.Cases;

/// <summary>What it means that an accepted effect was settled, whether the destination told by itself or was asked.</summary>
internal static class SettlementFacts
{
    /// <param name="told">Who said so, for the journal.</param>
    public static IEnumerable<JournalEvent> Of(
        Pack pack,
        RequestState state,
        ActionState action,
        EffectState effect,
        EffectStatus becomes,
        string told,
        DateTimeOffset now
    )
    {
        yield return new EffectSettled(action.Ordinal, effect.Key, becomes, effect.Reference, effect.Output, told);
        foreach (
            var question in state.HandOffs.Where(handOff =>
                handOff is { IsOpen: true, Topic: HandOffTopics.NotSettled } && handOff.AsksAbout(action.Ordinal, effect.Key)
            )
        )
        {
            yield return new HandOffResolved(question.Id, "agentic", "completed", told);
        }
        if (becomes == EffectStatus.Returned)
        {
            // Done is done for the automaton; where the money goes now is for a person to find out.
            yield return HandOffFactory.Make(
                pack,
                state,
                HandOffTopics.ReturnedMoney,
                HandOffReasons.CameBack(effect.Reference ?? effect.Key),
                now,
                action.Ordinal,
                parks: !state.IsWithPerson
            );
        }
    }
}
