using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Agentic.Contracts;

namespace Agentic.Testing.Stories;

/// <summary>Amounts as people read them, in either language.</summary>
public static partial class MoneyWords
{
    /// <summary>The amounts that a text names, in either language.</summary>
    public static IReadOnlyList<string> AmountsIn(string text) =>
        [
            .. GermanMoney()
                .Matches(Plain(text))
                .Select(match =>
                    Text(
                        decimal.Parse(
                            match.Groups[1].Value.Replace(".", "", StringComparison.Ordinal).Replace(',', '.'),
                            CultureInfo.InvariantCulture
                        ),
                        Code(match.Groups[2].Value)
                    )
                ),
            .. EnglishMoney()
                .Matches(Plain(text))
                .Select(match =>
                    Text(
                        decimal.Parse(
                            match.Groups[2].Value.Replace(",", "", StringComparison.Ordinal),
                            CultureInfo.InvariantCulture
                        ),
                        Code(match.Groups[1].Value)
                    )
                ),
        ];

    /// <summary>Browsers put spaces between number and unit at which no line breaks.</summary>
    public static string Plain(string text) => text.Replace('\u00A0', ' ').Replace('\u202F', ' ');

    public static string Code(string symbol) =>
        symbol.Trim() switch
        {
            "€" => "EUR",
            "£" => "GBP",
            "$" => "USD",
            var code => code,
        };

    public static string Text(JsonNode money) => Text(Number((string)money["amount"]!), (string)money["currency"]!);

    public static string Text(decimal amount, string currency) =>
        $"{amount.ToString("F" + Money.Decimals(currency), CultureInfo.InvariantCulture)} {currency}";

    public static decimal Sum(params JsonNode?[] parts) =>
        parts.Where(part => part is not null).Sum(part => Number((string)part!["amount"]!));

    public static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?<![\d.,])(-?\d{1,3}(?:\.\d{3})*(?:,\d+)?|\d+(?:,\d+)?) (€|£|\$|EUR|GBP|USD|JPY|BHD)")]
    private static partial Regex GermanMoney();

    [GeneratedRegex(@"(€|£|\$|(?:EUR|GBP|USD|JPY|BHD) )(-?\d{1,3}(?:,\d{3})*(?:\.\d+)?|\d+(?:\.\d+)?)")]
    private static partial Regex EnglishMoney();
}
