using System.Text.Json.Nodes;
using Agentic.Engine.Checks;
using Agentic.Orchestration.Connectors;
using Agentic.Orchestration.Text;

namespace Agentic.Retail.Shop;

/// <summary>What the shop offers: its queries, its operations, and which business targets each operation touches.</summary>
internal static class ShopOperations
{
    /// <summary>Query to the kind of quote that the shop makes for an order.</summary>
    public static readonly IReadOnlyDictionary<string, string> Quotes = new Dictionary<string, string>
    {
        ["returnQuote"] = "return",
        ["cancellationQuote"] = "cancellation",
        ["inspectionQuote"] = "inspection",
        ["goodwillQuote"] = "goodwill",
        ["exchangeQuote"] = "exchange",
        ["itemsQuote"] = "items",
        ["paymentQuote"] = "payment",
        ["addressQuote"] = "address",
    };

    public static readonly IReadOnlyList<OperationDescription> All =
    [
        new("shop", "order", false, new Dictionary<string, string> { ["orderId"] = "String" }, ShopAnswers.Order),
        new(
            "shop",
            "contact",
            false,
            new Dictionary<string, string> { ["customerId"] = "String" },
            new Dictionary<string, string>
            {
                ["found"] = "Boolean",
                ["name"] = "String",
                ["email"] = "String",
                ["locale"] = "String",
            }
        ),
        new(
            "shop",
            "customerByReference",
            false,
            new Dictionary<string, string> { ["reference"] = "String", ["email"] = "String" },
            new Dictionary<string, string> { ["found"] = "Boolean", ["customerId"] = "String" }
        ),
        new("shop", "risk", false, new Dictionary<string, string> { ["customerId"] = "String" }, ShopAnswers.Risk),
        new(
            "shop",
            "returnQuote",
            false,
            new Dictionary<string, string>
            {
                ["orderId"] = "String",
                ["items"] = "Array",
                ["refundTo"] = "String?",
                ["amount"] = "Object?",
            },
            ShopAnswers.Refund
        ),
        new(
            "shop",
            "inspectionQuote",
            false,
            new Dictionary<string, string>
            {
                ["orderId"] = "String",
                ["returnId"] = "String",
                ["refundTo"] = "String?",
                ["amount"] = "Object",
            },
            ShopAnswers.Refund
        ),
        new("shop", "cancellationQuote", false, new Dictionary<string, string> { ["orderId"] = "String" }, ShopAnswers.Refund),
        new(
            "shop",
            "goodwillQuote",
            false,
            new Dictionary<string, string> { ["orderId"] = "String", ["amount"] = "Object?" },
            ShopAnswers.Refund
        ),
        new("shop", "exchangeQuote", false, ShopAnswers.Items, ShopAnswers.Exchange),
        new("shop", "itemsQuote", false, ShopAnswers.Items, ShopAnswers.Exchange),
        new(
            "shop",
            "paymentQuote",
            false,
            new Dictionary<string, string> { ["orderId"] = "String", ["payWith"] = "String" },
            ShopAnswers.Payment
        ),
        new(
            "shop",
            "addressQuote",
            false,
            new Dictionary<string, string> { ["orderId"] = "String", ["address"] = "Object" },
            ShopAnswers.Address
        ),
        new(
            "shop",
            "customerAddressQuote",
            false,
            new Dictionary<string, string> { ["customerId"] = "String", ["address"] = "Object" },
            ShopAnswers.CustomerAddress
        ),
        Effect(
            "openReturn",
            new()
            {
                ["orderId"] = "String",
                ["units"] = "Array",
                ["restock"] = "Boolean?",
            },
            ["returnId", "version"],
            "cancelReturn",
            reference: "returnId"
        ),
        Effect("cancelReturn", new() { ["returnId"] = "String" }, ["returnId"]),
        Effect(
            "refund",
            new()
            {
                ["orderId"] = "String",
                ["units"] = "Array",
                ["methodId"] = "String",
                ["amount"] = "Object",
                ["allocations"] = "Array?",
                ["shipping"] = "Object?",
                ["kind"] = "String?",
            },
            ["refundId", "creditNote", "state", "version"],
            reference: "refundId",
            stateRequired: true
        ),
        Effect("cancelOrder", new() { ["orderId"] = "String" }, ["orderId", "version"], "reopenOrder"),
        Effect("reopenOrder", new() { ["orderId"] = "String" }, ["orderId", "version"]),
        Effect("exchange", ShopAnswers.Changes, ["exchangeId", "version"], "cancelExchange", reference: "exchangeId"),
        Effect("cancelExchange", new() { ["exchangeId"] = "String" }, ["exchangeId"]),
        Effect("changeItems", ShopAnswers.Changes, ["exchangeId", "version"], "restoreItems", reference: "exchangeId"),
        Effect("restoreItems", new() { ["exchangeId"] = "String" }, ["exchangeId"]),
        Effect(
            "changeOrderAddress",
            new() { ["orderId"] = "String", ["address"] = "Object" },
            ["orderId", "version"],
            "changeOrderAddress"
        ),
        Effect(
            "changeOrderPayment",
            new() { ["orderId"] = "String", ["methodId"] = "String" },
            ["orderId", "version"],
            "changeOrderPayment"
        ),
        Effect(
            "changeCustomerAddress",
            new() { ["customerId"] = "String", ["address"] = "Object" },
            ["customerId"],
            "changeCustomerAddress"
        ),
    ];

