namespace Agentic.Orchestration.Policies;

/// <summary>For <c>Agentic.Decide</c>: the first row that holds names the outcome.</summary>
public sealed record DecisionTable(IReadOnlyList<(Condition When, string Outcome)> Rows, string Otherwise);
