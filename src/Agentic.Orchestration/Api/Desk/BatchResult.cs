namespace Agentic.Orchestration.Api.Desk;

public sealed record BatchResult(string Id, int Status, string? Detail);
