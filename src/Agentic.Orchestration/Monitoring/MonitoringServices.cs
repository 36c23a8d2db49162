using Microsoft.Extensions.DependencyInjection;

namespace Agentic.Orchestration.Monitoring;

public static class MonitoringServices
{
    public static IServiceCollection AddMonitoring(this IServiceCollection services) =>
        services.AddSingleton<RunCommands>().AddSingleton<WorkflowMeter>().AddSingleton<ProcessMap>();
}
