using System.Globalization;
using System.Text.Json;

namespace Agentic.DemoShop.World;

/// <summary>
/// Loads a world from a JSON-lines file: each line is <c>{"t": "user" | "order" | "product", "id": …, "v": …}</c>.
/// Amounts are read as decimals; the currency is US dollars unless an order says otherwise.
/// </summary>
public static class WorldFile
{
    /// <exception cref="InvalidDataException">Names the line and what is wrong with it.</exception>
    public static ShopWorld Load(string path)
    {
        var world = new ShopWorld();
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            try
            {
                if (line.Length > 0)
                {
                    using var document = JsonDocument.Parse(line);
                    Add(world, document.RootElement);
                }
            }
            catch (Exception broken)
                when (broken is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
            {
                throw new InvalidDataException($"DemoShop:World {path}, line {number}: {broken.Message}", broken);
            }
        }
        return world.Orders.Count > 0 ? world : throw new InvalidDataException($"DemoShop:World {path} holds no orders.");
    }

    private static void Add(ShopWorld world, JsonElement line)
    {
        var (id, value) = (line.GetProperty("id").GetString()!, line.GetProperty("v"));
        switch (line.GetProperty("t").GetString())
        {
            case "user":
                world.Customers[id] = ReadUser(id, value);
                break;
            case "product":
                world.Products[id] = ReadProduct(id, value);
                break;
            case "order":
                world.Put(ReadOrder(value));
                break;
            case var other:
                throw new FormatException($"'t' is '{other}', not user, order or product.");
        }
    }

    private static Customer ReadUser(string id, JsonElement value)
    {
        var name = value.GetProperty("name");
        var address = value.GetProperty("address");
        var methods = value
            .GetProperty("payment_methods")
            .EnumerateObject()
            .Select(method => new PaymentMethod(
                method.Name,
                method.Value.GetProperty("source").GetString() switch
                {
                    "credit_card" => "card",
                    "gift_card" => "giftCard",
                    var source => source!,
                },
                Same(
                    method.Value.TryGetProperty("last_four", out var digits)
                        ? $"{method.Value.GetProperty("brand").GetString()} •• {digits.GetString()}"
                        : method.Name
                ),
                method.Value.TryGetProperty("balance", out var balance) ? balance.GetDecimal() : null
            ));
        return new(
            id,
            $"{name.GetProperty("first_name").GetString()} {name.GetProperty("last_name").GetString()}",
            value.GetProperty("email").GetString()!,
            "en",
            ReadAddress(address),
            [.. methods]
        );
    }

    private static Product ReadProduct(string id, JsonElement value)
    {
        var name = value.GetProperty("name").GetString()!;
        return new(
            id,
            name.ToLowerInvariant(),
            Same(name),
            [
                .. value
                    .GetProperty("variants")
                    .EnumerateObject()
                    .Select(variant => new Variant(
                        variant.Name,
                        Option(variant.Value, "color"),
                        Option(variant.Value, "size"),
                        variant.Value.GetProperty("price").GetDecimal(),
                        variant.Value.GetProperty("available").GetBoolean()
                    )),
            ],
            value.TryGetProperty("refund_on", out var refundOn) ? refundOn.GetString()! : "request"
        );
    }

    private static Order ReadOrder(JsonElement value)
    {
        var lines = value
            .GetProperty("items")
            .EnumerateArray()
            .Select(
                (item, index) =>
                    new OrderLine(
                        index + 1,
                        item.GetProperty("product_id").GetString()!,
                        item.GetProperty("name").GetString()!.ToLowerInvariant(),
                        item.GetProperty("item_id").GetString()!,
                        Same($"{item.GetProperty("name").GetString()} " + $"({string.Join(", ", OptionsOf(item))})"),
                        Option(item, "color"),
                        Option(item, "size"),
                        1,
                        item.GetProperty("price").GetDecimal(),
                        [],
                        []
                    )
            )
            .ToArray();
        var currency = value.TryGetProperty("currency", out var named) ? named.GetString()! : "USD";
        var payments = value
            .GetProperty("payment_history")
            .EnumerateArray()
            .GroupBy(entry => entry.GetProperty("payment_method_id").GetString()!)
            .Select(group =>
                (Method: group.Key, Captured: Sum(group, "payment", currency), Refunded: Sum(group, "refund", currency))
            )
            .ToArray();
        return new(
            value.GetProperty("order_id").GetString()!,
            value.GetProperty("user_id").GetString()!,
            value.GetProperty("status").GetString()!,
            DateTimeOffset.UnixEpoch,
            null,
            value.TryGetProperty("address", out var address) ? ReadAddress(address) : new("", "", "", ""),
            currency,
            lines,
            0,
            0,
            0,
            [
                .. payments.Select(
                    (payment, index) => new Payment(payment.Method, payment.Captured, payment.Refunded, Id: $"cap-{index + 1}")
                ),
            ],
            1
        );
    }

    private static Address ReadAddress(JsonElement value)
    {
        string Part(string name) => value.TryGetProperty(name, out var part) ? part.GetString() ?? "" : "";
        return new(
            string.Join(", ", new[] { Part("address1"), Part("address2") }.Where(part => part.Length > 0)),
            Part("zip"),
            string.Join(", ", new[] { Part("city"), Part("state") }.Where(part => part.Length > 0)),
            Part("country")
        );
    }

    private static decimal Sum(IEnumerable<JsonElement> entries, string type, string currency) =>
        entries
            .Where(entry => entry.GetProperty("transaction_type").GetString() == type)
            .Sum(entry => Money.Round(entry.GetProperty("amount").GetDecimal(), currency));

    private static string? Option(JsonElement item, string name) =>
        item.GetProperty("options").TryGetProperty(name, out var option)
            ? option.GetString()!.ToLower(CultureInfo.InvariantCulture)
            : null;

    private static Label Same(string text) => new(text, text);

    private static IEnumerable<string?> OptionsOf(JsonElement item) =>
        item.GetProperty("options").EnumerateObject().Select(option => option.Value.GetString());
}
