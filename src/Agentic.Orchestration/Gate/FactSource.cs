namespace Agentic.Orchestration.Gate;

internal sealed record FactSource(string Source, DateTimeOffset ReadAt);
