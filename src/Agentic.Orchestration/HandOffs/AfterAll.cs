using Agentic.Contracts;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Requests;

namespace Agentic.Orchestration.HandOffs;

/// <summary>It was taken for not carried out or for returned, and the outside system says that it has happened after all.</summary>
internal static class AfterAll
{
    public static HandedOff Make(Pack pack, RequestState state, int ordinal, EffectState effect, DateTimeOffset now) => HandOffFactory.Make(
        pack, state, HandOffState.ReturnedMoney, HandOffReasons.CreditedAfterAll(effect.Reference ?? effect.Key), now, ordinal, parks: !state.IsParked);
}
