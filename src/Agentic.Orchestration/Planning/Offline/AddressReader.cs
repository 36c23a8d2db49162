using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Agentic.Orchestration.Planning.Offline;

/// <summary>
/// Finds what a fixed form gives away (an address, an amount) and takes it out of the message, so that a postal code is not
/// taken for an order number. An address is taken whole or not at all.
/// </summary>
internal static partial class AddressReader
{
    public static (JsonObject? Address, string Remainder) Take(string message)
    {
        message = Phone().Replace(message, " , ");
        if (German().Match(message) is { Success: true } german && !LacksItsBeginning(message[..german.Index]))
        {
            return (Make(german.Groups["street"].Value, german.Groups["code"].Value, german.Groups["city"].Value, "DE"), Without(message, german));
        }
        if (British().Match(message) is { Success: true } british)
        {
            return (Make(british.Groups["street"].Value, british.Groups["code"].Value, british.Groups["city"].Value, "GB"), Without(message, british));
        }
        if (PostcodeFirst().Match(message) is { Success: true } turned)
        {
            return (Make(turned.Groups["street"].Value, turned.Groups["code"].Value, turned.Groups["city"].Value, "GB"), Without(message, turned));
        }
        return (null, message);
    }

    /// <summary>Money is spoken of, but which amount in which currency is not certain: two of them, a coin's nickname, another currency.</summary>
    public static bool IsAmountUnclear(string message) => Amount().Count(message) > 1 || LooseMoney().IsMatch(message);

    /// <summary>An amount with its currency: <c>20 Euro</c>, <c>1.020,50 €</c>, <c>€1,020.50</c>.</summary>
    public static (decimal? Amount, string Remainder) TakeAmount(string message)
    {
        var found = Amount().Matches(message);
        if (found.Count != 1)
        {
            // Two amounts: which one is meant, only the customer can say.
            return (null, found.Aggregate(message, (rest, match) => rest.Replace(match.Value, " ", StringComparison.Ordinal)));
        }
        var number = found[0].Groups["number"].Value;
        // The last separator with two digits behind it is the decimal one, in either style.
        var plain = DecimalPart().Match(number) is { Success: true } cents ? number[..cents.Index].Replace(".", "", StringComparison.Ordinal).Replace(",", "", StringComparison.Ordinal) + "." + cents.Groups[1].Value
            : number.Replace(".", "", StringComparison.Ordinal).Replace(",", "", StringComparison.Ordinal);
        return (decimal.TryParse(plain, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) ? amount : null, Without(message, found[0]));
    }

    /// <summary>"Lange Reihe 5": the word in front may belong to the street, and half an address is worse than a question.</summary>
    private static bool LacksItsBeginning(string before) => WordBefore().Match(before) is { Success: true } word && !LeadsToAddress().IsMatch(word.Value.Trim());

    private static JsonObject Make(string street, string code, string city, string country) => new()
    {
        ["street"] = street.Trim(' ', ','),
        ["postalCode"] = code.Trim(),
        ["city"] = city.Trim(' ', ','),
        ["country"] = country,
    };

    private static string Without(string message, Match match) => message.Remove(match.Index, match.Length).Insert(match.Index, " , ");

    /// <summary>Street with number, five digits, city: <c>Gartenweg 5a, 50667 Köln</c>.</summary>
    [GeneratedRegex(@"(?<street>(?:(?:am|an der|an den|im|in der|auf der|auf dem|unter den|zum|zur|alte|neue|alter|neuer|kleine|große)\s+)?[\p{L}][\p{L}.\-]*(?:\s(?:straße|strasse|str\.|weg|platz|allee|linden|ring|damm|ufer|markt|gasse|hof))?\s*\d{1,4}\s?[a-z]?)\s*(?:,|/|;|in|\n|\s)\s*(?:D-)?(?<code>\d{5})\s+(?<city>[\p{L}\-]+(?:\s(?:am|an der|im|bei|ob der)\s[\p{L}\-]+)?)", RegexOptions.IgnoreCase)]
    private static partial Regex German();

    /// <summary>Number with street, city, postcode: <c>5 Church Road, Leeds LS1 4DY</c>.</summary>
    [GeneratedRegex(@"(?<street>\b(?:flat\s+\w+,?\s+)?\d{1,4}[a-z]?\s+[\p{L}'\- ]+?\s(?:street|st|road|rd|lane|ln|avenue|ave|close|drive|way|court|place|square|crescent|terrace|gardens|hill|row))\b\s*,?\s*(?<city>(?!postcode|post code|zip)\p{L}[\p{L}\- ]+?)\s*,?\s*\b(?<code>[a-z]{1,2}\d[a-z\d]?\s?\d[a-z]{2})\b", RegexOptions.IgnoreCase)]
    private static partial Regex British();

    /// <summary>Number with street, postcode, city: <c>70 Marine Drive, BN2 5TQ Brighton</c>.</summary>
    [GeneratedRegex(@"(?<street>\b(?:flat\s+\w+,?\s+)?\d{1,4}[a-z]?\s+[\p{L}'\- ]+?\s(?:street|st|road|rd|lane|ln|avenue|ave|close|drive|way|court|place|square|crescent|terrace|gardens|hill|row))\b\s*,?\s*\b(?<code>[a-z]{1,2}\d[a-z\d]?\s?\d[a-z]{2})\b\s*,?\s*(?<city>\p{L}[\p{L}\-]+)", RegexOptions.IgnoreCase)]
    private static partial Regex PostcodeFirst();

    /// <summary>A telephone number is no order number.</summary>
    [GeneratedRegex(@"(?:\+|\b00)\d{2}[\d\s/()\-]{6,}\d|\b0\d{2,5}[\s/\-]\s?\d{3}[\d\s\-]*\d|\b0\d{8,12}\b")]
    private static partial Regex Phone();

    [GeneratedRegex(@"\b(?:fiver|tenner|quid|pounds?|bucks?|dollars?|francs?|fünfer|zehner|zwanziger|franken|(?:zwei|drei|vier|fünf|sechs|acht|zehn|zwölf|fünfzehn|zwanzig|dreißig|vierzig|fünfzig|two|three|four|five|six|eight|ten|twelve|fifteen|twenty|thirty|forty|fifty)\s+(?:euros?|eur|€))\b|[£$]", RegexOptions.IgnoreCase)]
    private static partial Regex LooseMoney();

    [GeneratedRegex(@"\p{L}+\s+$")]
    private static partial Regex WordBefore();

    [GeneratedRegex("(?:adresse|anschrift|address)$|^(?:an|nach|zu|zur|zum|in|im|ist|is|lautet|wohne|sondern|und|nun|jetzt|bitte|richtig|neue?n?|to|at|now|die|der|den|das)$", RegexOptions.IgnoreCase)]
    private static partial Regex LeadsToAddress();

    [GeneratedRegex(@"(?:(?:€|eur)\s*(?<number>\d[\d.,]*))|(?:(?<number>\d[\d.,]*)\s*(?:€|euros?\b|eur\b))", RegexOptions.IgnoreCase)]
    private static partial Regex Amount();

    [GeneratedRegex(@"[.,](\d{2})$")]
    private static partial Regex DecimalPart();
}
