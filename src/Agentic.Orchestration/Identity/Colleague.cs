namespace Agentic.Orchestration.Identity;

public sealed record Colleague(string User, string Name);
