namespace Agentic.Orchestration.Storage;

public sealed record IdempotencyRow(string Scope, string Key, string BodyHash, string RequestId);
