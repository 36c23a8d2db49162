namespace Agentic.Orchestration.Api.Customers;

/// <param name="PlanVersion">The plan that the writer sees; without it, words confirm the first version only.</param>
/// <param name="Question">The <c>id</c> of the question that it answers, where several are open.</param>
public sealed record WriteMessage(string Text, int? PlanVersion = null, string? Question = null);
