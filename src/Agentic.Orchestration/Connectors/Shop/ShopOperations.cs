using System.Text.Json.Nodes;
using Agentic.Engine.Checks;
using Agentic.Orchestration.Policies;

namespace Agentic.Orchestration.Connectors.Shop;

/// <summary>What the shop offers, and which business targets each operation touches.</summary>
internal static class ShopOperations
{
    private static readonly Dictionary<string, string> OrderResult = new()
    {
        ["found"] = "Boolean",
        ["orderId"] = "String",
        ["customerId"] = "String",
        ["status"] = "String",
        ["orderedAt"] = "DateTime",
        ["deliveredAt"] = "DateTime",
        ["currency"] = "String",
        ["version"] = "Int32",
        ["captured"] = "Object",
        ["refunded"] = "Object",
        ["discount"] = "Object",
        ["shipping"] = "Object",
        ["vatPercent"] = "Int32",
        ["payments"] = "Array",
        ["lines"] = "Array",
    };

    private static readonly Dictionary<string, string> QuoteResult = new()
    {
        ["orderId"] = "String",
        ["units"] = "Array",
        ["items"] = "Array",
        ["amount"] = "Object",
        ["fullAmount"] = "Object",
        ["refundable"] = "Object",
        ["itemsReturnable"] = "Boolean",
        ["methodId"] = "String",
        ["methodKind"] = "String",
        ["method"] = "Object",
    };

    public static readonly IReadOnlyList<OperationDescription> All =
    [
        new("shop", "order", false, new Dictionary<string, string> { ["orderId"] = "String" }, OrderResult),
        new("shop", "returnQuote", false, new Dictionary<string, string> { ["orderId"] = "String", ["items"] = "Array", ["refundTo"] = "String?", ["amount"] = "Object?" }, QuoteResult),
        new("shop", "openReturn", true, new Dictionary<string, string> { ["orderId"] = "String", ["units"] = "Array" }, new Dictionary<string, string> { ["returnId"] = "String" }, "cancelReturn"),
        new("shop", "cancelReturn", true, new Dictionary<string, string> { ["returnId"] = "String" }, new Dictionary<string, string> { ["returnId"] = "String" }),
        new("shop", "refund", true, new Dictionary<string, string> { ["orderId"] = "String", ["units"] = "Array", ["methodId"] = "String", ["amount"] = "Object" },
            new Dictionary<string, string> { ["refundId"] = "String" }),
    ];

    public static readonly IReadOnlyList<CustomerQuery> CustomerQueries =
    [
        new("find_orders", "All orders of this customer with their lines, states and payment methods.", new() { ["type"] = "object", ["properties"] = new JsonObject(), ["additionalProperties"] = false }),
    ];

    /// <summary>The unit of an order line is the target: nobody can return or refund the same piece twice, however it is asked.</summary>
    public static EffectQuote Quote(string operation, JsonObject arguments) => operation switch
    {
        "openReturn" => new("return", Units(arguments), null),
        "refund" => new("refund", Units(arguments), Comparison.AsMoney(arguments["amount"])),
        "cancelReturn" => new("cancelReturn", [], null),
        _ => throw new ArgumentException($"The shop has no operation '{operation}'.", nameof(operation)),
    };

    /// <summary>Order numbers mean the same with or without '#', in any case.</summary>
    public static string Number(JsonObject arguments) => ((string?)arguments["orderId"] ?? "").Trim().TrimStart('#').ToUpperInvariant();

    private static IReadOnlyList<string> Units(JsonObject arguments) =>
        [.. (arguments["units"] as JsonArray ?? []).OfType<JsonObject>().Select(unit => $"order:{Number(arguments)}/line:{unit["line"]}/unit:{unit["number"]}")];
}
