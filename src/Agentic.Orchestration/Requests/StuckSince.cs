namespace Agentic.Orchestration.Requests;

public sealed record StuckSince(string Step, DateTimeOffset Since);
