namespace Agentic.Orchestration.Monitoring;

public sealed record MapRun(string Id, string Sentence, bool Stuck, DateTimeOffset Since);
