using System.Globalization;
using System.Text.RegularExpressions;
using Agentic.Orchestration.Text;

namespace Agentic.Retail.Planning;

/// <summary>Finds the one amount that a message names with its currency. What can be read in two ways is not read.</summary>
internal static partial class AmountReader
{
    /// <summary>The only one that is read; an amount in any other is asked about.</summary>
    public const string Currency = "EUR";

    /// <summary>
    /// ISO codes, in capitals as they are written, and the common ones in small letters too ("20 all" is no Albanian
    /// money).
    /// </summary>
    private static readonly HashSet<string> Codes =
    [
        .. CultureInfo
            .GetCultures(CultureTypes.SpecificCultures)
            .Select(culture => new RegionInfo(culture.Name).ISOCurrencySymbol)
            .Where(code => code.Length == 3 && code != Currency),
        "usd",
        "gbp",
        "chf",
        "jpy",
        "dkk",
        "sek",
        "pln",
        "czk",
    ];

    /// <summary>Mistyped they are still money, and still none that can be read.</summary>
    private static readonly string[] Spoken =
    [
        "dollar",
        "pounds",
        "franken",
        "zwanzig",
        "dreissig",
        "vierzig",
        "fuenfzig",
        "fuenfzehn",
        "twelve",
        "fifteen",
        "twenty",
        "thirty",
    ];

    /// <summary>
    /// Money is spoken of, but which amount in which currency is not certain: two of them, from … to …, a coin's
    /// nickname, another currency.
    /// </summary>
    public static bool IsUnclear(string message) =>
        Amount().Count(message) > 1
        || Amount().Matches(message).Any(found => !Form().IsMatch(found.Groups["number"].Value))
        || Coded().Matches(message).Any(found => Codes.Contains(found.Groups["code"].Value))
        || Loose().IsMatch(message)
        || Range().IsMatch(message)
        || TwoSided().IsMatch(message)
        || Words.Of(message).Any(word => Spoken.Any(known => Words.IsTypo(word.Text, known)));

    public static IReadOnlyList<Match> Find(string message) => Amount().Matches(message);

    /// <summary>A number that is money even without its currency: "12.50 back".</summary>
    public static bool HasCents(string message) => Cents().IsMatch(message);

    /// <summary>Asked how much, the only number of a short answer is the amount, with no currency too.</summary>
    public static decimal? Bare(string message) =>
        Words.Of(message).Count <= 8
        && !Share().IsMatch(message)
        && Number().Matches(message).ToArray() is [var only]
        && Form().IsMatch(only.Value)
        && !OrderNumber().IsMatch(only.Value)
            ? Parse(only.Value)
            : null;

    /// <summary>An amount with its currency: <c>20 Euro</c>, <c>1.020,50 €</c>, <c>€1,020.50</c>.</summary>
    public static (decimal? Amount, string Remainder) Take(string message)
    {
        var found = Amount().Matches(message);
        if (found.Count != 1 || IsUnclear(message))
        {
            // Which one is meant, only the customer can say.
            return (null, found.Aggregate(message, (rest, match) => rest.Replace(match.Value, " ", StringComparison.Ordinal)));
        }
        return (
            Parse(found[0].Groups["number"].Value),
            message.Remove(found[0].Index, found[0].Length).Insert(found[0].Index, " , ")
        );
    }

    /// <summary>The last separator with two digits behind it is the decimal one, in either style.</summary>
    private static decimal? Parse(string number)
    {
        number = number.TrimEnd('.', ',');
        var plain = DecimalPart().Match(number) is { Success: true } cents
            ? Digits(number[..cents.Index]) + "." + cents.Groups[1].Value
            : Digits(number);
        return decimal.TryParse(plain, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
            ? amount
            : null;
    }

    private static string Digits(string number) =>
        number.Replace(".", "", StringComparison.Ordinal).Replace(",", "", StringComparison.Ordinal);

    /// <summary>The sign stands at its number: "10042, €10" speaks of 10 and "20€ 10042" of 20.</summary>
    [GeneratedRegex(
        @"(?<![\d.,])(?:€|\beur)(?<number>\d[\d.,]*)|(?<![\d.,])(?<number>\d[\d.,]*)€(?!\d)|(?<!\d[.,]?\s?)(?:€|"
            + @"\beur)\s+(?<number>\d[\d.,]*)|(?<![\d.,])(?<number>\d[\d.,]*)\s+€(?!\s*\d)|"
            + @"(?<![\d.,])(?<number>\d[\d.,]*)\s*(?:euros?\b|eur\b)(?!\s*\d{1,2}\b)",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Amount();

    /// <summary>Thousands in threes, cents in twos: <c>5,5</c> may be five and a half or a slip.</summary>
    [GeneratedRegex(@"^(?:\d{1,3}(?:[.,]\d{3})+|\d+)(?:[.,]\d{2})?[.,]?$")]
    private static partial Regex Form();

    /// <summary>A sign between two numbers.</summary>
    [GeneratedRegex(@"\d\s+€\s+\d|\d€\d|\d\s*(?:euros?|eur)\s*\d{1,2}\b", RegexOptions.IgnoreCase)]
    private static partial Regex TwoSided();

    [GeneratedRegex(
        @"(?<!\d)\d{1,4}(?:[.,]\d{2})?\s*(?:€|euros?|eur)?\s*(?:-|–|bis|to|oder|"
            + @"or)\s*€?\s*\d{1,4}(?:[.,]\d{2})?\s*(?:€|euros?\b|eur\b)",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Range();

    [GeneratedRegex(
        @"\b(?:fiver|tenner|quid|pounds?|bucks?|dollars?|francs?|f(?:ü|ue)nfer|zehner|zwanziger|franken|(?:zwei|"
            + @"drei|vier|f(?:ü|ue)nf|sechs|acht|zehn|zw(?:ö|oe)lf|f(?:ü|ue)nfzehn|zwanzig|drei(?:ß|ss)ig|vierzig|"
            + @"f(?:ü|ue)nfzig|two|three|four|five|six|eight|ten|twelve|fifteen|twenty|thirty|forty|"
            + @"fifty)\s+(?:euros?|eur|€)|(?:euros?|eur|€)\s+(?:zehn|zwanzig|drei(?:ß|ss)ig|vierzig|f(?:ü|ue)nfzig|"
            + @"sechzig|siebzig|achtzig|neunzig|ten|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety))\b|[£$¥]|\byen\b",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Loose();

    [GeneratedRegex(@"\d\s*(?<code>[A-Za-z]{3})\b|\b(?<code>[A-Za-z]{3})\s*\d")]
    private static partial Regex Coded();

    [GeneratedRegex(@"\d\s*(?:%|prozent\b|per ?cent\b)", RegexOptions.IgnoreCase)]
    private static partial Regex Share();

    [GeneratedRegex(@"\d+(?:[.,]\d+)*")]
    private static partial Regex Number();

    [GeneratedRegex(@"^\d{5,}$")]
    private static partial Regex OrderNumber();

    [GeneratedRegex(@"(?<![\d.,])\d+[.,]\d{2}(?![\d.,]*\d)")]
    private static partial Regex Cents();

    [GeneratedRegex(@"[.,](\d{2})$")]
    private static partial Regex DecimalPart();
}
