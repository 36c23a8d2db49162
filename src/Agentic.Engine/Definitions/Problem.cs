namespace Agentic.Engine.Definitions;

/// <summary>Something that makes a pack or a workflow unusable, with what its author needs to mend it.</summary>
/// <param name="File">Name of the file within its pack.</param>
/// <param name="At">The path, activity or key.</param>
/// <param name="Line">From 1; null where the file has no such place.</param>
/// <param name="Column">From 1.</param>
public sealed record Problem(string File, string At, string Reason, int? Line = null, int? Column = null)
{
    public override string ToString() =>
        Line is null ? $"{File}: {At}: {Reason}" : $"{File}: {At} (line {Line}, column {Column}): {Reason}";
}
