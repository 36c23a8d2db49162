namespace Agentic.Orchestration.Storage;

/// <summary>Runs of workflows and the definitions that they are pinned to. Appends write them.</summary>
public interface IRunStore
{
    Task<IReadOnlyList<RunRow>> ListAsync(
        string? status,
        string? workflow,
        string? after,
        int limit,
        CancellationToken cancellationToken
    );

    Task<IReadOnlyList<OpenWorkflowRow>> CountOpenAsync(CancellationToken cancellationToken);

    Task<DefinitionRow?> FindDefinitionAsync(string hash, CancellationToken cancellationToken);
}
