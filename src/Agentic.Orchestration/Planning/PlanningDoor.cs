using Agentic.Orchestration.Planning.Offline;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Agentic.Orchestration.Planning;

public static class PlanningDoor
{
    /// <summary>Section <c>Planning</c> holds the budgets. The planner is the offline one unless another <see cref="IChatClient"/> is registered first.</summary>
    public static IServiceCollection AddPlanning(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(configuration.GetSection("Planning").Get<PlanningOptions>() ?? new());
        if (services.All(service => service.ServiceType != typeof(IChatClient)))
        {
            services.AddSingleton<IChatClient, OfflineChatClient>();
        }
        return services.AddSingleton<PlanProposal>().AddSingleton<RequestPlanner>();
    }
}
