namespace Agentic.Orchestration.Storage;

public sealed record RunRow(
    string Id,
    string RequestId,
    int Ordinal,
    string Workflow,
    string Hash,
    string Status,
    DateTimeOffset UpdatedAt
);
