using System.Text.Json.Nodes;
using Agentic.Orchestration.Packs;

namespace Agentic.Retail.Planning;

/// <summary>
/// Turns one understood wish into proposals, one precise question, or a person. It never fills a gap with a guess.
/// </summary>
internal sealed class WishPlanner(Pack pack, OrderBook book, IReadOnlyList<JsonObject> variants)
{
    public IReadOnlyList<PlannedCall> Plan(Wish wish) =>
        wish.Action switch
        {
            Actions.Return => Return(wish),
            Actions.Exchange => new ExchangePlanner(book, variants).Plan(wish),
            Actions.Cancel => Cancel(wish),
            Actions.OrderAddress or Actions.CustomerAddress => Move(wish),
            Actions.Payment => Repay(wish),
            Actions.Goodwill => Goodwill(wish),
            { } other when pack.Actions.ContainsKey(other) => [PlannedCall.HandOff(OfflineReasons.CannotPropose(other))],
            _ => [book.Ask("askWish")],
        };

    private IReadOnlyList<PlannedCall> Return(Wish wish)
    {
        var match = new ItemMatcher(
            wish,
            book,
            (order, line) => OrderBook.Status(order) == "delivered" ? OrderBook.Left(line) : 0
        ).Find();
        if (match.Question is not null)
        {
            return [match.Question];
        }
        if (Unsent(wish, match) is { Count: > 0 } unsent)
        {
            return Instead(wish, match, unsent);
        }
        if (match.ClosedOrder is { } closed)
        {
            var line = book.Find(closed) is { } order ? (int)OrderBook.Lines(order).First()["line"]! : 1;
            return [ReturnCall(wish, closed, [(line, 1)], null)];
        }
        if (
            wish.Method == MethodReader.Unknown
            || (wish.Method is not (null or "original") && book.MethodOf(wish.Method) is null)
        )
        {
            return [book.Ask("askMethod")];
        }
        var method = wish.Method is null or "original" ? null : book.MethodOf(wish.Method);
        return
        [
            .. match
                .Items.GroupBy(item => OrderBook.Number(item.Order))
                .Select(group =>
                    ReturnCall(wish, group.Key, [.. group.Select(item => ((int)item.Line["line"]!, item.Quantity))], method)
                ),
        ];
    }

    /// <summary>
    /// Orders of the match that have not left yet. A statutory withdrawal stays one, whatever the state of the order.
    /// </summary>
    private IReadOnlyList<string> Unsent(Wish wish, ItemMatch match)
    {
        var orders = match
            .Items.Select(item => OrderBook.Number(item.Order))
            .Append(match.ClosedOrder)
            .OfType<string>()
            .Distinct();
        return wish.IsStatutory
            ? []
            : [.. orders.Where(number => book.Find(number) is { } order && OrderBook.Status(order) == "pending")];
    }

    /// <summary>What has not left cannot come back: the customer is asked whether the whole order is to be cancelled.</summary>
    private IReadOnlyList<PlannedCall> Instead(Wish wish, ItemMatch match, IReadOnlyList<string> unsent)
    {
        if (
            unsent.Any(number =>
                match.Items.Any(item => OrderBook.Number(item.Order) == number)
                && !wish.Everything
                && !wish.NamesOrderByItem
                && OrderBook.Lines(book.Find(number)!).Any(line => match.Items.All(item => item.Line != line))
            )
        )
        {
            return [PlannedCall.HandOff(OfflineReasons.PartOfAnOrder)];
        }
        if (!wish.CancelsUnsent)
        {
            return [book.Ask("askCancel", new() { ["orders"] = book.Join(unsent) })];
        }
        var rest = match
            .Items.Where(item => !unsent.Contains(OrderBook.Number(item.Order)))
            .Select(item => new Mention(
                (string?)item.Line["product"],
                (string?)item.Line["colour"],
                (string?)item.Line["size"],
                item.Quantity,
                OrderBook.Number(item.Order)
            ))
            .ToArray();
        return
        [
            .. unsent.Select(number => new PlannedCall(Actions.Cancel, new() { ["orderId"] = number })),
            .. rest.Length == 0
                ? []
                : Return(
                    wish with
                    {
                        Mentions = rest,
                        Orders = [.. rest.Select(mention => mention.Order!).Distinct()],
                        Everything = false,
                    }
                ),
        ];
    }

