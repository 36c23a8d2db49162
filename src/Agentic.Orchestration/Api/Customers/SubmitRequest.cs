namespace Agentic.Orchestration.Api.Customers;

/// <param name="Pack">The business domain that the wish is for, by its pack's name; null when its words are to decide.</param>
public sealed record SubmitRequest(string Text, string? Locale = null, string? CustomerId = null, string? Pack = null);
