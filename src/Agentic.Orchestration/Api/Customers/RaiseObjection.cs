namespace Agentic.Orchestration.Api.Customers;

public sealed record RaiseObjection(string? Text = null);
