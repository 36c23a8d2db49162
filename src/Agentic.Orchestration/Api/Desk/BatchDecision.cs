namespace Agentic.Orchestration.Api.Desk;

public sealed record BatchDecision(string Id, string Seal);
