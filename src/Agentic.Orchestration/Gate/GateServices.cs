using Microsoft.Extensions.DependencyInjection;

namespace Agentic.Orchestration.Gate;

public static class GateServices
{
    public static IServiceCollection AddGate(this IServiceCollection services) =>
        services
            .AddSingleton<ApprovalRights>()
            .AddSingleton<RoleHolders>()
            .AddHostedService(provider => provider.GetRequiredService<RoleHolders>())
            .AddSingleton<ConflictOfInterestCheck>()
            .AddSingleton<GateReader>()
            .AddSingleton<GateEvaluator>();
}
