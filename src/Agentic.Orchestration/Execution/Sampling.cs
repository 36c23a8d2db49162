using System.Security.Cryptography;
using System.Text;
using Agentic.Contracts;
using Agentic.Orchestration.Requests;

namespace Agentic.Orchestration.Execution;

/// <summary>Which of the runs that needed no human are looked at afterwards. Drawn from the run's id, so that a restart draws the same.</summary>
internal static class Sampling
{
    public static bool IsDue(ActionWalk walk)
    {
        var action = walk.Action;
        return walk.Catalogue.SamplePercent > 0 && action.IsPermitted && walk.State.Approvals.All(approval => approval.Asked.Ordinal != action.Ordinal)
            && walk.State.HandOffs.All(handOff => handOff.Topic != HandOffState.Sample || handOff.Ordinal != action.Ordinal)
            && BitConverter.ToUInt32(SHA256.HashData(Encoding.ASCII.GetBytes(Ids.Run(walk.State.Id, action.Ordinal)))) % 100 < walk.Catalogue.SamplePercent;
    }
}
