using System.Globalization;
using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Orchestration.Text;

namespace Agentic.Retail.Planning;

/// <summary>
/// A second opinion without a model: reads the customer's words with the packs' vocabulary and looks for what the
/// proposal does that they do not say. It knows nothing of how the proposal came about.
/// </summary>
internal sealed class OfflineReviewer(IReadOnlyList<Vocabulary> vocabularies)
{
    private readonly WishReader _reader = new([], new(vocabularies));

    public JsonObject Review(JsonObject shown)
    {
        var words = string.Join(".\n", (shown["customer"] as JsonArray ?? []).Select(line => (string?)line));
        var wish = _reader.Read(words);
        var arguments = shown["arguments"] as JsonObject ?? [];
        LocalText[] doubts =
        [
            .. Orders(wish, words, arguments),
            .. Items(wish, shown),
            .. Pieces(wish, shown),
            .. Method(wish, words, arguments),
            .. Amount(words, arguments),
            .. Quoted(words, shown),
        ];
        return new()
        {
            ["agrees"] = doubts.Length == 0,
            ["doubts"] = new JsonArray([.. doubts.Select(doubt => new JsonObject { ["de"] = doubt.De, ["en"] = doubt.En })]),
        };
    }

    private static IEnumerable<LocalText> Orders(Wish wish, string words, JsonObject arguments)
    {
        if (
            wish.Orders.Count > 0
            && (string?)arguments["orderId"] is { } order
            && !words.Contains(order.TrimStart('#'), StringComparison.OrdinalIgnoreCase)
        )
        {
            var named = string.Join(", ", wish.Orders);
            yield return new(
                $"Der Kunde nennt Bestellung {named}, der Vorschlag betrifft {order}.",
                $"The customer names order {named}, the proposal is about {order}."
            );
        }
    }

    /// <summary>
    /// Doubts chosen pieces whose product the customer did not name. Only products that the vocabulary knows can be
    /// judged, and only where the proposal chooses pieces.
    /// </summary>
    private IEnumerable<LocalText> Items(Wish wish, JsonObject shown)
    {
        var named = wish.Mentions.Concat(wish.Excluded).Select(mention => mention.Product).OfType<string>().ToHashSet();
        if (named.Count == 0 || wish.Everything)
        {
            yield break;
        }
        foreach (var (product, label, _) in Chosen(shown))
        {
            if (product is not null && !named.Contains(product))
            {
                yield return new($"Der Kunde spricht nicht von „{label.De}“.", $"The customer does not speak of '{label.En}'.");
            }
        }
    }

    /// <summary>Where the customer says how many, more or fewer is not what they want.</summary>
    private IEnumerable<LocalText> Pieces(Wish wish, JsonObject shown)
    {
        foreach (
            var mention in wish.Mentions.Where(mention =>
                mention is { Product: not null, Quantity: not null and not Mention.All }
            )
        )
        {
            var chosen = Chosen(shown).Where(item => item.Product == mention.Product).Sum(item => item.Quantity);
            if (chosen > 0 && wish.Mentions.Count(other => other.Product == mention.Product) == 1 && chosen != mention.Quantity)
            {
                var label = Chosen(shown).First(item => item.Product == mention.Product).Label;
                yield return new(
                    $"Der Kunde spricht von {mention.Quantity} × {label.De}, der Vorschlag von {chosen}.",
                    $"The customer speaks of {mention.Quantity} × {label.En}, the proposal of {chosen}."
                );
            }
        }
    }

    /// <summary>Money goes back the way it came unless the customer says otherwise.</summary>
    private static IEnumerable<LocalText> Method(Wish wish, string words, JsonObject arguments)
    {
        if (
            ((string?)arguments["refundTo"] ?? (string?)arguments["payWith"]) is { Length: > 0 } method
            && wish.Method is null
            && !words.Contains(method, StringComparison.OrdinalIgnoreCase)
        )
        {
            yield return new(
                $"Der Kunde wünscht kein anderes Zahlungsmittel, der Vorschlag nimmt {method}.",
                $"The customer does not ask for another payment method, the proposal uses {method}."
            );
        }
    }

    /// <summary>
    /// The pieces that the proposal has chosen, as the shop calls them; a whole order is named by its number.
    /// </summary>
    private IEnumerable<(string? Product, LocalText Label, int Quantity)> Chosen(JsonObject shown) =>
        from fact in (shown["arguments"]?["items"] is JsonArray ? shown["facts"] as JsonArray ?? [] : []).OfType<JsonObject>()
        where ((string?)fact["name"])?.EndsWith(".items", StringComparison.Ordinal) == true
        from item in fact["value"] as JsonArray ?? []
        let english = (string?)item?["label"]?["en"]
        where english is not null
        let label = new LocalText((string?)item["label"]!["de"] ?? english, english)
        select (
            _reader.Read(english).Mentions.Select(mention => mention.Product).OfType<string>().FirstOrDefault(),
            label,
            item["quantity"] is JsonValue value && value.TryGetValue<int>(out var quantity) ? quantity : 1
        );

    private static IEnumerable<LocalText> Amount(string words, JsonObject arguments)
    {
        if (
            (string?)arguments["amount"]?["amount"] is { } amount
            && !words.Contains(amount.Split('.')[0], StringComparison.Ordinal)
        )
        {
            yield return new($"Der Kunde nennt keinen Betrag von {amount}.", $"The customer names no amount of {amount}.");
        }
    }

    /// <summary>An amount that the customer names is the one that they expect.</summary>
    private static IEnumerable<LocalText> Quoted(string words, JsonObject shown)
    {
        if (
            AmountReader.Take(words).Amount is { } named
            && shown["arguments"]?["amount"] is null
            && (shown["facts"] as JsonArray ?? [])
                .OfType<JsonObject>()
                .FirstOrDefault(fact => (string?)fact["name"] == "quote.amount")
                ?["value"]
                is JsonObject quote
            && (string?)quote["amount"] is { } moved
            && new Money(decimal.Parse(moved, CultureInfo.InvariantCulture), (string)quote["currency"]!) is var moves
            && moves != new Money(named, AmountReader.Currency)
        )
        {
            var spoken = new Money(named, AmountReader.Currency);
            yield return new(
                $"Der Kunde spricht von {Texts.Show(spoken, "de")}, der Vorschlag bewegt {Texts.Show(moves, "de")}.",
                $"The customer speaks of {Texts.Show(spoken, "en")}, the proposal moves {Texts.Show(moves, "en")}."
            );
        }
    }
}
