using Agentic.Orchestration.Planning.Offline;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Agentic.Orchestration.Planning;

public static class PlanningDoor
{
    /// <summary>Section <c>Planning</c> holds the budgets. The planner is the offline one unless another <see cref="IChatClient"/> is registered first.</summary>
    public static IServiceCollection AddPlanning(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(configuration.GetSection("Planning").Get<PlanningOptions>() ?? new());
        services.TryAddSingleton<IChatClient, OfflineChatClient>();
        services.TryAddKeyedSingleton<IChatClient, OfflineChatClient>(Reviewer.Role);
        return services.AddSingleton<Reviewer>().AddSingleton<PlanProposal>().AddSingleton<RequestPlanner>();
    }
}
