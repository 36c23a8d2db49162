using System.Text.Json.Nodes;

namespace Agentic.Orchestration.Connectors;

/// <param name="Key">Sent as the idempotency key.</param>
/// <param name="Precondition">Version of the object that was approved, sent as If-Match where the destination knows it.</param>
public sealed record EffectCall(string Operation, JsonObject Arguments, string Key, string? Precondition);
