namespace Agentic.Orchestration.Api.Customers;

public sealed record AskForPerson(string? Reason = null);
