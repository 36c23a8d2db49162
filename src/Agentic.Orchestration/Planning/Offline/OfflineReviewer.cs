using System.Text.Json.Nodes;
using Agentic.Orchestration.Packs;

namespace Agentic.Orchestration.Planning.Offline;

/// <summary>
/// A second opinion without a model: reads the customer's words with the packs' vocabulary and looks for what the
/// proposal does that they do not say. It knows nothing of how the proposal came about.
/// </summary>
internal sealed class OfflineReviewer(IReadOnlyList<Vocabulary> vocabularies)
{
    private readonly WishReader _reader = new(vocabularies);

    public JsonObject Review(JsonObject shown)
    {
        var words = string.Join(".\n", (shown["customer"] as JsonArray ?? []).Select(line => (string?)line));
        var wish = _reader.Read(words);
        var doubts = Orders(wish, words, shown["arguments"] as JsonObject ?? []).Concat(Items(wish, shown)).Concat(Amount(words, shown["arguments"] as JsonObject ?? [])).ToArray();
        return new() { ["agrees"] = doubts.Length == 0, ["doubts"] = new JsonArray([.. doubts.Select(doubt => JsonValue.Create(doubt))]) };
    }

    private static IEnumerable<string> Orders(Wish wish, string words, JsonObject arguments)
    {
        if (wish.Orders.Count > 0 && (string?)arguments["orderId"] is { } order && !words.Contains(order.TrimStart('#'), StringComparison.OrdinalIgnoreCase))
        {
            yield return $"The customer names order {string.Join(", ", wish.Orders)}, the proposal is about {order}.";
        }
    }

    /// <summary>Only products that the vocabulary knows can be missed, and only where pieces were chosen: a whole order is named by its number.</summary>
    private IEnumerable<string> Items(Wish wish, JsonObject shown)
    {
        var facts = shown["arguments"]?["items"] is JsonArray ? shown["facts"] as JsonArray ?? [] : [];
        var named = wish.Mentions.Concat(wish.Excluded).Select(mention => mention.Product).OfType<string>().ToHashSet();
        if (named.Count == 0 || wish.Everything)
        {
            yield break;
        }
        foreach (var label in facts.OfType<JsonObject>().Where(fact => ((string?)fact["name"])?.EndsWith(".items", StringComparison.Ordinal) == true).SelectMany(fact => fact["value"] as JsonArray ?? []).Select(item => (string?)item?["label"]?["en"]).OfType<string>())
        {
            var product = _reader.Read(label).Mentions.Select(mention => mention.Product).OfType<string>().FirstOrDefault();
            if (product is not null && !named.Contains(product))
            {
                yield return $"The customer does not speak of '{label}'.";
            }
        }
    }

    private static IEnumerable<string> Amount(string words, JsonObject arguments)
    {
        if ((string?)arguments["amount"]?["amount"] is { } amount && !words.Contains(amount.Split('.')[0], StringComparison.Ordinal))
        {
            yield return $"The customer names no amount of {amount}.";
        }
    }
}
