namespace Agentic.Orchestration.Api.Customers;

/// <summary>A question that waits for the customer's answer.</summary>
/// <param name="Id">A message that carries it answers this question and no other; null for a question of the planner or an
/// employee, which any message answers.</param>
public sealed record QuestionView(string? Id, string Text);
