using Agentic.Orchestration.Execution.Activities;
using Agentic.Orchestration.Packs;
using Agentic.Retail.Planning;
using Agentic.Retail.Shop;
using Agentic.Testing;

namespace Agentic.Orchestration.Tests.Packs;

public sealed class PackLoaderTests
{
    private static readonly string Retail = Path.Combine(AppContext.BaseDirectory, "workflows", "retail");

    [Fact]
    public void Load_Retail_HasNoProblems() =>
        PackLoader
            .Load(Retail, ShopOperations.All, WorkflowActivities.Catalogue, new VocabularyReader())
            .Problems.ShouldBeEmpty();

    [Fact]
    public void Load_MissingFolder_SaysSo() =>
        PackLoader
            .Load("/nowhere", ShopOperations.All, WorkflowActivities.Catalogue)
            .Problems.ShouldHaveSingleItem()
            .Reason.ShouldContain("no such folder");

    [Theory]
    [InlineData("pack.yaml", "owner: Customer Service", "owner: [1]", 2, 1)]
    [InlineData("pack.yaml", "deadline: 8h", "deadline: soon", 17, 3)]
    [InlineData("actions.yaml", "sentence: return_items.sentence", "sentence: nowhere", 8, 5)]
    [InlineData("policies.yaml", "above: \"500.00 EUR\"", "above: much", 41, 5)]
    [InlineData("policies.yaml", "outcome: allow", "outcome: perhaps", 0, 0)]
    [InlineData("tests/goodwill.yaml", "outcome: approve, rules: [goodwill]", "outcome: deny, rules: [goodwill]", 2, 5)]
    public void Load_BrokenYaml_NamesLineAndColumn(string file, string find, string replace, int line, int column)
    {
        var (_, problems) = PackLoader.Load(
            WithChange(file, find, replace),
            ShopOperations.All,
            WorkflowActivities.Catalogue,
            new VocabularyReader()
        );
        var problem = problems.First(problem => problem.File == file);
        if (line == 0)
        {
            // Deep in a rule set: the line is that of the broken value.
            var lines = File.ReadAllLines(Path.Combine(Retail, file));
            lines[problem.Line!.Value - 1].ShouldContain(find);
            return;
        }
        ((problem.Line, problem.Column), problem.ToString()).ShouldBe(((line, column), problem.ToString()));
    }

