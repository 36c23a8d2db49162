using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Agentic.Orchestration.Connectors;

public static class ConnectorServices
{
    /// <summary>
    /// Every registered <see cref="IConnector"/>, by its name. <c>Execution:CallsPerDestination</c>: how many calls to each
    /// may be under way at once on this host; default 32.
    /// </summary>
    public static IServiceCollection AddConnectors(this IServiceCollection services, IConfiguration configuration)
    {
        var calls = configuration.GetValue("Execution:CallsPerDestination", ConnectorRegistry.DefaultCalls);
        return calls > 0
            ? services.AddSingleton(provider => new ConnectorRegistry(provider.GetServices<IConnector>(), calls))
            : throw new InvalidOperationException("Execution:CallsPerDestination must be at least 1.");
    }
}
