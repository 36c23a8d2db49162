using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Engine.Canonical;
using Agentic.Engine.Definitions;
using Agentic.Orchestration.Text;

namespace Agentic.Orchestration.Policies;

/// <summary>Reads and proves policies.yaml.</summary>
internal sealed class PolicyReader(string file, List<Problem> problems)
{
    private static readonly Dictionary<string, GateOutcome> Outcomes = new()
    {
        ["allow"] = GateOutcome.Allowed,
        ["approve"] = GateOutcome.NeedsApproval,
        ["handOff"] = GateOutcome.HandOff,
        ["deny"] = GateOutcome.Denied,
    };

    private readonly Dictionary<string, Condition> _conditions = [];
    private readonly HashSet<string> _used = [];

    public PolicySet Read(PolicyFile source, string content)
    {
        foreach (var (name, condition) in source.Conditions ?? new Dictionary<string, JsonNode>())
        {
            _conditions[name] = ReadCondition(condition, $"$.conditions.{name}");
        }
        var limits = (source.Limits ?? new Dictionary<string, LimitFile>()).ToDictionary(
            limit => limit.Key,
            limit => ReadLimit(limit.Key, limit.Value)
        );
        var sets = source.RuleSets.ToDictionary(
            set => set.Key,
            set => ReadRules(set.Key, Resolve(set.Key, set.Value, source.Rules), limits)
        );
        var decisions = (source.Decisions ?? new Dictionary<string, DecisionFile>()).ToDictionary(
            table => table.Key,
            table => new DecisionTable(
                [
                    .. table.Value.Rows.Select(
                        (row, index) => (ReadCondition(row.When, $"$.decisions.{table.Key}[{index}].when"), row.Outcome)
                    ),
                ],
                table.Value.Otherwise
            )
        );
        var missing = (source.Facts ?? new Dictionary<string, FactFile>()).ToDictionary(
            fact => fact.Key,
            fact => fact.Value.WhenMissing
        );
        foreach (
            var name in (source.Conditions?.Keys ?? []).Concat(source.Rules?.Keys ?? []).Where(name => !_used.Contains(name))
        )
        {
            Fail(source.Rules?.ContainsKey(name) == true ? $"$.rules.{name}" : $"$.conditions.{name}", "Is used nowhere.");
        }
        return new(CanonicalJson.Hash(JsonValue.Create(content)), sets, decisions, limits, missing);
    }

    /// <summary>The set's own rules, and those that it shares with others.</summary>
    private List<(RuleFile Rule, string At)> Resolve(
        string set,
        RuleSetFile source,
        IReadOnlyDictionary<string, RuleFile>? shared
    )
    {
        var rules = new List<(RuleFile, string)>();
        foreach (var (index, rule) in source.Rules.Index())
        {
            var at = $"$.ruleSets.{set}[{index}]";
            if (rule.Use is null)
            {
                if (rule.Id is null)
                {
                    Fail(at + ".id", "A rule has an id, or uses one of 'rules'.");
                    continue;
                }
                rules.Add((rule, $"$.ruleSets.{set}.{rule.Id}"));
            }
            else if (rule != new RuleFile(Use: rule.Use))
            {
                Fail(at, $"What uses '{rule.Use}' says nothing else.");
            }
            else if (shared?.GetValueOrDefault(rule.Use) is not { } known)
            {
                Fail(at + ".use", $"There is no rule '{rule.Use}'. Known: {string.Join(", ", shared?.Keys ?? [])}.");
            }
            else
            {
                _used.Add(rule.Use);
                rules.Add((known with { Id = rule.Use }, $"$.rules.{rule.Use}"));
            }
        }
        return rules;
    }

    private IReadOnlyList<Rule> ReadRules(string set, List<(RuleFile Rule, string At)> source, Dictionary<string, Limit> limits)
    {
        var rules = new List<Rule>();
        foreach (var (rule, at) in source)
        {
            if (rule.Reason is not { } reason)
            {
                Fail(at + ".reason", "A rule says why, to staff and to the customer.");
                continue;
            }
            if (rules.Any(earlier => earlier.Id == rule.Id))
            {
                Fail(at, "Two rules have this id.");
            }
            if (new[] { rule.Outcome, rule.Deny, rule.HandOff }.Count(given => given is not null) != 1)
            {
                Fail(at + ".outcome", "A rule has one of 'outcome', 'deny' and 'handOff'.");
            }
            if (rule.HandOff is not (null or "automation"))
            {
                Fail(
                    at + ".handOff",
                    $"'{rule.HandOff}' is not automation (an employee may ask for an approval); write 'outcome: "
                        + $"handOff' for everybody."
                );
            }
            if (rule.Deny is not (null or "automation" or "everyone"))
            {
                Fail(at + ".deny", $"'{rule.Deny}' is neither automation (an employee may ask for an approval) nor everyone.");
            }
            if (!Outcomes.TryGetValue(rule.Outcome ?? (rule.HandOff is null ? "deny" : "handOff"), out var outcome))
            {
                Fail(at + ".outcome", $"'{rule.Outcome}' is none of {string.Join(", ", Outcomes.Keys)}.");
            }
            if (rule.Mode is not ("enforce" or "observe"))
            {
                Fail(at + ".mode", "Must be enforce or observe.");
            }
            if (outcome == GateOutcome.Denied && rule.Instead is null)
            {
                Fail(at + ".instead", "A refusal says what is possible instead.");
            }
            if (rule.Approval is { } approval && Array.IndexOf(PolicyEvaluator.Ranks, approval.Role) < 0)
            {
                Fail(at + ".approval.role", $"'{approval.Role}' is none of {string.Join(", ", PolicyEvaluator.Ranks)}.");
            }
            var condition = ReadCondition(rule.When, at + ".when");
            foreach (
                var limit in condition
                    .Reads.Where(read => read.StartsWith("limit:", StringComparison.Ordinal))
                    .Select(read => read[6..])
                    .Where(limit => !limits.ContainsKey(limit))
            )
            {
                Fail(at + ".when", $"There is no limit '{limit}'. Known: {string.Join(", ", limits.Keys)}.");
            }
            if (
                source
                    .Select(one => one.Rule)
                    .FirstOrDefault(other =>
                        other.Id != rule.Id
                        && (other.Outcome, other.Deny, other.HandOff) != (rule.Outcome, rule.Deny, rule.HandOff)
                        && other.Mode == rule.Mode
                        && JsonNode.DeepEquals(other.When, rule.When)
                    ) is
                { } conflict
            )
            {
                Fail(at + ".when", $"Has the same condition as '{conflict.Id}' but another outcome.");
            }
            rules.Add(
                new(
                    rule.Id!,
                    condition,
                    outcome,
                    reason.Staff,
                    reason.Customer,
                    rule.Approval?.ToDemand(),
                    rule.Instead,
                    rule.Mode == "observe",
                    rule.Conceal,
                    (rule.Deny ?? rule.HandOff) == "automation"
                )
            );
        }
        if (rules.All(rule => rule.Outcome == GateOutcome.Denied || rule.Observe))
        {
            Fail($"$.ruleSets.{set}", "No rule of this set can ever let an action through.");
        }
        return rules;
    }

