using Agentic.Engine.Definitions;
using Agentic.Orchestration.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Agentic.Orchestration.Packs;

/// <summary>
/// Finds the exact workflow that a run began with, in the packs of this host or in the store, which keeps the text of
/// each version with its first run. Versions that neither has are reported at start and in the cockpit.
/// </summary>
internal sealed partial class WorkflowVersions(
    PackRegistry packs,
    ActivityCatalogue activities,
    IRunStore runs,
    ILogger<WorkflowVersions> log
) : IHostedService
{
    public async Task<WorkflowDefinition?> FindAsync(string hash, CancellationToken cancellationToken)
    {
        if (packs.Workflow(hash) is { } known)
        {
            return known;
        }
        if (
            await runs.FindDefinitionAsync(hash, cancellationToken) is not { } row
            || DefinitionReader.Read(row.File, row.Source, activities).Definition is not { } read
            || read.Hash != hash
        )
        {
            return null;
        }
        packs.Remember(read);
        return read;
    }

    /// <summary>Runs that have not ended and that nobody here can carry on: their workflow's version is nowhere.</summary>
    public async Task<IReadOnlyList<OpenWorkflowRow>> ListStrandedAsync(CancellationToken cancellationToken)
    {
        var stranded = new List<OpenWorkflowRow>();
        foreach (var row in await runs.CountOpenAsync(cancellationToken))
        {
            if (await FindAsync(row.Hash, cancellationToken) is null)
            {
                stranded.Add(row);
            }
        }
        return stranded;
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var row in await ListStrandedAsync(cancellationToken))
        {
            Stranded(log, row.Runs, row.Workflow, row.Hash);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(
        8001,
        LogLevel.Warning,
        "{Runs} open runs of {Workflow} are pinned to version {Hash}, which neither the packs nor the store has: "
            + "deploy that file again, or finish them by hand"
    )]
    private static partial void Stranded(ILogger logger, long runs, string workflow, string hash);
}
