namespace Agentic.Engine.Checks;

/// <summary>Why one activity cannot run.</summary>
/// <param name="Input">Which of its inputs is wrong; null where it is the activity as a whole.</param>
public sealed record ActivityProblem(string Reason, string? Input = null);
