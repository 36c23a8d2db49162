using System.Text.Json.Nodes;
using Agentic.Contracts;

namespace Agentic.Orchestration.Requests;

public sealed record RecordedDecision(
    string By,
    DecisionKind Decision,
    string? Reason,
    DateTimeOffset At,
    JsonObject? Arguments
);
