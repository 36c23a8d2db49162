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
        var unknown = wish.Orders.FirstOrDefault(number => _orders.All(order => Number(order) != number));
        if (unknown is not null)
        {
            // Not in this customer's orders: the action's own gate says so, the same for a foreign order and a missing one.
            return wish.Orders.Count == 1 ? [Propose(action, unknown, [(1, 1)], null)] : [Call.Ask(Say("askOrder", []))];
        }
        var chosen = new List<(JsonObject Order, int Line, int Quantity)>();
        foreach (var number in wish.Everything)
        {
            var order = number.Length > 0 ? _orders.First(order => Number(order) == number) : wish.Orders is [var only] ? _orders.First(order => Number(order) == only) : OnlyDelivered();
            if (order is null)
            {
                return [Call.Ask(Say("askOrder", []))];
            }
            chosen.AddRange(Lines(order).Where(line => Left(line) > 0).Select(line => (order, (int)line["line"]!, Left(line))));
        }
        foreach (var mention in wish.Mentions)
        {
            var candidates = Candidates(mention);
            if (candidates.Length == 0)
            {
                return [Call.Ask(Say("askItem", new() { ["choices"] = Choices(Narrow(mention)) }))];
            }
            if (candidates.Length > 1)
            {
                return [Call.Ask(Say("askWhich", new() { ["choices"] = Choices(candidates) }))];
            }
            var (order, line) = candidates[0];
            // "the T-shirts" of three: how many is the customer's to say.
            if (mention.Quantity > Left(line) || (mention.Quantity is null && Left(line) > 1))
            {
                return [Call.Ask(Say("askQuantity", new() { ["left"] = Left(line), ["label"] = line["label"]!.DeepClone() }))];
            }
            if (chosen.All(known => known.Order != order || known.Line != (int)line["line"]!))
            {
                chosen.Add((order, (int)line["line"]!, mention.Quantity ?? 1));
            }
        }
        if (chosen.Count == 0)
        {
            return WithoutItems(action);
        }
        if (Method(chosen) is not { } methods)
        {
            return [Call.Ask(Say("askMethod", []))];
        }
        return [.. chosen.GroupBy(item => Number(item.Order)).Select(group => Propose(action, group.Key, [.. group.Select(item => (item.Line, item.Quantity))], methods[group.Key]))];
    }

    /// <summary>An order but no item: clear when the order has only one thing left to return.</summary>
    private IReadOnlyList<Call> WithoutItems(string action)
    {
        if (wish.Orders is not [var number])
        {
            return [Call.Ask(Say("askOrder", []))];
        }
        var order = _orders.First(order => Number(order) == number);
        var lines = Lines(order).Where(line => Left(line) > 0).ToArray();
        return lines is [var only] && Left(only) == 1 && Method([(order, (int)only["line"]!, 1)]) is { } methods
            ? [Propose(action, number, [((int)only["line"]!, 1)], methods[number])]
            : lines.Length == 0 ? [Propose(action, number, [((int)(Lines(order).First()["line"]!), 1)], null)]
            : [Call.Ask(Say("askItem", new() { ["choices"] = Choices([.. lines.Select(line => (order, line))]) }))];
    }

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
        if (wish.Method is null or "original")
        {
            return chosen.Select(item => Number(item.Order)).Distinct().ToDictionary(number => number, _ => (string?)null);
        }
        var named = ((JsonArray)found["paymentMethods"]!).OfType<JsonObject>().Where(method => (string?)method["kind"] == wish.Method).ToArray();
        return named is [var only] ? chosen.Select(item => Number(item.Order)).Distinct().ToDictionary(number => number, _ => (string?)only["id"]) : null;
    }

    private (JsonObject Order, JsonObject Line)[] Candidates(Mention mention)
    {
        var all = All(mention.Order ?? (wish.Orders is [var only] ? only : null)).Where(found => Fits(found.Line, mention)).ToArray();
        // Several readings: what can be returned goes before what cannot.
        var open = all.Where(found => (string?)found.Order["status"] == "delivered" && Left(found.Line) > 0).ToArray();
        return open.Length > 0 ? open : all;
    }

    private (JsonObject Order, JsonObject Line)[] Narrow(Mention mention) =>
        [.. All(mention.Order ?? (wish.Orders is [var only] ? only : null)).Where(found => (string?)found.Order["status"] == "delivered" && Left(found.Line) > 0)];

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
