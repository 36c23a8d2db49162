using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Agentic.Orchestration.Text;

namespace Agentic.Retail.Planning;

/// <summary>
/// Finds an address and takes it out of the message, so that a postal code is not
/// taken for an order number. An address is taken whole or not at all.
/// </summary>
internal static partial class AddressReader
{
    private static readonly string[] Nouns = ["adresse", "anschrift", "address"];

    public static (JsonObject? Address, string Remainder) Take(string message)
    {
        var (address, remainder) = TakeFirst(Phone().Replace(message, " , "));
        // "from … to …", the old one and the new one: which is which, the customer says.
        return address is not null && TakeFirst(remainder) is ({ } second, var rest) && !JsonNode.DeepEquals(address, second)
            ? (null, rest)
            : (address, remainder);
    }

    private static (JsonObject? Address, string Remainder) TakeFirst(string message)
    {
        if (
            German().Match(message) is { Success: true } german
            && !LacksItsBeginning(message[..german.Index])
            && !LacksItsEnd(message[(german.Index + german.Length)..])
        )
        {
            return (
                Make(german.Groups["street"].Value, german.Groups["code"].Value, german.Groups["city"].Value, "DE"),
                Without(message, german)
            );
        }
        if (British().Match(message) is { Success: true } british)
        {
            return (
                Make(british.Groups["street"].Value, british.Groups["code"].Value, british.Groups["city"].Value, "GB"),
                Without(message, british)
            );
        }
        if (PostcodeFirst().Match(message) is { Success: true } turned)
        {
            return (
                Make(turned.Groups["street"].Value, turned.Groups["code"].Value, turned.Groups["city"].Value, "GB"),
                Without(message, turned)
            );
        }
        return (null, message);
    }

    /// <summary>
    /// "Lange Reihe 5": the word in front may belong to the street, and half an address is worse than a question.
    /// </summary>
    private static bool LacksItsBeginning(string before) =>
        WordBefore().Match(before) is { Success: true } word && !LeadsToAddress().IsMatch(word.Value.Trim());

    /// <summary>
    /// "Neustadt Weinstraße": a capital right behind the town may be the rest of its name, unless it begins what
    /// people say next.
    /// </summary>
    private static bool LacksItsEnd(string after) =>
        NameBehind().Match(after) is { Success: true } word && !AfterAddress().IsMatch(word.Value.Trim());

    /// <summary>Something is to go there: more than a sender's address under a letter.</summary>
    public static bool IsDestination(string message)
    {
        var match = new[] { German(), British(), PostcodeFirst() }
            .Select(form => form.Match(message))
            .FirstOrDefault(found => found.Success);
        return match is not null && LeadsThere().IsMatch(message[..match.Index]);
    }

    /// <summary>The message speaks of an address.</summary>
    public static bool IsNamed(IReadOnlyList<Word> words) =>
        words
            .Index()
            .Any(word =>
                Nouns.Any(noun => word.Item.Text.EndsWith(noun, StringComparison.Ordinal) || Words.IsTypo(word.Item.Text, noun))
                && !word.Item.Text.Contains("mail", StringComparison.Ordinal)
                && (word.Index == 0 || !words[word.Index - 1].Text.EndsWith("mail", StringComparison.Ordinal))
            );

    private static JsonObject Make(string street, string code, string city, string country) =>
        new()
        {
            ["street"] = street.Trim(' ', ','),
            ["postalCode"] = code.Trim(),
            ["city"] = city.Trim(' ', ','),
            ["country"] = country,
        };

    private static string Without(string message, Match match) =>
        message.Remove(match.Index, match.Length).Insert(match.Index, " , ");

