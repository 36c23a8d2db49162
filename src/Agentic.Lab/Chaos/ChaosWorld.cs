using System.Globalization;
using System.Text.Json.Nodes;

namespace Agentic.Lab.Chaos;

/// <summary>As many delivered orders as requests, over a few customers, so that limits, approvals and quorums all come up.</summary>
internal static class ChaosWorld
{
    public const int Customers = 20;
    private static readonly string[] Items = ["jacket", "belt", "watch", "mug"];
    private static readonly string[] Prices = ["189.00", "24.90", "649.00", "12.50"];

    public static string Customer(int request) => $"chaos{request % Customers}";

    public static string Order(int request) => (20000 + request).ToString(CultureInfo.InvariantCulture);

    public static string Item(int request) => Items[request / Customers % Items.Length];

    public static void Write(string path, int requests)
    {
        var lines = new List<string>();
        for (var customer = 0; customer < Customers; customer++)
        {
            lines.Add(new JsonObject
            {
                ["t"] = "user",
                ["id"] = $"chaos{customer}",
                ["v"] = new JsonObject
                {
                    ["name"] = new JsonObject { ["first_name"] = "Chaos", ["last_name"] = $"{customer}" },
                    ["address"] = new JsonObject { ["address1"] = "1 Test Street" },
                    ["email"] = $"chaos{customer}@example.com",
                    ["payment_methods"] = new JsonObject { [$"card{customer}"] = new JsonObject { ["source"] = "credit_card", ["brand"] = "visa", ["last_four"] = "4242", ["id"] = $"card{customer}" } },
                },
            }.ToJsonString());
        }
        for (var request = 0; request < requests; request++)
        {
            lines.Add(new JsonObject
            {
                ["t"] = "order",
                ["id"] = Order(request),
                ["v"] = new JsonObject
                {
                    ["order_id"] = Order(request),
                    ["user_id"] = Customer(request),
                    ["status"] = "delivered",
                    ["currency"] = "EUR",
                    ["items"] = new JsonArray([.. Items.Select((item, index) => new JsonObject
                    {
                        ["name"] = item, ["product_id"] = item, ["item_id"] = $"{Order(request)}-{index}", ["price"] = JsonNode.Parse(Prices[index]), ["options"] = new JsonObject { ["color"] = "blue" },
                    })]),
                    ["payment_history"] = new JsonArray(new JsonObject { ["transaction_type"] = "payment", ["amount"] = JsonNode.Parse("875.40"), ["payment_method_id"] = $"card{request % Customers}" }),
                },
            }.ToJsonString());
        }
        File.WriteAllLines(path, lines);
    }
}
