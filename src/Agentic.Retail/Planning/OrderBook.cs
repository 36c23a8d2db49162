using System.Text.Json.Nodes;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Text;

namespace Agentic.Retail.Planning;

/// <summary>A customer's orders as a query returned them, and the sentences in which one asks about them.</summary>
internal sealed class OrderBook(Pack pack, JsonObject found, string locale)
{
    /// <summary>Every question that the planner may ask; each vocabulary has its words.</summary>
    public static readonly IReadOnlyList<string> Questions =
    [
        "askWish",
        "askOrder",
        "askItem",
        "askWhich",
        "askQuantity",
        "askMethod",
        "askVariant",
        "askAddress",
        "askAddressOf",
        "askAmount",
        "askAgain",
        "askCancel",
        "askPayWith",
    ];

    private readonly IReadOnlyDictionary<string, string> _says = pack.Extension<Vocabularies>()!.ByLanguage[locale].Says;

    public IReadOnlyList<JsonObject> Orders { get; } = [.. ((JsonArray)found["orders"]!).OfType<JsonObject>()];

    public IReadOnlyList<JsonObject> Methods { get; } = [.. (found["paymentMethods"] as JsonArray ?? []).OfType<JsonObject>()];

    public static IEnumerable<JsonObject> Lines(JsonObject order) => ((JsonArray)order["lines"]!).OfType<JsonObject>();

    /// <summary>How many pieces of a line can still be returned.</summary>
    public static int Left(JsonObject line) => (int?)line["returnable"] ?? (int?)line["quantity"] ?? 1;

    public static string Number(JsonObject order) => Words.Normalise((string)order["orderId"]!).TrimStart('#');

    public static string Status(JsonObject order) => (string?)order["status"] ?? "";

    public JsonObject? Find(string number) => Orders.FirstOrDefault(order => Number(order) == number);

    public IEnumerable<(JsonObject Order, JsonObject Line)> All(string? number) =>
        Orders
            .Where(order => number is null || Number(order) == number)
            .SelectMany(order => Lines(order).Select(line => (order, line)));

    public string Choices(IEnumerable<(JsonObject Order, JsonObject Line)> candidates) =>
        Join(
            candidates.Select(found =>
                pack.Texts.Fill(
                    "{label} ({order})",
                    locale,
                    new() { ["label"] = found.Line["label"]?.DeepClone(), ["order"] = Number(found.Order) }
                )
            )
        );

    public string Join(IEnumerable<string> choices) => string.Join(locale == "de" ? " oder " : " or ", choices.Take(6));

    public string Label(JsonNode? label) => (string?)label?[locale] ?? "";

    public PlannedCall Ask(string key, JsonObject? values = null) =>
        PlannedCall.Ask(pack.Texts.Fill(_says[key], locale, values ?? []));

    /// <summary>The id of the one method of a kind; null when there is none or more than one.</summary>
    public string? MethodOf(string? kind) =>
        Methods.Where(method => (string?)method["kind"] == kind).ToArray() is [var only] ? (string?)only["id"] : null;
}
