namespace Agentic.Orchestration.Api;

public sealed record DemoPerson(string User, string Name, string Role);
