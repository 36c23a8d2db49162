using System.Text.Json.Nodes;

namespace Agentic.Orchestration.Api.Desk;

public sealed record EvidenceView(string Name, JsonNode? Value, string Source, DateTimeOffset ReadAt);
