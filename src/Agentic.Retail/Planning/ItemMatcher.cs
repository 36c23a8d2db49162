using System.Text.Json.Nodes;

namespace Agentic.Retail.Planning;

/// <summary>Finds the order lines that a wish means. Exactly one reading counts, several become a question.</summary>
/// <param name="left">How many pieces of a line the wish can be about; 0 when none.</param>
internal sealed class ItemMatcher(Wish wish, OrderBook book, Func<JsonObject, JsonObject, int> left)
{
    public ItemMatch Find()
    {
        var known = wish.Orders.Where(number => book.Find(number) is not null).ToArray();
        if (
            wish.Orders.FirstOrDefault(number =>
                !known.Contains(number)
                && (wish.MarkedOrders.Contains(number) || (wish.Mentions.Count == 0 && known.Length == 0))
            ) is
            { } unknown
        )
        {
            // Not among this customer's orders: the action's own gate says so, the same for a foreign order and a missing one.
            return known.Length == 0 ? new([], ClosedOrder: unknown) : new([], book.Ask("askOrder"));
        }
        if (wish.Other)
        {
            return new([], AskItem(Open(known is [var one] ? one : null)));
        }
        var chosen = new List<ChosenPiece>();
        if (wish.Everything && wish.Mentions.Count == 0)
        {
            if (known.Length == 0 && wish.ExcludedOrders.Count > 0)
            {
                return new([], book.Ask("askOrder"));
            }
            var orders =
                known.Length > 0 ? [.. known.Select(number => book.Find(number)!)]
                : OnlyDelivered() is { } single ? new[] { single }
                : [];
            if (orders.Length == 0)
            {
                return new([], book.Ask("askOrder"));
            }
            if (
                orders
                    .SelectMany(order => OrderBook.Lines(order).Select(line => (Order: order, Line: line)))
                    .FirstOrDefault(found =>
                        wish.Excluded.Any(stays => stays.Fits(found.Line) && stays.Quantity < left(found.Order, found.Line))
                    ) is
                { Line: not null } some
            )
            {
                // "all of it but one T-shirt": of that one some come back.
                return new(
                    [],
                    book.Ask(
                        "askQuantity",
                        new() { ["left"] = left(some.Order, some.Line), ["label"] = some.Line["label"]!.DeepClone() }
                    )
                );
            }
            chosen.AddRange(
                orders.SelectMany(order =>
                    OrderBook
                        .Lines(order)
                        .Where(line => left(order, line) > 0 && !wish.Excluded.Any(stays => stays.Fits(line)))
                        .Select(line => new ChosenPiece(order, line, left(order, line)))
                )
            );
        }
        foreach (var mention in wish.Mentions)
        {
            var (found, question) = Resolve(mention, known);
            if (question is not null)
            {
                return new([], question);
            }
            // Said earlier and returned since: nothing to do for it again.
            found =
                wish.Mentions.Count > 1
                    ? [.. found.Where(item => OrderBook.Status(item.Order) != "delivered" || left(item.Order, item.Line) > 0)]
                    : found;
            chosen.AddRange(found.Where(item => chosen.All(other => other.Order != item.Order || other.Line != item.Line)));
        }
        return chosen.Count > 0 ? new(chosen) : WithoutItems(known);
    }

    private (IReadOnlyList<ChosenPiece> Found, PlannedCall? Question) Resolve(Mention mention, string[] known)
    {
        var order =
            mention.Order is { } named && known.Contains(named) ? named
            : known is [var only] ? only
            : null;
        var candidates = Candidates(mention, order);
        if (candidates.Any(found => wish.DoubtfulColours.Contains((string?)found.Line["colour"])))
        {
            return (
                [],
                book.Ask("askWhich", new() { ["choices"] = book.Choices(candidates.Length > 1 ? candidates : Open(order)) })
            );
        }
        if (
            candidates.Length > 1
            && mention.Quantity == candidates.Length
            && candidates.All(item => left(item.Order, item.Line) == 1)
        )
        {
            // "both jackets": as many as there are.
            return ([.. candidates.Select(item => new ChosenPiece(item.Order, item.Line, 1))], null);
        }
        if (candidates.Length != 1)
        {
            return (
                [],
                candidates.Length > 1
                    ? book.Ask("askWhich", new() { ["choices"] = book.Choices(candidates) })
                    : AskItem(Open(order))
            );
        }
        var (found, line) = candidates[0];
        var pieces = left(found, line);
        var quantity =
            mention.Quantity == Mention.All ? Math.Max(pieces, 1) : mention.Quantity ?? (pieces <= 1 ? 1 : (int?)null);
        // "the T-shirts" of three: how many is the customer's to say. What cannot be returned at all, the gate says.
        return quantity is null || (pieces > 0 && quantity > pieces)
            ? ([], book.Ask("askQuantity", new() { ["left"] = pieces, ["label"] = line["label"]!.DeepClone() }))
            : ([new(found, line, quantity.Value)], null);
    }

    /// <summary>An order but no item: clear when the order has only one thing left.</summary>
    private ItemMatch WithoutItems(string[] known)
    {
        if (known is not [var number])
        {
            return new([], wish.Excluded.Count > 0 ? AskItem(Open(null)) : book.Ask("askOrder"));
        }
        var order = book.Find(number)!;
        var lines = OrderBook
            .Lines(order)
            .Where(line => left(order, line) > 0 && !wish.Excluded.Any(stays => stays.Fits(line)))
            .ToArray();
        if (lines is [var only] && left(order, only) == 1 && wish.Excluded.Count == 0)
        {
            return new([new(order, only, 1)]);
        }
        return OrderBook.Lines(order).All(line => left(order, line) == 0)
            ? new([], ClosedOrder: number)
            : new([], AskItem([.. lines.Select(line => (order, line))]));
    }

    private PlannedCall AskItem((JsonObject Order, JsonObject Line)[] choices) =>
        choices.Length == 0 ? book.Ask("askOrder") : book.Ask("askItem", new() { ["choices"] = book.Choices(choices) });

    private (JsonObject Order, JsonObject Line)[] Candidates(Mention mention, string? order)
    {
        var all = book.All(order)
            .Where(found =>
                mention.Fits(found.Line) && !wish.Excluded.Any(stays => stays.Colour is not null && stays.Fits(found.Line))
            )
            .ToArray();
        // Several readings: what the wish can be about goes before what it cannot.
        var open = all.Where(found => left(found.Order, found.Line) > 0).ToArray();
        return open.Length > 0 ? open : all;
    }

    private (JsonObject Order, JsonObject Line)[] Open(string? number) =>
        [.. book.All(number).Where(found => left(found.Order, found.Line) > 0)];

    private JsonObject? OnlyDelivered() =>
        book.Orders.Where(order => OrderBook.Status(order) == "delivered").ToArray() is [var only] ? only : null;
}
