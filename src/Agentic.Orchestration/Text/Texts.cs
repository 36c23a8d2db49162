using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Agentic.Contracts;
using Agentic.Engine.Definitions;

namespace Agentic.Orchestration.Text;

/// <summary>A pack's sentences. <c>{path}</c> stands for a value; money, times and item lists follow the locale.</summary>
public sealed partial class Texts
{
    private static readonly Dictionary<string, string> Symbols = new()
    {
        ["EUR"] = "€",
        ["GBP"] = "£",
        ["USD"] = "$",
    };
    private readonly IReadOnlyDictionary<string, string> _de;
    private readonly IReadOnlyDictionary<string, string> _en;
    private readonly TimeZoneInfo _zone;
    private readonly ConcurrentDictionary<string, IReadOnlyList<string>> _paths = new();

    public Texts(IReadOnlyDictionary<string, string> de, IReadOnlyDictionary<string, string> en, TimeZoneInfo zone) =>
        (_de, _en, _zone) = (de, en, zone);

    /// <summary>Keys that both languages have.</summary>
    public IReadOnlySet<string> Keys => _de.Keys.Intersect(_en.Keys).ToHashSet();

    /// <summary>The values that a sentence shows, in either language.</summary>
    public IReadOnlyList<string> PathsOf(string key) => _paths.GetOrAdd(key, Find);

    private IReadOnlyList<string> Find(string key) =>
        [
            .. new[] { _de, _en }
                .SelectMany(texts => Placeholder().Matches(texts[key]))
                .Select(match => match.Groups[1].Value)
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];

    /// <param name="own">Values that are sentences of ours already; all others come from outside and are quoted
    /// (<see cref="OutsideText"/>).</param>
    /// <exception cref="KeyNotFoundException">No such text; the loader checks every key that it can see.</exception>
    public string Render(string key, string locale, JsonObject values, IReadOnlyDictionary<string, string>? own = null) =>
        Fill((IsGerman(locale) ? _de : _en)[key], locale, values, own);

    public LocalText Render(string key, JsonObject values) => new(Render(key, "de", values), Render(key, "en", values));

    public LocalText Fill(LocalText template, JsonObject values) =>
        new(Fill(template.De, "de", values), Fill(template.En, "en", values));

    /// <summary><c>[[…]]</c> is left out when one of the values in it is missing or an amount of zero.</summary>
    public string Fill(string template, string locale, JsonObject values, IReadOnlyDictionary<string, string>? own = null)
    {
        var kept = Segment()
            .Replace(
                template,
                match =>
                    Placeholder()
                        .Matches(match.Groups[1].Value)
                        .All(path => Exists(References.Walk(values, path.Groups[1].Value)))
                        ? match.Groups[1].Value
                        : ""
            );
        return Placeholder()
            .Replace(
                kept,
                match =>
                    own?.TryGetValue(match.Groups[1].Value, out var sentence) == true
                        ? sentence
                        : Show(References.Walk(values, match.Groups[1].Value), locale)
            );
    }

    private static bool Exists(JsonNode? value) =>
        value is not null && (JsonMoney.Read(value) is not { } money || money.Amount != 0);

    public static string Show(Money money, string locale)
    {
        var culture = Culture(locale);
        var digits = Money.Decimals(money.Currency);
        if (locale == "de-CH")
        {
            return $"{money.Currency} {money.Amount.ToString("N" + digits, culture).Replace('’', '\'')}";
        }
        var symbol = Symbols.GetValueOrDefault(money.Currency, money.Currency);
        var number = money.Amount.ToString("N" + digits, culture);
        return IsGerman(locale) ? $"{number} {symbol}"
            : symbol.Length == 1 ? symbol + number
            : $"{symbol} {number}";
    }

    private static bool IsGerman(string locale) => locale.StartsWith("de", StringComparison.OrdinalIgnoreCase);

    private static CultureInfo Culture(string locale) =>
        CultureInfo.GetCultureInfo(IsGerman(locale) ? (locale == "de-CH" ? "de-CH" : "de-DE") : "en-GB");

    private string Show(JsonNode? value, string locale) =>
        value switch
        {
            null => "",
            JsonArray items => Join([.. items.Select(item => Show(item, locale))], locale),
            JsonObject money when money.Count == 2 && money.ContainsKey("currency") && JsonMoney.Read(money) is { } amount =>
                Show(amount, locale),
            JsonObject local when local["de"] is JsonValue && local["en"] is JsonValue => OutsideText.Show(
                local[IsGerman(locale) ? "de" : "en"]!.ToString()
            ),
            JsonObject item when item["label"] is { } label => (
                item["quantity"] is JsonValue count && count.TryGetValue<int>(out var number) && number > 1
                    ? $"{number} × "
                    : ""
            ) + Show(label, locale),
            JsonValue text when text.TryGetValue<string>(out var said) => DateTimeOffset.TryParseExact(
                said,
                "O",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var time
            )
                ? Show(time, locale)
                : OutsideText.Show(said),
            _ => OutsideText.Show(value.ToJsonString()),
        };

    private string Show(DateTimeOffset time, string locale)
    {
        var local = TimeZoneInfo.ConvertTime(time, _zone);
        return (
                IsGerman(locale)
                    ? local.ToString("dddd, d. MMMM, HH:mm", Culture(locale)) + " Uhr"
                    : local.ToString("dddd d MMMM, h:mm tt", Culture(locale))
            ) + ZoneName(time, locale);
    }

    /// <summary>
    /// Names the pack's time zone to readers whose own clock may show another time: promises are kept in the pack's
    /// zone.
    /// </summary>
    private string ZoneName(DateTimeOffset time, string locale)
    {
        var home = TimeZoneInfo.FindSystemTimeZoneById(IsGerman(locale) ? "Europe/Berlin" : "Europe/London");
        if (home.GetUtcOffset(time) == _zone.GetUtcOffset(time))
        {
            return "";
        }
        var place = _zone.Id.Split('/')[^1].Replace('_', ' ');
        return IsGerman(locale) ? $" (Ortszeit {place})" : $" ({place} time)";
    }

    private static string Join(IReadOnlyList<string> items, string locale) =>
        items.Count switch
        {
            0 => "",
            1 => items[0],
            _ => $"{string.Join(", ", items.Take(items.Count - 1))} {(IsGerman(locale) ? "und" : "and")} {items[^1]}",
        };

    [GeneratedRegex(@"\[\[(.*?)\]\]", RegexOptions.Singleline)]
    private static partial Regex Segment();

    [GeneratedRegex(@"\{([A-Za-z0-9_.]+)\}")]
    private static partial Regex Placeholder();
}
