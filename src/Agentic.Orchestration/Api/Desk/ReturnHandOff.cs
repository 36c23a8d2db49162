namespace Agentic.Orchestration.Api.Desk;

public sealed record ReturnHandOff(string Note);
