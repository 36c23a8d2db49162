namespace Agentic.Orchestration.Api.Customers;

/// <param name="Name">Such as <c>order.status</c>.</param>
public sealed record FactView(string Name, string Source, DateTimeOffset ReadAt);