    /// <summary>Street with number, five digits, city: <c>Gartenweg 5a, 50667 Köln</c>.</summary>
    [GeneratedRegex(
        @"(?<street>(?:(?:am|an der|an den|im|in der|auf der|auf dem|unter "
            + @"den|zum|zur|alte|neue|alter|neuer|kleine|große)\s+)?[\p{L}][\p{L}.\-]*(?:\s(?:straße|strasse|str\.|"
            + @"weg|platz|allee|linden|ring|damm|ufer|markt|gasse|hof))?\s*\d{1,4}\s?[a-z]?)\s*(?:,|/|;|in|\n|"
            + @"\s)\s*(?:D-)?(?<code>\d{5})\s+(?<city>(?:(?:bad|sankt|st\.|neu|alt|groß|gross|klein|markt|burg|"
            + @"hann\.|lutherstadt|schwäbisch|schwaebisch|königs|koenigs)\s)?[\p{L}\-]+(?:\s?\((?:saale|oder|spree|"
            + @"westf\.?|westfalen|harz|main|sachsen|allgäu|taunus|eifel|schwarzwald|vogtland|bergstraße|hessen)\)|"
            + @"\s(?:am|an der|an den|im|bei|ob der)\s[\p{L}\-]+|"
            + @"\s(?:a\.\s?d\.|i\.\s?d\.|v\.\s?d\.|o\.\s?d\.|a\.|i\.)\s?[\p{L}\-]+)?)",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex German();

    /// <summary>Number with street, city, postcode: <c>5 Church Road, Leeds LS1 4DY</c>.</summary>
    [GeneratedRegex(
        @"(?<street>\b(?:flat\s+\w+,?\s+)?\d{1,4}[a-z]?\s+[\p{L}'\- "
            + @"]{1,60}?\s(?:street|st|road|rd|lane|ln|avenue|ave|close|drive|way|court|place|square|crescent|"
            + @"terrace|gardens|hill|row|walk|rise|mews|parade|grove|quay|wharf|bank|vale|mount|view|green|gate|"
            + @"path|yard))\b\s{0,3},?\s{0,3}(?<city>(?!postcode|post code|zip)\p{L}[\p{L}\- "
            + @"]{1,60}?)\s{0,3},?\s{0,3}\b(?<code>[a-z]{1,2}\d[a-z\d]?\s?\d[a-z]{2})\b",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex British();

    /// <summary>Number with street, postcode, city: <c>70 Marine Drive, BN2 5TQ Brighton</c>.</summary>
    [GeneratedRegex(
        @"(?<street>\b(?:flat\s+\w+,?\s+)?\d{1,4}[a-z]?\s+[\p{L}'\- "
            + @"]{1,60}?\s(?:street|st|road|rd|lane|ln|avenue|ave|close|drive|way|court|place|square|crescent|"
            + @"terrace|gardens|hill|row|walk|rise|mews|parade|grove|quay|wharf|bank|vale|mount|view|green|gate|"
            + @"path|yard))\b\s{0,3},?\s{0,3}\b(?<code>[a-z]{1,2}\d[a-z\d]?\s?\d[a-z]{2})\b\s{0,3},?\s{0,"
            + @"3}(?<city>\p{L}[\p{L}\-]+)",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex PostcodeFirst();

    /// <summary>A telephone number is no order number.</summary>
    [GeneratedRegex(@"(?:\+|\b00)\d{2}[\d\s/()\-]{6,}\d|\b0\d{2,5}[\s/\-]\s?\d{3}[\d\s\-]*\d|\b0\d{8,12}\b")]
    private static partial Regex Phone();

    [GeneratedRegex(@"\p{L}+\s+$")]
    private static partial Regex WordBefore();

    [GeneratedRegex(@"^ \p{Lu}\p{Ll}+")]
    private static partial Regex NameBehind();

    [GeneratedRegex(
        "^(?:danke|vielen|bitte|mit|viele|liebe|gruß|gruss|grüße|gruesse|beste|schöne|freundliche|ich|wir|sie|ihr|"
            + "es|und|oder|der|die|das|den|dem|dort|da|statt|nicht|aber|deutschland|germany|tel|telefon|mail|"
            + "bestellung|auftrag|lieferadresse|adresse|zahlung|nummer)$",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex AfterAddress();

    [GeneratedRegex(@"\b(?:an|nach|to|in die|in den)\s+$", RegexOptions.IgnoreCase)]
    private static partial Regex LeadsThere();

    [GeneratedRegex(
        "(?:adresse|anschrift|address)$|^(?:an|auf|nach|zu|zur|zum|in|im|ist|is|lautet|wohne|sondern|und|nun|jetzt|"
            + "sofort|bitte|richtig|neue?n?|to|at|now|die|der|den|das)$",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex LeadsToAddress();
}
