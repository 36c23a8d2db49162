using System.Text.RegularExpressions;

namespace Agentic.Retail.Planning;

/// <summary>Removes dates, times, durations and measures: their numbers are not quantities of ordered items.</summary>
internal static partial class DateReader
{
    public static string Remove(string message) =>
        Hour().Replace(Measure().Replace(Month().Replace(Date().Replace(message, " "), " "), " "), " ");

    [GeneratedRegex(
        @"(?<![\d.,])(?:\d{1,2}\.\s?\d{1,2}\.(?:\s?(?:20)?\d{2}(?!\d))?|\d{1,2}[/\-]\d{1,2}[/\-](?:20)?\d{2}(?!\d)|"
            + @"20\d{2}-\d{2}-\d{2}(?!\d))"
    )]
    private static partial Regex Date();

    [GeneratedRegex(
        @"\b(?:\d{1,2}(?:\.|st|nd|rd|th)?\s?(?:of\s)?(?:jan(?:uar|uary)?|feb(?:ruar|ruary)?|m(?:ä|ae)rz|march|"
            + @"apr(?:il)?|mai|may|jun[ie]?|june|jul[iy]?|aug(?:ust)?|sep(?:t|tember)?|okt(?:ober)?|oct(?:ober)?|"
            + @"nov(?:ember)?|de[zc](?:ember)?)\b|(?:january|february|march|april|may|june|july|august|september|"
            + @"october|november|december)\s\d{1,2}(?:st|nd|rd|th)?\b)(?:\s20\d{2}\b)?",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Month();

    /// <summary>Only behind such a word: "1 Uhr" may be a watch.</summary>
    [GeneratedRegex(@"\b(?:(?:um|ab|bis|gegen|nach|vor)\s\d{1,2}|\d{1,2}[.:]\d{2})\s?uhr\b", RegexOptions.IgnoreCase)]
    private static partial Regex Hour();

    [GeneratedRegex(
        @"\b(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eine[mnr]?|zwei|drei|vier|f(?:ü|ue)nf|"
            + @"sechs|sieben|acht|neun|zehn)\s?(?:tage?n?|wochen?|monate?n?|jahre?n?|stunden?|minuten?|mal|grad|°c?|"
            + @"cm|kg|days?|weeks?|months?|years?|hours?|minutes?|times|degrees|o.?clock)\b",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Measure();
}
