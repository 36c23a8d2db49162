using System.Text.Json.Nodes;
using Agentic.Orchestration.Packs;

namespace Agentic.Orchestration.Planning.Offline;

/// <summary>Finds the order lines that a wish means. Exactly one reading becomes an action, several a question, none a question or a person.</summary>
internal sealed class OrderMatcher(Pack pack, Wish wish, JsonObject found, string locale)
{
    private readonly IReadOnlyDictionary<string, string> _says = pack.Vocabularies[locale].Says;
    private readonly JsonObject[] _orders = [.. ((JsonArray)found["orders"]!).OfType<JsonObject>()];

    public IReadOnlyList<Call> Match(string action)
    {
        var known = wish.Orders.Where(number => _orders.Any(order => Number(order) == number)).ToArray();
        if (wish.Orders.FirstOrDefault(number => !known.Contains(number) && (wish.MarkedOrders.Contains(number) || (wish.Mentions.Count == 0 && known.Length == 0))) is { } unknown)
        {
            // Not among this customer's orders: the action's own gate says so, the same for a foreign order and a missing one.
            return known.Length == 0 ? [Propose(action, unknown, [(1, 1)], null)] : [Call.Ask(Say("askOrder", []))];
        }
        if (wish.Other)
        {
            return [AskItem(Returnable(known is [var one] ? one : null))];
        }
        var chosen = new List<(JsonObject Order, int Line, int Quantity)>();
        if (wish.Everything && wish.Mentions.Count == 0)
        {
            var orders = known.Length > 0 ? [.. _orders.Where(order => known.Contains(Number(order)))] : OnlyDelivered() is { } single ? new[] { single } : [];
            if (orders.Length == 0)
            {
                return [Call.Ask(Say("askOrder", []))];
            }
            chosen.AddRange(orders.SelectMany(order => Lines(order).Where(line => Left(line) > 0 && !wish.Excluded.Any(stays => Fits(line, stays))).Select(line => (order, (int)line["line"]!, Left(line)))));
        }
        foreach (var mention in wish.Mentions)
        {
            var (found, question) = Resolve(mention, known);
            if (question is not null)
            {
                return [question];
            }
            // Said earlier and returned since: nothing to do for it again.
            found = wish.Mentions.Count > 1 ? [.. found.Where(item => (string?)item.Order["status"] != "delivered" || Left(Lines(item.Order).First(line => (int)line["line"]! == item.Line)) > 0)] : found;
            chosen.AddRange(found.Where(item => chosen.All(other => other.Order != item.Order || other.Line != item.Line)));
        }
        if (chosen.Count == 0)
        {
            return WithoutItems(action, known);
        }
        if (Method(chosen) is not { } methods)
        {
            return [Call.Ask(Say("askMethod", []))];
        }
        return [.. chosen.GroupBy(item => Number(item.Order)).Select(group => Propose(action, group.Key, [.. group.Select(item => (item.Line, item.Quantity))], methods[group.Key]))];
    }

    private (IEnumerable<(JsonObject Order, int Line, int Quantity)> Found, Call? Question) Resolve(Mention mention, string[] known)
    {
        var order = mention.Order is { } named && known.Contains(named) ? named : known is [var only] ? only : null;
        var candidates = Candidates(mention, order);
        if (candidates.Length > 1 && mention.Quantity == candidates.Length && candidates.All(item => Left(item.Line) == 1))
        {
            // "both jackets": as many as there are.
            return (candidates.Select(item => (item.Order, (int)item.Line["line"]!, 1)), null);
        }
        if (candidates.Length != 1)
        {
            return ([], candidates.Length > 1 ? Call.Ask(Say("askWhich", new() { ["choices"] = Choices(candidates) })) : AskItem(Returnable(order)));
        }
        var line = candidates[0].Line;
        var left = Left(line);
        var quantity = mention.Quantity == Mention.All ? Math.Max(left, 1) : mention.Quantity ?? (left <= 1 ? 1 : (int?)null);
        // "the T-shirts" of three: how many is the customer's to say. What cannot be returned at all, the gate says.
        return quantity is null || (left > 0 && quantity > left)
            ? ([], Call.Ask(Say("askQuantity", new() { ["left"] = left, ["label"] = line["label"]!.DeepClone() })))
            : ([(candidates[0].Order, (int)line["line"]!, quantity.Value)], null);
    }

