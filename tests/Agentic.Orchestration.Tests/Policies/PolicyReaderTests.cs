using Agentic.Contracts;
using Agentic.Engine.Definitions;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Policies;
using Agentic.Testing;

namespace Agentic.Orchestration.Tests.Policies;

/// <summary>Rules and conditions that are written once mean the same in each place that uses them.</summary>
public sealed class PolicyReaderTests
{
    private const string Reason = "reason: { staff: { de: x, en: x }, customer: { de: x, en: x } }";

    [Fact]
    public void SharedRuleAndNamedCondition_MeanWhatTheyWouldMeanInPlace()
    {
        var (shared, problems) = Read(
            $$"""
            conditions:
              large: { fact: quote.amount, above: "100.00 EUR" }
              large-and-late: { all: [{ holds: large }, { fact: order.late, is: true }] }
            rules:
              costly: { when: { holds: large-and-late }, outcome: approve, {{Reason}} }
            ruleSets:
              refund: { rules: [{ use: costly }, { id: rest, outcome: allow, {{Reason}} }] }
              exchange: { rules: [{ use: costly }, { id: rest, outcome: allow, {{Reason}} }] }
            """
        );
        problems.ShouldBeEmpty();
        var (inPlace, _) = Read(
            $$"""
            ruleSets:
              refund:
                rules:
                  - id: costly
                    when: { all: [{ fact: quote.amount, above: "100.00 EUR" }, { fact: order.late, is: true }] }
                    outcome: approve
                    {{Reason}}
                  - { id: rest, outcome: allow, {{Reason}} }
            """
        );
        foreach (var set in (string[])["refund", "exchange"])
        {
            shared!
                .RuleSets[set]
                .Select(rule => (rule.Id, rule.Outcome))
                .ShouldBe([("costly", GateOutcome.NeedsApproval), ("rest", GateOutcome.Allowed)]);
            shared.RuleSets[set][0].When.Reads.ShouldBe(inPlace!.RuleSets["refund"][0].When.Reads);
        }
    }

    [Theory]
    [InlineData("{ use: nobody }", "$.ruleSets.refund[0].use", "There is no rule 'nobody'")]
    [InlineData("{ use: known, outcome: deny }", "$.ruleSets.refund[0]", "says nothing else")]
    [InlineData("{ outcome: allow }", "$.ruleSets.refund[0].id", "A rule has an id")]
    [InlineData("{ id: bare, outcome: allow }", "$.ruleSets.refund.bare.reason", "A rule says why")]
    [InlineData(
        "{ id: x, when: { holds: nothing }, outcome: allow, REASON }",
        "$.ruleSets.refund.x.when",
        "no condition 'nothing'"
    )]
    [InlineData("{ id: x, outcome: allow, REASON }", "$.rules.known", "Is used nowhere")]
    public void Mistake_NamesItsPlace(string rule, string at, string says)
    {
        var (_, problems) = Read(
            $$"""
            rules:
              known: { outcome: allow, {{Reason}} }
            ruleSets:
              refund: { rules: [{{rule.Replace("REASON", Reason, StringComparison.Ordinal)}}] }
            """
        );
        problems.ShouldContain(problem => problem.At == at && problem.Reason.Contains(says, StringComparison.Ordinal));
    }

    private static (PolicySet? Set, List<Problem> Problems) Read(string yaml)
    {
        var path = Path.Combine(TestFolder.Create("policies"), "policies.yaml");
        File.WriteAllText(path, yaml);
        var problems = new List<Problem>();
        var file = YamlFile.Read<PolicyFile>(path, problems);
        return (file is null ? null : new PolicyReader("policies.yaml", problems).Read(file, yaml), problems);
    }
}
