using System.Text.Json.Nodes;
using Agentic.Engine.Checks;
using Agentic.Orchestration.Connectors;
using Agentic.Orchestration.Text;

namespace Agentic.Retail.Shop;

/// <summary>What the shop offers: its queries, its operations, and which business targets each operation touches.</summary>
internal static class ShopOperations
{
    private static readonly Dictionary<string, string> Order = new()
    {
        ["found"] = "Boolean",
        ["orderId"] = "String",
        ["customerId"] = "String",
        ["status"] = "String",
        ["orderedAt"] = "DateTime",
        ["deliveredAt"] = "DateTime",
        ["currency"] = "String",
        ["version"] = "Int32",
        ["address"] = "Object",
        ["addressText"] = "String",
        ["itemsChanged"] = "Boolean",
        ["disputed"] = "Boolean",
        ["captured"] = "Object",
        ["refunded"] = "Object",
        ["discount"] = "Object",
        ["shipping"] = "Object",
        ["vatPercent"] = "Int32",
        ["payments"] = "Array",
        ["lines"] = "Array",
    };

    private static readonly Dictionary<string, string> Risk = new()
    {
        ["found"] = "Boolean",
        ["address"] = "Object",
        ["addressText"] = "String",
        ["addressAgeHours"] = "Int32",
        ["methodAgeHours"] = "Int32",
        ["refundedPercent"] = "Int32",
        ["accountsAtAddress"] = "Int32",
    };

    private static readonly Dictionary<string, string> Refund = new()
    {
        ["orderId"] = "String",
        ["units"] = "Array",
        ["items"] = "Array",
        ["amount"] = "Object",
        ["fullAmount"] = "Object",
        ["refundable"] = "Object",
        ["goods"] = "Object",
        ["shipping"] = "Object",
        ["vat"] = "Object",
        ["allocations"] = "Array",
        ["itemsReturnable"] = "Boolean",
        ["refundOn"] = "String",
        ["refundWhen"] = "Object",
        ["settled"] = "Object",
        ["nothingToRefund"] = "Boolean",
        ["methodId"] = "String",
        ["methodKind"] = "String",
        ["method"] = "Object",
    };

    private static readonly Dictionary<string, string> Exchange = new()
    {
        ["orderId"] = "String",
        ["units"] = "Array",
        ["items"] = "Array",
        ["newItems"] = "Array",
        ["changes"] = "Array",
        ["possible"] = "Boolean",
        ["sameProduct"] = "Boolean",
        ["available"] = "Boolean",
        ["differs"] = "Boolean",
        ["difference"] = "Object",
        ["direction"] = "String",
        ["settlement"] = "Object",
        ["value"] = "Object",
        ["refundable"] = "Object",
        ["methodId"] = "String",
        ["methodKind"] = "String",
        ["method"] = "Object",
        ["balanceCovers"] = "Boolean",
    };

    private static readonly Dictionary<string, string> Payment = new()
    {
        ["orderId"] = "String",
        ["amount"] = "Object",
        ["methodId"] = "String",
        ["methodKind"] = "String",
        ["method"] = "Object",
        ["previousMethodId"] = "String",
        ["singlePayment"] = "Boolean",
        ["differs"] = "Boolean",
        ["balanceCovers"] = "Boolean",
    };

    private static readonly Dictionary<string, string> Address = new()
    {
        ["orderId"] = "String",
        ["address"] = "Object",
        ["addressText"] = "String",
        ["previous"] = "Object",
        ["previousText"] = "String",
        ["differs"] = "Boolean",
    };

    private static readonly Dictionary<string, string> CustomerAddress = new(Address.Where(field => field.Key != "orderId"))
    {
        ["customerId"] = "String",
    };

    private static readonly Dictionary<string, string> Items = new()
    {
        ["orderId"] = "String",
        ["items"] = "Array",
        ["payWith"] = "String?",
    };