    /// <summary>What an operation is called in the shop, where that differs.</summary>
    public static string Name(string operation) => operation == "openReturn" ? "return" : operation;

    /// <summary>
    /// The unit of an order line is the target of everything that settles it: what is exchanged is not refunded as well, and
    /// nobody returns the same piece twice, however it is asked.
    /// </summary>
    public static EffectQuote Quote(string operation, JsonObject arguments) =>
        operation switch
        {
            "openReturn" => new("return", Units(arguments, "units"), null),
            "refund" when JsonMoney.Read(arguments["amount"]) is { Amount: 0 } => new("refund", [], null)
            {
                ChangesNothing = true,
            },
            "refund" when Units(arguments, "units") is { Count: > 0 } units => new(
                "refund",
                units,
                JsonMoney.Read(arguments["amount"])
            ),
            "refund" => new(
                "refund",
                [$"order:{Number(arguments)}/{Text(arguments["kind"]) ?? "return"}"],
                JsonMoney.Read(arguments["amount"]),
                Recurs: Text(arguments["kind"]) == "goodwill"
            ),
            "cancelOrder" => new("cancelOrder", [$"order:{Number(arguments)}"], null),
            "exchange" or "changeItems" => new(
                "refund",
                Units(arguments, "changes"),
                Text(arguments["direction"]) == "none" ? null : JsonMoney.Read(arguments["difference"]),
                Charged: Text(arguments["direction"]) == "charge"
            ),
            "changeOrderAddress" => new("address", [$"order:{Number(arguments)}/address"], null, Repeatable: true),
            "changeOrderPayment" => new("payment", [$"order:{Number(arguments)}/payment"], null, Repeatable: true),
            "changeCustomerAddress" => new("address", [$"customer:{arguments["customerId"]}/address"], null, Repeatable: true),
            "cancelReturn" or "reopenOrder" or "cancelExchange" or "restoreItems" => new(operation, [], null),
            _ => throw new ArgumentException($"The shop has no operation '{operation}'.", nameof(operation)),
        };

    /// <summary>Order numbers mean the same with or without '#', in any case.</summary>
    /// <param name="argument">Where the number stands: a visitor's only reference is one too.</param>
    public static string Number(JsonObject arguments, string argument = "orderId") =>
        (Text(arguments[argument]) ?? "").Trim().TrimStart('#').ToUpperInvariant();

    /// <summary>The operations with the words that this shop has for a success.</summary>
    public static IReadOnlyList<OperationDescription> With(ShopOptions options) =>
        [
            .. All.Select(operation =>
                operation.Success is { } success
                    ? operation with
                    {
                        Success = success with { Done = options.DoneStates, Accepted = options.AcceptedStates },
                    }
                    : operation
            ),
        ];

    private static string[] Repeated =>
        [
            "orderId",
            "returnId",
            "exchangeId",
            "customerId",
            "amount",
            "difference",
            "methodId",
            "units",
            "address",
            "changes",
            "direction",
        ];

    /// <summary>Members without which an answer to a question says nothing that a plan could rest on.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Needed = new Dictionary<string, string[]>
    {
        ["order"] = ["orderId", "customerId", "status"],
        ["risk"] = ["addressText"],
        ["returnQuote"] = ["orderId", "units", "items", "amount", "methodId", "method"],
        ["inspectionQuote"] = ["orderId", "units", "items", "amount", "methodId", "method"],
        ["cancellationQuote"] = ["orderId", "items", "amount", "methodId", "method"],
        ["goodwillQuote"] = ["orderId", "amount", "methodId", "method"],
        ["exchangeQuote"] = ["orderId", "items", "newItems", "changes", "difference", "direction", "methodId"],
        ["itemsQuote"] = ["orderId", "items", "newItems", "changes", "difference", "direction", "methodId"],
        ["paymentQuote"] = ["orderId", "amount", "methodId", "method"],
        ["addressQuote"] = ["orderId", "addressText", "previousText"],
        ["customerAddressQuote"] = ["customerId", "addressText", "previousText"],
    };

    private static OperationDescription Effect(
        string name,
        Dictionary<string, string> arguments,
        string[] result,
        string? undo = null,
        string? reference = null,
        bool stateRequired = false
    ) =>
        new(
            "shop",
            name,
            true,
            arguments,
            result.ToDictionary(field => field, field => field == "version" ? "Int32" : "String"),
            undo,
            new(["credited", "done"], ["instructed"], stateRequired, [.. arguments.Keys.Intersect(Repeated)], reference)
            {
                Names = stateRequired ? null : result[0],
                Statuses =
                    name == "cancelOrder" ? ["cancelled", "canceled"]
                    : name == "reopenOrder" ? ["pending"]
                    : null,
            }
        );

    private static string? Text(JsonNode? value) => OutsideAnswer.Text(value);

    private static IReadOnlyList<string> Units(JsonObject arguments, string name) =>
        [
            .. (arguments[name] as JsonArray ?? [])
                .OfType<JsonObject>()
                .Select(unit => $"order:{Number(arguments)}/line:{unit["line"]}/unit:{unit["number"]}"),
        ];
}
