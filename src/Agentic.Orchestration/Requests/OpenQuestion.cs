namespace Agentic.Orchestration.Requests;

/// <param name="Ordinal">The action that it is about; null for the planner.</param>
/// <param name="By">The employee who asks; null for the run or the planner.</param>
/// <param name="Step">The step of the run that asks; null for others, and in journals from before steps were told
/// apart.</param>
public sealed record OpenQuestion(string Text, int? Ordinal, string? By = null, int? Step = null)
{
    /// <summary>Whether a run asks, and not a person or the planner.</summary>
    public bool IsByRun => Ordinal is not null && By is null;

    public string? Id => IsByRun ? $"{Ordinal}/{Step ?? 0}" : null;
}
