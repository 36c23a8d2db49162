using Agentic.Engine.Definitions;
using Agentic.Orchestration.Connectors;
using Agentic.Orchestration.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Agentic.Orchestration.Packs;

public static class PackServices
{
    /// <summary>
    /// <c>Packs:Path</c>: the folder with one folder per pack. Default <c>workflows</c> beside the program.
    /// <c>Packs:Default</c>: the pack that speaks for a request before its actions are known. Default: the first by name.
    /// </summary>
    public static IServiceCollection AddPacks(this IServiceCollection services, IConfiguration configuration)
    {
        var path = configuration["Packs:Path"] ?? Path.Combine(AppContext.BaseDirectory, "workflows");
        services.AddSingleton<WorkflowVersions>().AddHostedService(provider => provider.GetRequiredService<WorkflowVersions>());
        return services
            .AddSingleton<Suspensions>()
            .AddSingleton<IRemembered>(provider => provider.GetRequiredService<Suspensions>())
            .AddSingleton(provider =>
                Load(
                    path,
                    configuration["Packs:Default"],
                    provider.GetRequiredService<ConnectorRegistry>(),
                    provider.GetRequiredService<ActivityCatalogue>(),
                    [.. provider.GetServices<IPackExtension>()]
                )
            );
    }

    /// <exception cref="InvalidOperationException">A pack has problems; the message lists them all.</exception>
    private static PackRegistry Load(
        string path,
        string? preferred,
        ConnectorRegistry connectors,
        ActivityCatalogue activities,
        IReadOnlyList<IPackExtension> extensions
    )
    {
        var loaded = (Directory.Exists(path) ? Directory.GetDirectories(path) : [])
            .Where(folder => File.Exists(Path.Combine(folder, "pack.yaml")))
            .Order(StringComparer.Ordinal)
            .Select(folder => PackLoader.Load(folder, connectors.Operations, activities, extensions))
            .ToArray();
        var problems = loaded.SelectMany(result => result.Problems).ToArray();
        return problems.Length == 0
            ? new(loaded.Select(result => result.Pack!), preferred)
            : throw new InvalidOperationException(
                $"Packs:Path {path} holds a pack that cannot run:\n"
                    + string.Join('\n', problems.Select(problem => "  " + problem))
            );
    }
}
