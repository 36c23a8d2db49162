using System.Text.Json.Nodes;

namespace Agentic.Retail.Shop;

/// <summary>What the shop reports: JSON Schema of each event.</summary>
internal static class ShopEvents
{
    /// <summary>
    /// What the shop reports, by type. A parcel's event names the order too; what the inspection found is optional.
    /// </summary>
    public static readonly IReadOnlyDictionary<string, JsonObject> All = new Dictionary<string, JsonObject>
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
}
