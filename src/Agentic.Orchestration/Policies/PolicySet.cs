using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Orchestration.Text;

namespace Agentic.Orchestration.Policies;

/// <param name="Hash">Content hash: the version.</param>
public sealed record PolicySet(
    string Hash, IReadOnlyDictionary<string, IReadOnlyList<Rule>> RuleSets, IReadOnlyDictionary<string, DecisionTable> Decisions,
    IReadOnlyDictionary<string, Limit> Limits, IReadOnlyDictionary<string, JsonNode?> WhenMissing);

/// <param name="Conceal">The refusal shows nothing of what was read: a foreign object looks like a missing one.</param>
/// <param name="AutomationOnly">An employee may ask for it all the same; then others approve it.</param>
/// <param name="Observe">Journalled, but decides nothing yet.</param>
public sealed record Rule(string Id, Condition When, GateOutcome Outcome, LocalText Staff, LocalText Customer, ApprovalDemand? Approval, LocalText? Instead, bool Observe, bool Conceal = false, bool AutomationOnly = false);

/// <summary>For <c>Agentic.Decide</c>: the first row that holds names the outcome.</summary>
public sealed record DecisionTable(IReadOnlyList<(Condition When, string Outcome)> Rows, string Otherwise);

/// <summary>A sum or count that spans requests.</summary>
/// <param name="Per">The fact that it is counted per, such as <c>customer.id</c>.</param>
/// <param name="Sum">The money fact that is summed; null counts actions.</param>
/// <param name="Maximum">Minor units or a count.</param>
/// <param name="AutomaticOnly">Counts only what ran without a human.</param>
public sealed record Limit(string Name, string Per, string? Sum, TimeSpan Window, long Maximum, string? Currency, bool AutomaticOnly);

/// <summary>Everything a rule may look at: typed arguments, facts, customer, and what limits have used.</summary>
public sealed record PolicyInput(JsonObject Values, IReadOnlyDictionary<string, Limit> Limits, IReadOnlyDictionary<string, long> Used, IReadOnlyDictionary<string, JsonNode?> WhenMissing)
{
    public JsonNode? Find(string path) => Engine.Definitions.References.Walk(Values, path) ?? WhenMissing.GetValueOrDefault(path);

    public bool? HasRoom(string limit) => Limits.GetValueOrDefault(limit) is { } known && Value(known) is { } value && Used.TryGetValue(limit, out var used) ? used + value <= known.Maximum : null;

    /// <summary>What this action would add to a limit; null when the fact is missing or in another currency.</summary>
    public long? Value(Limit limit) => limit.Sum is null ? 1
        : JsonMoney.Read(Find(limit.Sum)) is { } money && money.Currency == limit.Currency ? money.Minor : null;

}
