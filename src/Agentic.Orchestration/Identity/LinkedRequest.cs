namespace Agentic.Orchestration.Identity;

public sealed record LinkedRequest(string Id, string CustomerId);
