namespace Agentic.Orchestration.Storage;

/// <summary>Runs that have not ended, by the workflow version that they are pinned to.</summary>
public sealed record OpenWorkflowRow(string Workflow, string Hash, long Runs);