    [Theory]
    [InlineData("pack.yaml", "owner: Customer Service", "", "pack.yaml: $ (line 1", "owner")]
    [InlineData("pack.yaml", "owner: Customer Service", "owner: [1]", "pack.yaml: $.owner", "")]
    [InlineData("pack.yaml", "owner: Customer Service", "owner: X\ncolour: red", "pack.yaml: $.colour", "colour")]
    [InlineData("pack.yaml", "zone: Europe/Berlin", "zone: Europe/Nowhere", "pack.yaml: $.calendar.zone", "IANA")]
    [InlineData("pack.yaml", "mon: 08:00-18:00", "mon: 18:00-25:00", "pack.yaml: $.calendar.hours.mon", "08:00-18:00")]
    [InlineData("pack.yaml", "mon: 08:00-18:00", "\tmon: x", "pack.yaml: line", "")]
    [InlineData("pack.yaml", "deadline: 8h", "deadline: soon", "pack.yaml: $.handOff.deadline", "30d, 4h, 15m or 20s")]
    [InlineData(
        "actions.yaml",
        "sentence: return_items.sentence",
        "sentence: nowhere",
        "actions.yaml: $.actions.return_items.sentence",
        "missing in a texts file"
    )]
    [InlineData(
        "actions.yaml",
        "autonomy: automatic",
        "autonomy: reckless",
        "actions.yaml: $.actions.return_items.autonomy",
        ""
    )]
    [InlineData(
        "actions.yaml",
        "type: array",
        "type: float",
        "actions.yaml: $.actions.return_items.arguments.items.schema",
        "'type' must be one of"
    )]
    [InlineData(
        "actions.yaml",
        "handlingCost: \"4.00 EUR\"",
        "handlingCost: much",
        "actions.yaml: $.actions.return_items.handlingCost",
        "4.00 EUR"
    )]
    [InlineData(
        "actions.yaml",
        "^#?[A-Za-z0-9]{4,12}$",
        "(?=#)[A-Za-z0-9]{4,12}",
        "actions.yaml: $.actions.return_items.arguments.orderId.schema",
        "look-arounds"
    )]
    [InlineData(
        "actions.yaml",
        "workflow: return_items",
        "workflow: nowhere",
        "$.actions.return_items.workflow",
        "definitionId 'nowhere'"
    )]
    [InlineData(
        "actions.yaml",
        "quote.amount: exact",
        "quote.amuont: exact",
        "actions.yaml: $.actions.return_items.restsOn",
        "reads the fact 'quote.amuont'"
    )]
    [InlineData(
        "actions.yaml",
        "atRisk: quote.amount",
        "atRisk: quoted.amount",
        "actions.yaml: $.actions.return_items.atRisk",
        "reads the fact 'quoted.amount'"
    )]
    [InlineData(
        "actions.yaml",
        "paidTo: quote.method",
        "paidTo: quote.mehtod",
        "actions.yaml: $.actions.return_items.paidTo",
        "reads the fact 'quote.mehtod'"
    )]
    [InlineData(
        "policies.yaml",
        "notIn: [delivered, cancelled]",
        "equals: delivered",
        "policies.yaml: $.rules.not-delivered.when",
        "'equals' is no operator"
    )]
    [InlineData(
        "policies.yaml",
        "above: \"500.00 EUR\"",
        "above: much",
        "policies.yaml: $.rules.above-500.when",
        "no amount such as"
    )]
    [InlineData(
        "policies.yaml",
        "outcome: allow",
        "outcome: perhaps",
        "policies.yaml: $.ruleSets.return_items.small-refund.outcome",
        "is none of"
    )]
    [InlineData(
        "policies.yaml",
        "fact: order.status, notIn: [delivered, cancelled]",
        "fact: order.mood, notIn: [delivered, cancelled]",
        "policies.yaml: $.ruleSets.exchange_items.not-delivered",
        "reads the fact 'order.mood'"
    )]
    [InlineData(
        "policies.yaml",
        "{ not: { within: refunds } }",
        "{ not: { within: nowhere } }",
        "policies.yaml: $.ruleSets.return_items.third-refund.when",
        "no limit 'nowhere'"
    )]
    [InlineData(
        "policies.yaml",
        "id: method-not-allowed",
        "id: not-returnable",
        "policies.yaml: $.ruleSets.return_items.not-returnable",
        "Two rules have this id"
    )]
    [InlineData(
        "texts.de.yaml",
        "desk.return_items.notArrived: \"Das Paket {returnId} ist nicht rechtzeitig angekommen.\"",
        "",
        "texts.de.yaml: desk.return_items.notArrived",
        "the other language has it"
    )]
    [InlineData(
        "return_items.json",
        "\"port\": \"Allowed\"",
        "\"port\": \"Denied\"",
        "return_items.json: mayReturn",
        "'Allowed' leads nowhere"
    )]
    [InlineData(
        "return_items.json",
        "\"value\": \"openReturn\"",
        "\"value\": \"open\"",
        "return_items.json: openReturn",
        "No connector has the operation 'shop.open'"
    )]
    [InlineData(
        "tests/returns.yaml",
        "outcome: allow, rules: [small-refund]",
        "outcome: deny, rules: [small-refund]",
        "tests/returns.yaml: ",
        "the policy says allow by small-refund"
    )]
    [InlineData(
        "return_items.json",
        "\"value\": \"refund_return\"",
        "\"value\": \"refund_it\"",
        "return_items.json: proposeLower.action",
        "Must be one of"
    )]
    [InlineData(
        "return_items.json",
        "\"value\": \"parcel\"",
        "\"value\": \"unclear\"",
        "return_items.json: notArrived.topic",
        "Agentic's own"
    )]
    [InlineData(
        "actions.yaml",
        "plannable: false",
        "plannable: perhaps",
        "actions.yaml: $.actions.refund_return.plannable",
        ""
    )]
    [InlineData("vocabulary.en.yaml", "  askAgain:", "  askTwice:", "vocabulary.en.yaml: says.askAgain", "offline planner")]
    public void Load_BrokenFile_NamesFileAndPlace(string file, string find, string replace, string place, string reason)
    {
        var (pack, problems) = PackLoader.Load(
            WithChange(file, find, replace),
            ShopOperations.All,
            WorkflowActivities.Catalogue,
            new VocabularyReader()
        );
        pack.ShouldBeNull();
        problems
            .Where(problem => problem.At.StartsWith('$') && problem.File.EndsWith(".yaml", StringComparison.Ordinal))
            .ShouldAllBe(problem => problem.Line > 0 && problem.Column > 0);
        problems
            .Select(problem => problem.ToString())
            .ShouldContain(
                problem =>
                    problem.Contains(place, StringComparison.Ordinal) && problem.Contains(reason, StringComparison.Ordinal),
                string.Join('\n', problems)
            );
    }

    /// <returns>A copy of the retail pack with one change in one file.</returns>
    private static string WithChange(string file, string find, string replace)
    {
        var folder = TestFolder.Create("pack");
        foreach (var path in Directory.GetFiles(Retail, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(Retail, path));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            var content = File.ReadAllText(path);
            if (Path.GetRelativePath(Retail, path) == file)
            {
                content.ShouldContain(find);
                var at = content.IndexOf(find, StringComparison.Ordinal);
                content = content[..at] + replace + content[(at + find.Length)..];
            }
            File.WriteAllText(copy, content);
        }
        return folder;
    }
}