    private static PlannedCall ReturnCall(
        Wish wish,
        string order,
        IReadOnlyList<(int Line, int Quantity)> items,
        string? method
    )
    {
        var arguments = new JsonObject
        {
            ["orderId"] = order,
            ["items"] = new JsonArray([
                .. items
                    .OrderBy(item => item.Line)
                    .Select(item => new JsonObject { ["line"] = item.Line, ["quantity"] = item.Quantity }),
            ]),
        };
        if (method is not null)
        {
            arguments["refundTo"] = method;
        }
        if (wish.Reason is not null)
        {
            arguments["reason"] = wish.Reason;
        }
        return new(Actions.Return, arguments);
    }

    private IReadOnlyList<PlannedCall> Cancel(Wish wish)
    {
        var (orders, question) = WishedOrders.Find(book, wish, "pending");
        // "only the mug of it": a part cannot be cancelled; a person can look for a way.
        return question is not null ? [question]
            : orders.Any(number => book.Find(number) is { } order && IsPart(wish, [.. OrderBook.Lines(order)]))
                ? [PlannedCall.HandOff(OfflineReasons.PartOfAnOrder)]
            : [.. orders.Select(number => new PlannedCall(Actions.Cancel, new() { ["orderId"] = number }))];
    }

    private static bool IsPart(Wish wish, JsonObject[] lines) =>
        wish.Excluded.Any(stays => lines.Any(stays.Fits))
        || (!wish.NamesOrderByItem && lines.Length > 1 && wish.Mentions.Any(mention => mention.Product is not null));

    private IReadOnlyList<PlannedCall> Move(Wish wish)
    {
        // Said of an order or of nothing: an order's address. Said of the account: the customer's.
        if (wish.Account && wish.Orders.Count == 0 && !(wish.Adds && wish.Mentions.Count > 0))
        {
            return wish.Address is null
                ? [book.Ask("askAddress")]
                : [new(Actions.CustomerAddress, new() { ["address"] = wish.Address.DeepClone() })];
        }
        if (wish.Orders.Count == 0 && wish.Action == Actions.CustomerAddress)
        {
            return [book.Ask("askAddressOf")];
        }
        var (orders, question) = WishedOrders.Find(book, wish, "pending");
        if (question is not null || wish.Address is null)
        {
            return [question ?? book.Ask("askAddress")];
        }
        // "I have moved, please send 10063 there too": both.
        PlannedCall[] account = wish is { Account: true, Adds: true }
            ? [new(Actions.CustomerAddress, new() { ["address"] = wish.Address.DeepClone() })]
            : [];
        return
        [
            .. account,
            .. orders.Select(number => new PlannedCall(
                Actions.OrderAddress,
                new() { ["orderId"] = number, ["address"] = wish.Address.DeepClone() }
            )),
        ];
    }

    private IReadOnlyList<PlannedCall> Repay(Wish wish)
    {
        var (orders, question) = WishedOrders.Find(book, wish, "pending");
        return question is not null ? [question]
            : book.MethodOf(wish.Method) is { } method
                ?
                [
                    .. orders.Select(number => new PlannedCall(
                        Actions.Payment,
                        new() { ["orderId"] = number, ["payWith"] = method }
                    )),
                ]
            :
            [
                book.Ask(
                    "askPayWith",
                    new()
                    {
                        ["choices"] = book.Join(
                            book.Methods.Select(known => book.Label(known["label"])).Where(label => label.Length > 0)
                        ),
                    }
                ),
            ];
    }

    private IReadOnlyList<PlannedCall> Goodwill(Wish wish)
    {
        var (orders, question) = WishedOrders.Find(book, wish, "delivered");
        if (question is not null)
        {
            return [question];
        }
        if (wish.AmountUnclear)
        {
            return [book.Ask("askAmount")];
        }
        if (orders.Count > 1 && wish.Amount is not null)
        {
            return [book.Ask("askOrder")];
        }
        if (
            wish.Amount is not null
            && orders.Any(number =>
                book.Find(number)?["currency"] is JsonValue paid && paid.ToString() != AmountReader.Currency
            )
        )
        {
            // Euros are no yen: what they come to is for a person.
            return [PlannedCall.HandOff(OfflineReasons.AnotherCurrency)];
        }
        return
        [
            .. orders.Select(number =>
            {
                var arguments = new JsonObject { ["orderId"] = number };
                if (wish.Amount is { } amount)
                {
                    arguments["amount"] = new JsonObject
                    {
                        ["amount"] = amount.ToString("F2", System.Globalization.CultureInfo.InvariantCulture),
                        ["currency"] = AmountReader.Currency,
                    };
                }
                if (wish.Reason is "damaged" or "late")
                {
                    arguments["reason"] = wish.Reason;
                }
                return new PlannedCall(Actions.Goodwill, arguments);
            }),
        ];
    }
}
