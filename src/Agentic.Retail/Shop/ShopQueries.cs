using System.Text.Json.Nodes;
using Agentic.Orchestration.Connectors;

namespace Agentic.Retail.Shop;

/// <summary>What a planner may ask the shop about a customer.</summary>
internal static class ShopQueries
{
    public static readonly IReadOnlyList<CustomerQuery> OfCustomer =
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
}
