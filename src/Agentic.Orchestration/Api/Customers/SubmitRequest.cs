namespace Agentic.Orchestration.Api.Customers;

public sealed record SubmitRequest(string Text, string? Locale = null, string? CustomerId = null);
