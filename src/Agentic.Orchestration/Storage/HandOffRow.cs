namespace Agentic.Orchestration.Storage;

public sealed record HandOffRow(string Id, string RequestId, string Status, string Topic, DateTimeOffset DueAt);
