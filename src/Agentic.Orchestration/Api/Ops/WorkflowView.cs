namespace Agentic.Orchestration.Api.Ops;

public sealed record WorkflowView(
    string Id,
    string Name,
    int Version,
    string Hash,
    string Pack,
    string Owner,
    IReadOnlyList<string> Activities
);
