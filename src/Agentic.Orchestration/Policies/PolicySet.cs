using System.Text.Json.Nodes;

namespace Agentic.Orchestration.Policies;

/// <param name="Hash">Content hash: the version.</param>
public sealed record PolicySet(
    string Hash,
    IReadOnlyDictionary<string, IReadOnlyList<Rule>> RuleSets,
    IReadOnlyDictionary<string, DecisionTable> Decisions,
    IReadOnlyDictionary<string, Limit> Limits,
    IReadOnlyDictionary<string, JsonNode?> WhenMissing
);
