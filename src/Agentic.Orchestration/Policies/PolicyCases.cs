using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Engine.Definitions;
using Agentic.Orchestration.Text;

namespace Agentic.Orchestration.Policies;

/// <summary>tests/*.yaml: what a policy must say, beside the policy.</summary>
internal sealed record PolicyCaseFile(IReadOnlyList<PolicyCase> Cases);

/// <param name="Used">Limit name to what is used already: an amount or a count.</param>
internal sealed record PolicyCase(
    string Name,
    string RuleSet,
    JsonObject Facts,
    ExpectedDecision Expect,
    IReadOnlyDictionary<string, JsonNode>? Used = null
);

internal sealed record ExpectedDecision(string Outcome, IReadOnlyList<string> Rules);

internal static class PolicyCases
{
    private static readonly ApprovalDemand Anyone = new(
        "approver",
        1,
        null,
        TimeSpan.FromHours(4),
        null,
        null,
        TimeSpan.FromDays(5)
    );

    public static IEnumerable<Problem> Run(string file, PolicyCaseFile cases, PolicySet policies)
    {
        foreach (var test in cases.Cases)
        {
            if (!policies.RuleSets.TryGetValue(test.RuleSet, out var rules))
            {
                yield return new(file, test.Name, $"There is no rule set '{test.RuleSet}'.");
                continue;
            }
            var used = policies.Limits.ToDictionary(
                limit => limit.Key,
                limit =>
                    test.Used?.GetValueOrDefault(limit.Key) is { } value
                        ? JsonMoney.Read(value) is { } money
                            ? money.Minor
                            : value.GetValue<long>()
                        : 0
            );
            var decision = PolicyEvaluator.Evaluate(
                rules,
                new(test.Facts, policies.Limits, used, policies.WhenMissing),
                Anyone
            );
            var outcome = decision.Outcome switch
            {
                GateOutcome.Allowed => "allow",
                GateOutcome.NeedsApproval => "approve",
                GateOutcome.HandOff => "handOff",
                _ => "deny",
            };
            var ids = decision.Rules.Select(rule => rule.Id).ToArray();
            if (
                outcome != test.Expect.Outcome
                || !ids.Order(StringComparer.Ordinal).SequenceEqual(test.Expect.Rules.Order(StringComparer.Ordinal))
            )
            {
                yield return new(
                    file,
                    test.Name,
                    $"Expected {test.Expect.Outcome} by {string.Join(", ", test.Expect.Rules)}; the policy says "
                        + $"{outcome} by {string.Join(", ", ids)}."
                );
            }
        }
    }
}
