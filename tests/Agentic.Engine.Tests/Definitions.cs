using System.Text.Json.Nodes;
using Agentic.Engine.Checks;
using Agentic.Engine.Definitions;

namespace Agentic.Engine.Tests;

/// <summary>Definitions that the tests share.</summary>
internal static class Definitions
{
    public static readonly CheckContext Context = new(
        new Dictionary<string, OperationDescription>
        {
            ["shop.order"] = new(
                "shop",
                "order",
                false,
                new Dictionary<string, string> { ["orderId"] = "String" },
                new Dictionary<string, string> { ["status"] = "String" }
            ),
            ["shop.refund"] = new(
                "shop",
                "refund",
                true,
                new Dictionary<string, string> { ["orderId"] = "String" },
                new Dictionary<string, string> { ["refundId"] = "String" }
            ),
            ["shop.open"] = new(
                "shop",
                "open",
                true,
                new Dictionary<string, string> { ["orderId"] = "String" },
                new Dictionary<string, string> { ["id"] = "String" },
                "close"
            ),
        },
        new Dictionary<string, IReadOnlySet<string>>
        {
            ["rules"] = new HashSet<string>(),
            ["table"] = new HashSet<string> { "yes", "no" },
        },
        new HashSet<string> { "hello" },
        new Dictionary<string, string> { ["orderId"] = "String" }
    );

    public static (string, JsonNode)[] Query =>
        [
            ("connector", Flow.Literal("shop")),
            ("operation", Flow.Literal("order")),
            ("arguments", Flow.Composed("""{"orderId":{"$input":"orderId"}}""")),
        ];

    public static (string, JsonNode)[] Refund(string gate) =>
        [
            ("connector", Flow.Literal("shop")),
            ("operation", Flow.Literal("refund")),
            ("gate", Flow.Literal(gate)),
            ("irreversible", Flow.Literal(true)),
            ("arguments", Flow.Composed("""{"orderId":{"$input":"orderId"}}""")),
        ];

    public static (string, JsonNode)[] Open(string gate) =>
        [
            ("connector", Flow.Literal("shop")),
            ("operation", Flow.Literal("open")),
            ("gate", Flow.Literal(gate)),
            ("undo", Flow.Composed("""{"operation":"close","arguments":{}}""")),
            ("arguments", Flow.Composed("""{"orderId":{"$input":"orderId"}}""")),
        ];

    public static (string, JsonNode) Rules => ("ruleSet", Flow.Literal("rules"));

    /// <summary>Read, gate, refund.</summary>
    public static Flow Gated() =>
        new Flow()
            .Input("orderId")
            .Add("start", ActivityTypes.Start)
            .Add("read", ActivityTypes.Query, Query)
            .Add("gate", ActivityTypes.Gate, Rules)
            .Add("refund", ActivityTypes.Effect, Refund("gate"))
            .Add("end", ActivityTypes.End)
            .Add("no", ActivityTypes.End)
            .Chain("start", "read", "gate")
            .Connect("gate", "Allowed", "refund")
            .Connect("gate", "Denied", "no")
            .Chain("refund", "end");

    public static string[] Problems(Flow flow)
    {
        var (definition, problems) = flow.Read();
        return
        [
            .. (definition is null ? problems : DefinitionChecks.Run(definition, Context)).Select(problem =>
                problem.ToString()
            ),
        ];
    }
}
