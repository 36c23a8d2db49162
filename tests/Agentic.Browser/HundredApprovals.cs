using System.Globalization;
using System.Text.Json.Nodes;
using Agentic.Testing;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.AI;

namespace Agentic.Browser;

/// <summary>
/// A hundred customers with an order each, and a planner that gets ten of them wrong: another card, another quantity, a
/// refund again.
/// </summary>
internal sealed class HundredApprovals
{
    public const int Count = 100;
    private const string Price = "239.00";
    private static readonly int[] OtherCard = [7, 37, 67],
        OtherQuantity = [13, 43, 73],
        Repeated = [19, 39, 59, 79];

    public static IReadOnlyList<int> Planted => [.. OtherCard.Concat(OtherQuantity).Concat(Repeated).Order()];

    public static async Task<AgenticApp> StartAsync()
    {
        var folder = TestFolder.Create("hundred");
        var world = Path.Combine(folder, "world.jsonl");
        await File.WriteAllLinesAsync(world, World().Select(line => line.ToJsonString()));
        var hash = new PasswordHasher<string>().HashPassword("demo", "demo");
        var accounts = Enumerable
            .Range(0, Count)
            .SelectMany(number => new Dictionary<string, string?>
            {
                [$"Accounts:{Customer(number)}:PasswordHash"] = hash,
                [$"Accounts:{Customer(number)}:Roles:0"] = "customer",
                [$"Accounts:{Customer(number)}:CustomerId"] = Customer(number),
            });
        return await AgenticApp.StartAsync(
            new Dictionary<string, string?>(accounts),
            new ScriptedChatClient(Plan),
            folder,
            world: world
        );
    }

    /// <summary>All wait for a decision; the ids of their approvals by number.</summary>
    public static async Task<IReadOnlyDictionary<string, int>> FillAsync(AgenticApp app)
    {
        foreach (var number in Repeated)
        {
            var earlier = await AskAsync(app, number);
            await app.ApproveAsync("senior", await app.ApprovalOfAsync(earlier));
            await app.WaitForAsync(Customer(number), earlier, "Completed");
        }
        var approvals = new Dictionary<string, int>();
        for (var number = 0; number < Count; number++)
        {
            approvals[$"{await AskAsync(app, number)}-a1"] = number;
        }
        return approvals;
    }

    private static async Task<string> AskAsync(AgenticApp app, int number)
    {
        var id = await app.SubmitAsync(
            Customer(number),
            Kind(number) == "exchange"
                ? $"Bestellung {Order(number)}: 1 Jacke bitte gegen eine schwarze tauschen"
                : $"Bestellung {Order(number)}: 1 Jacke passt nicht, Geld zurück bitte"
        );
        await app.ConfirmAsync(Customer(number), id);
        await app.WaitForAsync(Customer(number), id, "AwaitingApproval");
        return id;
    }

    private static ChatResponse Plan(IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        if (messages.All(message => message.Role != ChatRole.Tool))
        {
            return ScriptedChatClient.Call("find_orders");
        }
        var text = messages.Last(message => message.Role == ChatRole.User).Text;
        var number = int.Parse(text.Split("Bestellung ")[^1][..5], CultureInfo.InvariantCulture) - 20000;
        object[] Items(params int[] lines) => [.. lines.Select(line => new { line, quantity = 1 })];
        // The first jacket of those who come back is refunded already.
        var isAgain = messages
            .SelectMany(message => message.Contents.OfType<FunctionResultContent>())
            .Any(result =>
                (result.Result as JsonNode)?.ToJsonString().Contains("\"returnable\":0", StringComparison.Ordinal) == true
            );
        return Kind(number) == "exchange"
                ? ScriptedChatClient.Call(
                    "exchange_items",
                    new
                    {
                        orderId = Order(number),
                        items = new[]
                        {
                            new
                            {
                                line = 1,
                                quantity = 1,
                                variant = "jacket-black",
                            },
                        },
                    }
                )
            : OtherCard.Contains(number)
                ? ScriptedChatClient.Call(
                    "return_items",
                    new
                    {
                        orderId = Order(number),
                        items = Items(1),
                        refundTo = $"gift{number}",
                    }
                )
            : ScriptedChatClient.Call(
                "return_items",
                new { orderId = Order(number), items = OtherQuantity.Contains(number) ? Items(1, 2) : Items(isAgain ? 2 : 1) }
            );
    }

    private static IEnumerable<JsonObject> World()
    {
        JsonObject Variant(string colour) =>
            new()
            {
                ["item_id"] = $"jacket-{colour}",
                ["options"] = new JsonObject { ["color"] = colour },
                ["available"] = true,
                ["price"] = JsonNode.Parse(Price),
            };
        yield return Line(
            "product",
            "jacket",
            new()
            {
                ["name"] = "jacket",
                ["product_id"] = "jacket",
                ["variants"] = new JsonObject { ["jacket-blue"] = Variant("blue"), ["jacket-black"] = Variant("black") },
            }
        );
        for (var number = 0; number < Count; number++)
        {
            yield return Line(
                "user",
                Customer(number),
                new()
                {
                    ["name"] = new JsonObject { ["first_name"] = "Customer", ["last_name"] = $"{number}" },
                    ["address"] = new JsonObject { ["address1"] = $"{number} Test Street" },
                    ["email"] = $"{Customer(number)}@example.com",
                    ["payment_methods"] = new JsonObject
                    {
                        [$"card{number}"] = new JsonObject
                        {
                            ["source"] = "credit_card",
                            ["brand"] = "visa",
                            ["last_four"] = "4242",
                            ["id"] = $"card{number}",
                        },
                        [$"gift{number}"] = new JsonObject
                        {
                            ["source"] = "gift_card",
                            ["balance"] = 10,
                            ["id"] = $"gift{number}",
                        },
                    },
                }
            );
            yield return Line(
                "order",
                Order(number),
                new()
                {
                    ["order_id"] = Order(number),
                    ["user_id"] = Customer(number),
                    ["status"] = "delivered",
                    ["currency"] = "EUR",
                    ["items"] = new JsonArray([
                        .. Enumerable
                            .Range(0, 3)
                            .Select(_ => new JsonObject
                            {
                                ["name"] = "jacket",
                                ["product_id"] = "jacket",
                                ["item_id"] = "jacket-blue",
                                ["price"] = JsonNode.Parse(Price),
                                ["options"] = new JsonObject { ["color"] = "blue" },
                            }),
                    ]),
                    ["payment_history"] = new JsonArray(
                        new JsonObject
                        {
                            ["transaction_type"] = "payment",
                            ["amount"] = JsonNode.Parse("717.00"),
                            ["payment_method_id"] = $"card{number}",
                        }
                    ),
                }
            );
        }
    }

    private static JsonObject Line(string type, string id, JsonObject value) =>
        new()
        {
            ["t"] = type,
            ["id"] = id,
            ["v"] = value,
        };

    /// <summary>Every fifth is an exchange; what is planted is a refund.</summary>
    private static string Kind(int number) => number % 5 == 1 ? "exchange" : "return";

    private static string Customer(int number) => $"hundred{number}";

    private static string Order(int number) => (20000 + number).ToString(CultureInfo.InvariantCulture);
}
