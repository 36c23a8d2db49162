namespace Agentic.Engine.Definitions;

/// <summary>Why a pack file is refused: where it stands and what mends it.</summary>
/// <param name="At">Activity id, or the place in the file.</param>
public sealed record Problem(string File, string At, string Reason)
{
    public override string ToString() => $"{File}: {At}: {Reason}";
}

public sealed record DefinitionResult(WorkflowDefinition? Definition, IReadOnlyList<Problem> Problems);
