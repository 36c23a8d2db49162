using Agentic.Contracts;
using Agentic.Orchestration.Packs;

namespace Agentic.Orchestration.Requests.Cases;

/// <summary>The outside system says something else of an effect than what people said and the journal holds.</summary>
internal static class ReconciliationConflict
{
    /// <returns>True when it happened after all, false when it did not; null when the two do not contradict each
    /// other.</returns>
    public static bool? Between(EffectStatus known, EffectStatus answered) =>
        (known, answered) switch
        {
            (EffectStatus.Refused or EffectStatus.Returned, EffectStatus.Done or EffectStatus.Accepted) => true,
            (EffectStatus.Done, EffectStatus.Refused) => false,
            _ => null,
        };

    public static HandedOff Make(
        Pack pack,
        RequestState state,
        int ordinal,
        EffectState effect,
        bool happened,
        DateTimeOffset now
    )
    {
        var key = effect.Reference ?? effect.Key;
        return HandOffFactory.Make(
            pack,
            state,
            HandOffTopics.ReturnedMoney,
            happened ? HandOffReasons.HappenedAfterAll(key) : HandOffReasons.NotAfterAll(key),
            now,
            ordinal,
            parks: !state.IsWithPerson
        );
    }
}
