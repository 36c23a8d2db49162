using Agentic.Contracts;

namespace Agentic.Orchestration.Policies;

/// <summary>
/// The strictest matching outcome wins: deny, then hand-off, then approve, then allow. Without a match the action is
/// denied.
/// </summary>
internal static class PolicyEvaluator
{
    /// <summary>Roles from weakest to strongest.</summary>
    public static readonly string[] Ranks = ["agent-desk", "approver", "senior-approver", "admin"];

    private static readonly Rule Unmatched = new(
        "default-deny",
        new Condition.Always(),
        GateOutcome.Denied,
        new("Keine Regel erlaubt das.", "No rule allows this."),
        new("Das kann hier nicht automatisch erledigt werden.", "This cannot be done automatically here."),
        null,
        null,
        false
    );

    /// <param name="byPerson">An employee proposes it: a rule that is about automation only lets them ask for an
    /// approval.</param>
    public static PolicyDecision Evaluate(
        IReadOnlyList<Rule> rules,
        PolicyInput input,
        ApprovalDemand fallback,
        bool byPerson = false
    )
    {
        var matched = new List<(Rule Rule, GateOutcome Outcome)>();
        foreach (var rule in rules.Where(rule => !rule.Observe))
        {
            switch (rule.When.Holds(input))
            {
                case Truth.Yes
                    when rule is { Outcome: GateOutcome.Denied or GateOutcome.HandOff, AutomationOnly: true } && byPerson:
                    matched.Add((rule with { Customer = GateReasons.PersonLooks }, GateOutcome.NeedsApproval));
                    break;
                case Truth.Yes:
                    matched.Add((rule, rule.Outcome));
                    break;
                case Truth.Unknown when rule.Outcome != GateOutcome.Allowed:
                    // A restricting rule lacks a fact that it reads: do not assume that all is fine, and do not tell
                    // the customer that it is refused. A person decides.
                    matched.Add((Undecided(rule), GateOutcome.NeedsApproval));
                    break;
            }
        }
        if (matched.Count == 0)
        {
            return new(GateOutcome.Denied, [Unmatched], null);
        }
        var outcome = matched.Max(match => match.Outcome);
        var deciding = matched.Where(match => match.Outcome == outcome).Select(match => match.Rule).ToArray();
        return new(
            outcome,
            deciding,
            outcome == GateOutcome.NeedsApproval ? Strictest(deciding.Select(rule => rule.Approval ?? fallback)) : null
        );
    }

    private static Rule Undecided(Rule rule) =>
        rule with
        {
            Staff = new($"Lässt sich nicht beurteilen: {rule.Staff.De}", $"Cannot be judged: {rule.Staff.En}"),
            Customer = GateReasons.PersonLooks,
        };

    /// <summary>Highest role and quorum, earliest deadline.</summary>
    public static ApprovalDemand Strictest(IEnumerable<ApprovalDemand> demands) =>
        demands.Aggregate(
            (left, right) =>
                new(
                    Higher(left.Role, right.Role)!,
                    Math.Max(left.Quorum, right.Quorum),
                    Higher(left.Including, right.Including),
                    left.Deadline < right.Deadline ? left.Deadline : right.Deadline,
                    left.RemindAfter is null || right.RemindAfter < left.RemindAfter ? right.RemindAfter : left.RemindAfter,
                    Higher(left.EscalateTo, right.EscalateTo),
                    left.ExpireAfter < right.ExpireAfter ? left.ExpireAfter : right.ExpireAfter
                )
        );

    public static bool Covers(string held, string needed) =>
        Array.IndexOf(Ranks, held) >= Array.IndexOf(Ranks, needed) && Array.IndexOf(Ranks, needed) >= 0;

    private static string? Higher(string? left, string? right) =>
        left is null ? right
        : right is null ? left
        : Covers(left, right) ? left
        : right;
}
