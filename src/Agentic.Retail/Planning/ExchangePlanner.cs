using System.Text.Json.Nodes;

namespace Agentic.Retail.Planning;

/// <summary>Pieces for the same thing in another variant: which pieces, which variant, who pays.</summary>
internal sealed class ExchangePlanner(OrderBook book, IReadOnlyList<JsonObject> variants)
{
    /// <summary>Delivered pieces are exchanged, pieces of a pending order are changed before they leave.</summary>
    public IReadOnlyList<PlannedCall> Plan(Wish wish)
    {
        if (wish.Target.IsUnclear)
        {
            return [book.Ask("askAgain")];
        }
        var match = new ItemMatcher(
            wish,
            book,
            (order, line) =>
                OrderBook.Status(order) switch
                {
                    "delivered" => OrderBook.Left(line),
                    "pending" => (int?)line["quantity"] ?? 1,
                    _ => 0,
                }
        ).Find();
        if (match.Question is not null || match.ClosedOrder is not null)
        {
            return
            [
                match.Question
                    ?? book.Ask(
                        "askItem",
                        new()
                        {
                            ["choices"] = book.Choices(
                                book.All(null).Where(found => OrderBook.Status(found.Order) == "delivered")
                            ),
                        }
                    ),
            ];
        }
        if (
            match
                .Items.Select(item => (string?)item.Line["productId"])
                .FirstOrDefault(product => variants.All(known => (string?)known["productId"] != product)) is
            { } unread
        )
        {
            return [new("find_variants", new() { ["productId"] = unread })];
        }
        if (
            wish.Method == MethodReader.Unknown
            || (wish.Method is not (null or "original") && book.MethodOf(wish.Method) is null)
        )
        {
            return [book.Ask("askMethod")];
        }
        var items = new List<(ChosenPiece Item, string Variant)>();
        foreach (var item in match.Items)
        {
            var product = variants.First(known => (string?)known["productId"] == (string?)item.Line["productId"]);
            if (VariantMatcher.Find(product, item.Line, wish.Target) is not { } variant)
            {
                return
                [
                    book.Ask(
                        "askVariant",
                        new()
                        {
                            ["label"] = item.Line["label"]!.DeepClone(),
                            ["choices"] = book.Join(VariantMatcher.Choices(product, item.Line, wish.Target)),
                        }
                    ),
                ];
            }
            items.Add((item, variant));
        }
        return
        [
            .. items
                .GroupBy(item => OrderBook.Number(item.Item.Order))
                .Select(group => ExchangeCall(wish, group.First().Item.Order, [.. group])),
        ];
    }

    private PlannedCall ExchangeCall(Wish wish, JsonObject order, IReadOnlyList<(ChosenPiece Item, string Variant)> items)
    {
        var arguments = new JsonObject
        {
            ["orderId"] = OrderBook.Number(order),
            ["items"] = new JsonArray([
                .. items.Select(item => new JsonObject
                {
                    ["line"] = (int)item.Item.Line["line"]!,
                    ["quantity"] = item.Item.Quantity,
                    ["variant"] = item.Variant,
                }),
            ]),
        };
        if (book.MethodOf(wish.Method) is { } method)
        {
            arguments["payWith"] = method;
        }
        return new(OrderBook.Status(order) == "pending" ? Actions.ChangeItems : Actions.Exchange, arguments);
    }
}
