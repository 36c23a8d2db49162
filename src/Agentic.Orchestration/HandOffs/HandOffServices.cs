using Microsoft.Extensions.DependencyInjection;

namespace Agentic.Orchestration.HandOffs;

public static class HandOffServices
{
    public static IServiceCollection AddHandOffs(this IServiceCollection services) =>
        services.AddSingleton<CustomerContextReader>().AddSingleton<HandOffCommands>().AddSingleton<HandOffProposal>();
}
