using System.Globalization;
using System.Text.Json.Nodes;

namespace Agentic.Lab.Chaos;

/// <summary>
/// As many orders as requests, over a few customers and all kinds of wishes, so that limits, approvals and quorums
/// all come up.
/// </summary>
internal static class ChaosWorld
{
    public const int Customers = 20;
    private static readonly string[] Items = ["jacket", "belt", "watch", "mug", Inspected];
    private static readonly string[] Kinds =
    [
        "return",
        "cancel",
        "inspected",
        "redirect",
        "exchange",
        "goodwill",
        "change",
        "repay",
        "move",
        "return",
    ];
    private static readonly string[] Prices = ["189.00", "24.90", "649.00", "12.50", "79.00"];

    /// <summary>Refunded only after somebody has looked at it.</summary>
    private const string Inspected = "headphones";

    public static string Customer(int request) => $"chaos{request % Customers}";

    public static string Order(int request) => (20000 + request).ToString(CultureInfo.InvariantCulture);

    public static string Item(int request) =>
        Kind(request) == "inspected" ? Inspected : Items[request / Customers % (Items.Length - 1)];

    /// <summary>The order's number gives away whether its parcel is inspected.</summary>
    public static bool IsInspected(string order) => Kind(int.Parse(order, CultureInfo.InvariantCulture) - 20000) == "inspected";

    /// <summary>What a request asks for.</summary>
    public static string Kind(int request) => Kinds[(request + (request / Customers)) % Kinds.Length];

    public static string Text(int request, bool german)
    {
        var (order, item) = (Order(request), german ? German(Item(request)) : $"the {Item(request)}");
        return (Kind(request), german) switch
        {
            ("cancel", true) => $"Bitte Bestellung {order} stornieren",
            ("cancel", false) => $"please cancel order {order}",
            ("redirect", true) => $"Lieferadresse von {order} ändern: Gartenweg 5, 50667 Köln",
            ("redirect", false) => $"change the delivery address of {order} to 5 Church Road, Leeds LS1 4DY",
            ("exchange", true) => $"Bestellung {order}: {item} bitte gegen schwarz tauschen",
            ("exchange", false) => $"exchange {item} from {order} for a black one",
            ("change", true) => $"Bestellung {order}: {item} bitte in schwarz ändern",
            ("change", false) => $"change {item} in {order} to black",
            ("repay", true) => $"Bestellung {order} bitte mit PayPal bezahlen",
            ("repay", false) => $"switch the payment of {order} to paypal",
            ("move", true) => $"Ich bin umgezogen, neue Anschrift: Rosenallee {House(request)}, 80331 München",
            ("move", false) => $"I've moved house, my new address is {House(request)} Church Road, Leeds LS1 4DY",
            ("goodwill", true) => $"Bestellung {order} kam zu spät, bitte 5 Euro Entschädigung",
            ("goodwill", false) => $"order {order} was late, I would like 5 euros compensation",
            (_, true) => $"Bestellung {order}: {item} passt nicht, Geld zurück bitte",
            _ => $"Order {order}: please refund {item}",
        };
    }

    public static void Write(string path, int requests)
    {
        var lines = new List<string>();
        for (var customer = 0; customer < Customers; customer++)
        {
            lines.Add(
                new JsonObject
                {
                    ["t"] = "user",
                    ["id"] = $"chaos{customer}",
                    ["v"] = new JsonObject
                    {
                        ["name"] = new JsonObject { ["first_name"] = "Chaos", ["last_name"] = $"{customer}" },
                        ["address"] = new JsonObject { ["address1"] = "1 Test Street" },
                        ["email"] = $"chaos{customer}@example.com",
                        ["payment_methods"] = new JsonObject
                        {
                            [$"card{customer}"] = new JsonObject
                            {
                                ["source"] = "credit_card",
                                ["brand"] = "visa",
                                ["last_four"] = "4242",
                                ["id"] = $"card{customer}",
                            },
                            [$"paypal{customer}"] = new JsonObject { ["source"] = "paypal", ["id"] = $"paypal{customer}" },
                        },
                    },
                }.ToJsonString()
            );
        }
        foreach (var (item, price) in Items.Zip(Prices))
        {
            JsonObject Variant(string colour) =>
                new()
                {
                    ["item_id"] = $"{item}-{colour}",
                    ["options"] = new JsonObject { ["color"] = colour },
                    ["available"] = true,
                    ["price"] = JsonNode.Parse(price),
                };
            lines.Add(
                new JsonObject
                {
                    ["t"] = "product",
                    ["id"] = item,
                    ["v"] = new JsonObject
                    {
                        ["name"] = item,
                        ["product_id"] = item,
                        ["refund_on"] = item == Inspected ? "inspected" : "request",
                        ["variants"] = new JsonObject
                        {
                            [$"{item}-blue"] = Variant("blue"),
                            [$"{item}-black"] = Variant("black"),
                        },
                    },
                }.ToJsonString()
            );
        }
        for (var request = 0; request < requests; request++)
        {
            lines.Add(
                new JsonObject
                {
                    ["t"] = "order",
                    ["id"] = Order(request),
                    ["v"] = new JsonObject
                    {
                        ["order_id"] = Order(request),
                        ["user_id"] = Customer(request),
                        ["status"] = Kind(request) is "cancel" or "redirect" or "change" or "repay" ? "pending" : "delivered",
                        ["currency"] = "EUR",
                        ["items"] = new JsonArray([
                            .. Items.Select(
                                (item, index) =>
                                    new JsonObject
                                    {
                                        ["name"] = item,
                                        ["product_id"] = item,
                                        ["item_id"] = $"{item}-blue",
                                        ["price"] = JsonNode.Parse(Prices[index]),
                                        ["options"] = new JsonObject { ["color"] = "blue" },
                                    }
                            ),
                        ]),
                        ["payment_history"] = new JsonArray(
                            new JsonObject
                            {
                                ["transaction_type"] = "payment",
                                ["amount"] = JsonNode.Parse("954.40"),
                                ["payment_method_id"] = $"card{request % Customers}",
                            }
                        ),
                    },
                }.ToJsonString()
            );
        }
        File.WriteAllLines(path, lines);
    }

    /// <summary>Nobody moves to where somebody lives already.</summary>
    private static int House(int request) => 1 + (request % 9000);

    private static string German(string item) =>
        item switch
        {
            "jacket" => "die Jacke",
            "belt" => "der Gürtel",
            "watch" => "die Uhr",
            Inspected => "der Kopfhörer",
            _ => "die Tasse",
        };
}
