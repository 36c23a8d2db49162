namespace Agentic.Orchestration.Api.Customers;

/// <summary>A wish of another business domain that goes on in a request of its own.</summary>
/// <param name="Pack">The domain's name.</param>
public sealed record ReferredView(string Id, string Link, string Pack);
