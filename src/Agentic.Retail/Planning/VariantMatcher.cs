using System.Text.Json.Nodes;

namespace Agentic.Retail.Planning;

/// <summary>Which variant of the same product a customer wants.</summary>
internal static class VariantMatcher
{
    private static readonly string[] Letters = ["xxs", "xs", "s", "m", "l", "xl", "xxl", "xxxl"];

    /// <returns>The id of the one variant that fits; null when nothing was said or it does not exist.</returns>
    public static string? Find(JsonObject product, JsonObject line, Target target)
    {
        if (target.IsEmpty)
        {
            return null;
        }
        var colour = target.Colour ?? (string?)line["colour"];
        var size =
            target.Size ?? (target.Step != 0 ? Next(product, (string?)line["size"], target.Step) : (string?)line["size"]);
        // This is the variant that the item already has. Something else was meant, unless the customer clearly asked
        // for it: then the shop's own rules answer.
        var isSame =
            !target.IsSaid
            && colour == (string?)line["colour"]
            && string.Equals(size, (string?)line["size"], StringComparison.OrdinalIgnoreCase);
        return isSame || (target.Step != 0 && size is null) ? null
            : Variants(product)
                .Where(variant =>
                    (string?)variant["colour"] == colour
                    && string.Equals((string?)variant["size"], size, StringComparison.OrdinalIgnoreCase)
                )
                .ToArray()
                is [var only]
                ? (string?)only["id"]
            : null;
    }

    /// <summary>What could be meant: other colours or sizes that are there.</summary>
    public static IEnumerable<string> Choices(JsonObject product, JsonObject line, Target target) =>
        Variants(product)
            .Where(variant => (bool?)variant["available"] == true && (string?)variant["id"] != (string?)line["variantId"])
            .Where(variant =>
                target.Colour is null || target.Colour == (string?)line["colour"]
                    ? (string?)variant["colour"] == (string?)line["colour"] || (string?)variant["size"] == (string?)line["size"]
                    : (string?)variant["colour"] == target.Colour
            )
            .Select(variant =>
                string.Join(' ', new[] { (string?)variant["colour"], (string?)variant["size"] }.Where(part => part is not null))
            );

    private static string? Next(JsonObject product, string? size, int step)
    {
        var sizes = Variants(product)
            .Select(variant => (string?)variant["size"])
            .OfType<string>()
            .Distinct()
            .OrderBy(Rank)
            .ToArray();
        var at = Array.FindIndex(sizes, known => string.Equals(known, size, StringComparison.OrdinalIgnoreCase));
        return at < 0 || at + step < 0 || at + step >= sizes.Length ? null : sizes[at + step];
    }

    private static int Rank(string size) =>
        int.TryParse(size, out var number) ? number : Array.IndexOf(Letters, size.ToLowerInvariant());

    private static IEnumerable<JsonObject> Variants(JsonObject product) =>
        (product["variants"] as JsonArray ?? []).OfType<JsonObject>();
}
