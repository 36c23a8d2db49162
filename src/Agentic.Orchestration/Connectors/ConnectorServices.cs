using Microsoft.Extensions.DependencyInjection;

namespace Agentic.Orchestration.Connectors;

public static class ConnectorServices
{
    /// <summary>Every registered <see cref="IConnector"/>, by its name.</summary>
    public static IServiceCollection AddConnectors(this IServiceCollection services) =>
        services.AddSingleton(provider => new ConnectorRegistry(provider.GetServices<IConnector>()));
}
