namespace Agentic.Orchestration.Api.Customers;

public sealed record ConfirmPlan(int PlanVersion, bool Accepted);
