using Agentic.Host;
using Agentic.Orchestration.Connectors;
using Agentic.Orchestration.Connectors.File;
using Agentic.Orchestration.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Agentic.Lab.Bench;

/// <summary>The product in one process with the reference pack: planner is a function, the outside world a file.</summary>
internal static class BenchServer
{
    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        var folder =
            Environment.GetEnvironmentVariable("BENCH_FOLDER")
            ?? throw new InvalidOperationException("BENCH_FOLDER is not set: start this through 'bench'.");
        await using var app = AgenticHost.Build(
            [],
            builder =>
            {
                builder.Configuration.AddInMemoryCollection([
                    new("Packs:Path", Path.Combine(AppContext.BaseDirectory, "bench")),
                ]);
                builder.Logging.SetMinimumLevel(LogLevel.Warning);
                builder.Services.AddSingleton<IConnector>(new FileConnector(Path.Combine(folder, "outside.txt")));
                builder.Services.AddSingleton<IChatClient, BenchPlanner>();
            }
        );
        app.MapGet(
                "/bench/figures",
                (IStatisticsStore statistics, CancellationToken token) => statistics.ReadFiguresAsync(token)
            )
            .AllowAnonymous();
        await app.StartAsync(cancellationToken);
        await app.WaitForShutdownAsync(cancellationToken);
    }
}
