namespace Agentic.Orchestration.Api.Customers;

public sealed record PlanView(int Version, bool Atomic, bool Confirmed, IReadOnlyList<ActionView> Actions);
