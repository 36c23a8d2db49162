using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Engine.Definitions;
using Agentic.Orchestration.Policies;

namespace Agentic.Orchestration.Gate;

/// <summary>Limits that the rules of a decision read.</summary>
internal static class GateLimits
{
    /// <summary>
    /// A limit's maximum only stops automatic permits. A permit that a human granted is counted without a maximum, or not at
    /// all when the limit is for automatic permits only.
    /// </summary>
    public static IReadOnlyList<LimitReservation> Reservations(
        PolicySet policies,
        IReadOnlyList<Rule> rules,
        PolicyInput input,
        GateOutcome outcome
    ) =>
        [
            .. LimitsOf(policies, rules)
                .Where(limit => outcome == GateOutcome.Allowed || !limit.AutomaticOnly)
                .Select(limit => (limit, counter: Counter(limit, input.Values), value: input.Value(limit)))
                .Where(found => found is { counter: not null, value: not null })
                .Select(found => new LimitReservation(
                    found.counter!,
                    found.value!.Value,
                    outcome == GateOutcome.Allowed ? found.limit.Maximum : null,
                    found.limit.Window,
                    found.limit.Currency
                )),
        ];

    public static IEnumerable<Limit> LimitsOf(PolicySet policies, IReadOnlyList<Rule> rules) =>
        rules
            .Where(rule => !rule.Observe)
            .SelectMany(rule => rule.When.Reads)
            .Where(read => read.StartsWith("limit:", StringComparison.Ordinal))
            .Select(read => policies.Limits[read[6..]])
            .Distinct();

    public static string? Counter(Limit limit, JsonObject facts) =>
        References.Walk(facts, limit.Per) is JsonValue per ? $"{limit.Name}/{per}" : null;
}
