using System.Text.Json.Nodes;

namespace Agentic.Retail.Planning;

/// <summary>Which orders a wish is about, or what has to be asked first.</summary>
internal static class WishedOrders
{
    /// <summary>
    /// The orders that a wish is about: named by number, by an item that only one holds, or the only one in that
    /// state.
    /// </summary>
    public static (IReadOnlyList<string> Orders, PlannedCall? Question) Find(OrderBook book, Wish wish, string status)
    {
        if (wish.Orders.Count == 0 && wish.ExcludedOrders.Count > 0)
        {
            // "everything except 10071": which are left, the customer says.
            return ([], book.Ask("askOrder"));
        }
        var named = wish
            .Orders.Where(number =>
                book.Find(number) is not null || wish.MarkedOrders.Contains(number) || wish.Orders.Count == 1
            )
            .ToArray();
        var known = named.Select(book.Find).OfType<JsonObject>().ToArray();
        if (
            known.Length > 0
            && wish.Mentions.Any(mention => mention.Product is not null && !known.SelectMany(OrderBook.Lines).Any(mention.Fits))
        )
        {
            // "take the belt … and cancel 10063": what is to become of the belt was not understood.
            return ([], book.Ask("askAgain"));
        }
        if (wish.Other || named.Length > 0)
        {
            return wish.Other ? ([], book.Ask(named.Length > 0 ? "askAgain" : "askOrder")) : (named, null);
        }
        var holding =
            wish.Mentions.Count == 0
                ? book.Orders
                : [.. book.Orders.Where(order => wish.Mentions.All(mention => OrderBook.Lines(order).Any(mention.Fits)))];
        return holding.Where(order => OrderBook.Status(order) == status).ToArray() is [var only]
            ? ([OrderBook.Number(only)], null)
            : ([], book.Ask("askOrder"));
    }
}
