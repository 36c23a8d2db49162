using System.Text.Json.Nodes;
using Agentic.Contracts;

namespace Agentic.Orchestration.Approvals;

public sealed record MakeDecision(string Seal, DecisionKind Decision, JsonObject? Arguments = null, string? Reason = null);
