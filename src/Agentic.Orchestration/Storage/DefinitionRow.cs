namespace Agentic.Orchestration.Storage;

/// <param name="Hash">Content hash, to which runs are pinned.</param>
/// <param name="Source">The file's text.</param>
public sealed record DefinitionRow(string Hash, string Id, string File, string Source);
