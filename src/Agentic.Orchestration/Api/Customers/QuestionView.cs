namespace Agentic.Orchestration.Api.Customers;

/// <summary>A question that waits for the customer's answer.</summary>
/// <param name="Id">What a message names to answer this one and no other; null for the planner's or an employee's,
/// which words answer anyway.</param>
public sealed record QuestionView(string? Id, string Text);
