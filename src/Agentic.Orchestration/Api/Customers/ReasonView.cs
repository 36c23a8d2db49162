namespace Agentic.Orchestration.Api.Customers;

public sealed record ReasonView(string? Rule, string Text);