    private static readonly Dictionary<string, string> Changes = new()
    {
        ["orderId"] = "String",
        ["changes"] = "Array",
        ["difference"] = "Object",
        ["direction"] = "String",
        ["methodId"] = "String",
    };

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
        new("shop", "order", false, new Dictionary<string, string> { ["orderId"] = "String" }, Order),
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
            "customerOfOrder",
            false,
            new Dictionary<string, string> { ["orderId"] = "String", ["email"] = "String" },
            new Dictionary<string, string> { ["found"] = "Boolean", ["customerId"] = "String" }
        ),
        new("shop", "risk", false, new Dictionary<string, string> { ["customerId"] = "String" }, Risk),
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
            Refund
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
            Refund
        ),
        new("shop", "cancellationQuote", false, new Dictionary<string, string> { ["orderId"] = "String" }, Refund),
        new(
            "shop",
            "goodwillQuote",
            false,
            new Dictionary<string, string> { ["orderId"] = "String", ["amount"] = "Object?" },
            Refund
        ),
        new("shop", "exchangeQuote", false, Items, Exchange),
        new("shop", "itemsQuote", false, Items, Exchange),
        new(
            "shop",
            "paymentQuote",
            false,
            new Dictionary<string, string> { ["orderId"] = "String", ["payWith"] = "String" },
            Payment
        ),
        new(
            "shop",
            "addressQuote",
            false,
            new Dictionary<string, string> { ["orderId"] = "String", ["address"] = "Object" },
            Address
        ),
        new(
            "shop",
            "customerAddressQuote",
            false,
            new Dictionary<string, string> { ["customerId"] = "String", ["address"] = "Object" },
            CustomerAddress
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
        Effect("exchange", Changes, ["exchangeId", "version"], "cancelExchange", reference: "exchangeId"),
        Effect("cancelExchange", new() { ["exchangeId"] = "String" }, ["exchangeId"]),
        Effect("changeItems", Changes, ["exchangeId", "version"], "restoreItems", reference: "exchangeId"),
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

    public static readonly IReadOnlyList<CustomerQuery> CustomerQueries =
    [
        new(
            "find_orders",
            "All orders of this customer with their lines, states and payment methods, and the customer's address.",
            new()
            {
                ["type"] = "object",
                ["properties"] = new JsonObject(),
                ["additionalProperties"] = false,
            },
            "orderId"
        ),
        new(
            "find_variants",
            "The variants of a product: ids, colours, sizes, prices, availability.",
            new()
            {
                ["type"] = "object",
                ["properties"] = new JsonObject
                {
                    ["productId"] = new JsonObject { ["type"] = "string", ["maxLength"] = 50 },
                },
                ["required"] = new JsonArray("productId"),
                ["additionalProperties"] = false,
            }
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
            "refund" when JsonMoney.Read(arguments["amount"]) is { Amount: 0 } => new("refund", [], null) { IsNothing = true },
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
    public static string Number(JsonObject arguments) =>
        (Text(arguments["orderId"]) ?? "").Trim().TrimStart('#').ToUpperInvariant();

    /// <summary>
    /// What the shop reports, by type. A parcel's event names the order too; what the inspection found is optional.
    /// </summary>
    public static readonly IReadOnlyDictionary<string, JsonObject> Events = new Dictionary<string, JsonObject>
    {
        ["parcel.received"] = Event(
            new()
            {
                ["orderId"] = Text(),
                ["restock"] = new JsonObject { ["type"] = "boolean" },
                ["amount"] = Amount(),
            }
        ),
        ["parcel.inspected"] = Event(
            new()
            {
                ["orderId"] = Text(),
                ["restock"] = new JsonObject { ["type"] = "boolean" },
                ["amount"] = Amount(),
            }
        ),
        ["refund.credited"] = Event(new() { ["orderId"] = Text(), ["amount"] = Amount() }),
        ["refund.returned"] = Event(
            new()
            {
                ["orderId"] = Text(),
                ["amount"] = Amount(),
                ["reason"] = Text(),
            }
        ),
    };

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

    private static JsonObject Event(JsonObject properties) => new() { ["type"] = "object", ["properties"] = properties };

    private static JsonObject Text() => new() { ["type"] = "string", ["maxLength"] = 200 };

    private static JsonObject Amount() =>
        new()
        {
            ["type"] = "object",
            ["format"] = "money",
            ["properties"] = new JsonObject
            {
                ["amount"] = new JsonObject { ["type"] = "string", ["maxLength"] = 20 },
                ["currency"] = new JsonObject { ["type"] = "string", ["maxLength"] = 3 },
            },
            ["required"] = new JsonArray("amount", "currency"),
        };

    private static string? Text(JsonNode? value) => ForeignAnswer.Text(value);

    private static IReadOnlyList<string> Units(JsonObject arguments, string name) =>
        [
            .. (arguments[name] as JsonArray ?? [])
                .OfType<JsonObject>()
                .Select(unit => $"order:{Number(arguments)}/line:{unit["line"]}/unit:{unit["number"]}"),
        ];
}
