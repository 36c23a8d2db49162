using System.Security.Cryptography;
using System.Text;
using Agentic.Contracts;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Requests;

namespace Agentic.Orchestration.Gate;

/// <summary>
/// Which of the runs that needed no human are looked at afterwards. Drawn from the run's id, so that a restart draws
/// the same.
/// </summary>
internal static class Sampling
{
    public static bool IsDue(RequestState state, ActionState action, CatalogueAction catalogue) =>
        catalogue.SamplePercent > 0
        && action.IsPermitted
        && state.Approvals.All(approval => approval.Asked.Ordinal != action.Ordinal)
        && state.HandOffs.All(handOff => handOff.Topic != HandOffTopics.Sample || handOff.Ordinal != action.Ordinal)
        && BitConverter.ToUInt32(SHA256.HashData(Encoding.ASCII.GetBytes(Ids.Run(state.Id, action.Ordinal)))) % 100
            < catalogue.SamplePercent;
}
