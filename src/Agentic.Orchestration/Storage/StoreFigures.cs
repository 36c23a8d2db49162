namespace Agentic.Orchestration.Storage;

/// <param name="Commits">Transactions made durable since start; with appends it shows how many share one.</param>
public sealed record StoreFigures(
    long Appends,
    long Commits,
    long Conflicts,
    long SizeBytes,
    IReadOnlyDictionary<string, long> RequestsByStatus,
    IReadOnlyDictionary<string, long> RunsByStatus
);
