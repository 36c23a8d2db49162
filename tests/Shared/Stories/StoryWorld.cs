using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Identity;

namespace Agentic.Testing.Stories;

/// <summary>
/// A customer and an order of their own for each story: several currencies, discounts, delivery costs, pieces,
/// captures.
/// </summary>
public static class StoryWorld
{
    /// <summary>Refunded only after somebody has looked at it.</summary>
    public const string Inspected = "headphones";

    private static readonly (string Item, decimal Price)[] Items =
    [
        ("jacket", 189.00m),
        ("belt", 24.90m),
        ("watch", 649.00m),
        ("mug", 12.50m),
        (Inspected, 79.00m),
    ];
    private static readonly string[] Currencies = ["EUR", "EUR", "EUR", "EUR", "GBP", "USD", "JPY", "BHD"];

    public static string Customer(int story) => $"teller{story}";

    public static string Order(int story) => (40000 + story).ToString(CultureInfo.InvariantCulture);

    public static string CurrencyOf(int story) => Currencies[story % Currencies.Length];

    /// <summary>What the host is told about the customers.</summary>
    public static Dictionary<string, string?> Settings(int stories)
    {
        var settings = new Dictionary<string, string?> { ["Events:shop:Secret"] = AgenticApp.EventSecret };
        var hash = new PasswordHasher<string>().HashPassword("demo", "demo");
        foreach (var customer in Enumerable.Range(0, stories).Select(Customer))
        {
            settings[$"Accounts:{customer}:PasswordHash"] = hash;
            settings[$"Accounts:{customer}:Roles:0"] = "customer";
            settings[$"Accounts:{customer}:CustomerId"] = customer;
        }
        return settings;
    }

    /// <returns>The file to start the demo shop with.</returns>
    public static string Write(string folder, int stories)
    {
        var lines = new List<JsonObject>();
        foreach (var currency in Currencies.Distinct())
        {
            foreach (var (item, price) in Items)
            {
                JsonObject Variant(string colour, decimal more) =>
                    new()
                    {
                        ["item_id"] = $"{item}-{currency}-{colour}",
                        ["options"] = new JsonObject { ["color"] = colour },
                        ["available"] = true,
                        ["price"] = In(currency, price) + more,
                    };
                lines.Add(
                    new()
                    {
                        ["t"] = "product",
                        ["id"] = $"{item}-{currency}",
                        ["v"] = new JsonObject
                        {
                            ["name"] = item,
                            ["product_id"] = $"{item}-{currency}",
                            ["refund_on"] =
                                item == Inspected ? "inspected"
                                : item == "belt" ? "received"
                                : "request",
                            ["variants"] = new JsonObject
                            {
                                ["blue"] = Variant("blue", 0),
                                ["black"] = Variant("black", In(currency, 5)),
                            },
                        },
                    }
                );
            }
        }
        for (var story = 0; story < stories; story++)
        {
            var currency = CurrencyOf(story);
            lines.Add(
                new()
                {
                    ["t"] = "user",
                    ["id"] = Customer(story),
                    ["v"] = new JsonObject
                    {
                        ["name"] = new JsonObject { ["first_name"] = "Story", ["last_name"] = $"{story}" },
                        ["address"] = new JsonObject { ["address1"] = $"{story} Test Street" },
                        ["email"] = $"{Customer(story)}@example.com",
                        ["payment_methods"] = new JsonObject
                        {
                            [$"card{story}"] = new JsonObject
                            {
                                ["source"] = "credit_card",
                                ["brand"] = "visa",
                                ["last_four"] = "4242",
                                ["id"] = $"card{story}",
                            },
                            [$"paypal{story}"] = new JsonObject { ["source"] = "paypal", ["id"] = $"paypal{story}" },
                        },
                    },
                }
            );
            lines.Add(
                new()
                {
                    ["t"] = "order",
                    ["id"] = Order(story),
                    ["v"] = new JsonObject
                    {
                        ["order_id"] = Order(story),
                        ["user_id"] = Customer(story),
                        ["status"] = "delivered",
                        ["currency"] = currency,
                        ["items"] = new JsonArray([
                            .. Items.Select(item => new JsonObject
                            {
                                ["name"] = item.Item,
                                ["product_id"] = $"{item.Item}-{currency}",
                                ["item_id"] = $"{item.Item}-{currency}-blue",
                                ["price"] = In(currency, item.Price),
                                ["options"] = new JsonObject { ["color"] = "blue" },
                            }),
                        ]),
                        ["payment_history"] = new JsonArray(
                            new JsonObject
                            {
                                ["transaction_type"] = "payment",
                                ["amount"] = Items.Sum(item => In(currency, item.Price)),
                                ["payment_method_id"] = $"card{story}",
                            }
                        ),
                    },
                }
            );
        }
        var path = Path.Combine(folder, "stories.world.jsonl");
        File.WriteAllLines(path, lines.Select(line => line.ToJsonString()));
        return path;
    }

    /// <summary>An order as a story finds it: pieces, discount, delivery costs and tax, paid with one method or two.</summary>
    public static JsonObject Shape(int story, Random random, string status)
    {
        var currency = CurrencyOf(story);
        var quantities = Items.Select(_ => random.Next(4) == 0 ? 2 : 1).ToArray();
        var (shipping, discount) = (random.Next(2) * In(currency, 4.90m), random.Next(3) == 0 ? In(currency, 33.37m) : 0);
        var total = Items.Zip(quantities).Sum(pair => In(currency, pair.First.Price) * pair.Second) - discount + shipping;
        var first = random.Next(3) == 0 ? In(currency, 100) : total;
        JsonObject Payment(string method, decimal captured, int index) =>
            new()
            {
                ["methodId"] = method,
                ["captured"] = captured,
                ["refunded"] = 0,
                ["pending"] = 0,
                ["disputed"] = 0,
                ["id"] = $"cap-{index}",
            };
        return new()
        {
            ["status"] = status,
            ["shipping"] = shipping,
            ["discount"] = discount,
            ["vatRate"] = random.Next(2) == 0 ? 0.19m : 0.07m,
            ["lines"] = new JsonArray([
                .. quantities.Select((quantity, index) => new JsonObject { ["line"] = index + 1, ["quantity"] = quantity }),
            ]),
            ["payments"] =
                first == total
                    ? new JsonArray(Payment($"card{story}", total, 1))
                    : new JsonArray(Payment($"card{story}", first, 1), Payment($"paypal{story}", total - first, 2)),
        };
    }

    /// <summary>Yen have no parts, dinars a thousand: an amount that fits the currency.</summary>
    public static decimal In(string currency, decimal euros) =>
        currency switch
        {
            "JPY" => Math.Round(euros * 100),
            "BHD" => Math.Round(euros * 0.437m, 3),
            _ => euros,
        };
}