    /// <summary>An order but no item: clear when the order has only one thing left to return.</summary>
    private IReadOnlyList<Call> WithoutItems(string action, string[] known)
    {
        if (known is not [var number])
        {
            return [wish.Excluded.Count > 0 ? AskItem(Returnable(null)) : Call.Ask(Say("askOrder", []))];
        }
        var order = _orders.First(order => Number(order) == number);
        var lines = Lines(order).Where(line => Left(line) > 0 && !wish.Excluded.Any(stays => Fits(line, stays))).ToArray();
        if (lines is [var only] && Left(only) == 1 && wish.Excluded.Count == 0)
        {
            return Method([(order, (int)only["line"]!, 1)]) is { } methods ? [Propose(action, number, [((int)only["line"]!, 1)], methods[number])] : [Call.Ask(Say("askMethod", []))];
        }
        return Lines(order).All(line => Left(line) == 0) ? [Propose(action, number, [((int)Lines(order).First()["line"]!, 1)], null)] : [AskItem([.. lines.Select(line => (order, line))])];
    }

    private Call AskItem((JsonObject Order, JsonObject Line)[] choices) =>
        choices.Length == 0 ? Call.Ask(Say("askOrder", [])) : Call.Ask(Say("askItem", new() { ["choices"] = Choices(choices) }));

    private Call Propose(string action, string order, IReadOnlyList<(int Line, int Quantity)> items, string? method)
    {
        var arguments = new JsonObject
        {
            ["orderId"] = order,
            ["items"] = new JsonArray([.. items.OrderBy(item => item.Line).Select(item => new JsonObject { ["line"] = item.Line, ["quantity"] = item.Quantity })]),
        };
        if (method is not null)
        {
            arguments["refundTo"] = method;
        }
        if (wish.Reason is not null)
        {
            arguments["reason"] = wish.Reason;
        }
        return new(action, arguments);
    }

    /// <summary>Per order the payment method to refund to (null: the original); null when the customer named one that is not on file.</summary>
    private Dictionary<string, string?>? Method(IReadOnlyList<(JsonObject Order, int Line, int Quantity)> chosen)
    {
        if (wish.Method == "unknown")
        {
            return null;
        }
        if (wish.Method is null or "original")
        {
            return chosen.Select(item => Number(item.Order)).Distinct().ToDictionary(number => number, _ => (string?)null);
        }
        var named = ((JsonArray)found["paymentMethods"]!).OfType<JsonObject>().Where(method => (string?)method["kind"] == wish.Method).ToArray();
        return named is [var only] ? chosen.Select(item => Number(item.Order)).Distinct().ToDictionary(number => number, _ => (string?)only["id"]) : null;
    }

    private (JsonObject Order, JsonObject Line)[] Candidates(Mention mention, string? order)
    {
        var all = All(order).Where(found => Fits(found.Line, mention) && !wish.Excluded.Any(stays => stays.Colour is not null && Fits(found.Line, stays))).ToArray();
        // Several readings: what can be returned goes before what cannot.
        var open = all.Where(found => (string?)found.Order["status"] == "delivered" && Left(found.Line) > 0).ToArray();
        return open.Length > 0 ? open : all;
    }

    private (JsonObject Order, JsonObject Line)[] Returnable(string? number) =>
        [.. All(number).Where(found => (string?)found.Order["status"] == "delivered" && Left(found.Line) > 0)];

    private IEnumerable<(JsonObject Order, JsonObject Line)> All(string? number) =>
        _orders.Where(order => number is null || Number(order) == number).SelectMany(order => Lines(order).Select(line => (order, line)));

    private static bool Fits(JsonObject line, Mention mention) =>
        (mention.Product is null || (string?)line["product"] == mention.Product)
        && (mention.Colour is null || (string?)line["colour"] == mention.Colour)
        && (mention.Size is null || string.Equals((string?)line["size"], mention.Size, StringComparison.OrdinalIgnoreCase));

    private JsonObject? OnlyDelivered() => _orders.Where(order => (string?)order["status"] == "delivered").ToArray() is [var only] ? only : null;

    private string Choices((JsonObject Order, JsonObject Line)[] candidates) => string.Join(locale == "de" ? " oder " : " or ",
        candidates.Take(4).Select(found => pack.Texts.Fill("{label} ({order})", locale, new() { ["label"] = found.Line["label"]?.DeepClone(), ["order"] = Number(found.Order) })));

    private string Say(string key, JsonObject values) => pack.Texts.Fill(_says[key], locale, values);

    private static IEnumerable<JsonObject> Lines(JsonObject order) => ((JsonArray)order["lines"]!).OfType<JsonObject>();

    private static int Left(JsonObject line) => (int?)line["returnable"] ?? (int?)line["quantity"] ?? 1;

    private static string Number(JsonObject order) => Words.Normalise((string)order["orderId"]!).TrimStart('#');
}