    private Limit ReadLimit(string name, LimitFile source)
    {
        var money = source.Maximum is JsonValue text && text.TryGetValue<string>(out var said) ? JsonMoney.Parse(said) : null;
        var count = source.Maximum is JsonValue number && number.TryGetValue<long>(out var parsed) ? parsed : (long?)null;
        if (source.Sum is null ? count is null : money is null)
        {
            Fail(
                $"$.limits.{name}.maximum",
                source.Sum is null ? "A count needs a whole number." : "A sum needs an amount such as 100.00 EUR."
            );
        }
        if (source.Counts is not ("all" or "automatic"))
        {
            Fail($"$.limits.{name}.counts", "Must be all or automatic.");
        }
        return new(
            name,
            source.Per,
            source.Sum,
            source.Window,
            money is { } amount ? amount.Minor : count ?? 0,
            money?.Currency,
            source.Counts == "automatic"
        );
    }

    private Condition ReadCondition(JsonNode? source, string at)
    {
        if (source is null)
        {
            return new Condition.Always();
        }
        if (source is not JsonObject members || members.Count == 0)
        {
            return Fail(
                at,
                "A condition is { fact: …, is: … }, { within: limit }, { holds: name }, { all: […] }, { any: […] } or { not: … }."
            );
        }
        if (members["all"] is JsonArray all && members.Count == 1)
        {
            return new Condition.All([.. all.Select((part, index) => ReadCondition(part, $"{at}.all[{index}]"))]);
        }
        if (members["any"] is JsonArray any && members.Count == 1)
        {
            return new Condition.Any([.. any.Select((part, index) => ReadCondition(part, $"{at}.any[{index}]"))]);
        }
        if (members.ContainsKey("not") && members.Count == 1)
        {
            return new Condition.Not(ReadCondition(members["not"], at + ".not"));
        }
        if (members["holds"] is JsonValue holds && members.Count == 1 && holds.TryGetValue<string>(out var known))
        {
            _used.Add(known);
            return _conditions.TryGetValue(known, out var condition)
                ? condition
                : Fail(at, $"There is no condition '{known}' before this. Known: {string.Join(", ", _conditions.Keys)}.");
        }
        if (members["within"] is JsonValue limit && members.Count == 1 && limit.TryGetValue<string>(out var name))
        {
            return new Condition.Within(name);
        }
        if (members["fact"] is not JsonValue fact || !fact.TryGetValue<string>(out var path) || members.Count != 2)
        {
            return Fail(
                at,
                "A comparison has exactly 'fact' and one operator: " + string.Join(", ", Comparison.Operators) + "."
            );
        }
        var (op, value) = members.First(member => member.Key != "fact");
        if (!Comparison.Operators.Contains(op))
        {
            return Fail(at, $"'{op}' is no operator. Use one of {string.Join(", ", Comparison.Operators)}.");
        }
        if (
            op is "above" or "below" or "atLeast" or "atMost"
            && value is JsonValue text
            && text.TryGetValue<string>(out var amount)
            && JsonMoney.Parse(amount) is null
            && !DateTimeOffset.TryParse(amount, System.Globalization.CultureInfo.InvariantCulture, out _)
        )
        {
            return Fail(at, $"'{amount}' is no amount such as 100.00 EUR, no number and no time.");
        }
        return new Condition.Compare(path, op, value?.DeepClone(), value is JsonObject other ? (string?)other["fact"] : null);
    }

    private Condition.Always Fail(string at, string reason)
    {
        var problem = new Problem(file, at, reason);
        if (!problems.Contains(problem))
        {
            // A shared rule is read once per rule set that uses it; report its problem only once.
            problems.Add(problem);
        }
        return new();
    }
}
