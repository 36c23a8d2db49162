using Agentic.Orchestration.Agents.Offline;
using Agentic.Orchestration.Packs;
using Microsoft.Agents.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Agentic.Orchestration.Agents;

/// <summary>Says at start what a planner could not do with the packs of this host.</summary>
internal sealed class PlannerCheck(
    PackRegistry packs,
    [FromKeyedServices(AgentRoles.Planner)] AIAgent agent,
    ILogger<PlannerCheck> log
) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var pack in packs.All.Where(pack => AgentFactory.IsOffline(agent) && !HasVocabulary(pack)))
        {
            PlanningLog.NeedsModel(log, pack.Name);
        }
        foreach (var (action, names) in PlannerCatalogue.Overlaps(packs.All))
        {
            PlanningLog.Overlap(log, action, string.Join(", ", names));
        }
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public static bool HasVocabulary(Pack pack) => pack.Extension<IOfflineVocabulary>() is not null;
}
