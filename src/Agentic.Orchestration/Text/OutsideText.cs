using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Agentic.Orchestration.Text;

/// <summary>
/// Text from outside (an address, a name, a note) appears in our sentences only as a quotation: on one line, with
/// hidden and direction-changing characters made visible, and without links that a mail program would make clickable.
/// Showing a text twice changes nothing more.
/// </summary>
internal static partial class OutsideText
{
    private const int MaxShown = 2000;

    public static string Show(string text)
    {
        var shown = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is '\n' or '\r' or '\t' or 0x2028 or 0x2029)
            {
                shown.Append(shown.Length > 0 && shown[^1] != ' ' ? " " : "");
            }
            else if (IsHidden(rune))
            {
                shown.Append(CultureInfo.InvariantCulture, $"[U+{rune.Value:X4}]");
            }
            else
            {
                shown.Append(rune);
            }
        }
        var plain = Link()
            .Replace(shown.ToString(), match => match.Value.Replace(".", "[.]", StringComparison.Ordinal))
            .Replace("://", "[:]//", StringComparison.Ordinal);
        return plain.Length <= MaxShown ? plain : plain[..MaxShown] + "…";
    }

    /// <summary>All words in what an outside system answered, for people who read it as it is.</summary>
    public static JsonNode? ShowAll(JsonNode? value) =>
        value switch
        {
            JsonObject members => new JsonObject(
                members.Select(member => KeyValuePair.Create(member.Key, ShowAll(member.Value)))
            ),
            JsonArray items => new JsonArray([.. items.Select(ShowAll)]),
            JsonValue text when text.TryGetValue<string>(out var said) => JsonValue.Create(Show(said)),
            _ => value?.DeepClone(),
        };

    public static bool IsHidden(char character) => !char.IsSurrogate(character) && IsHidden(new Rune(character));

    /// <summary>Control and format characters: what nobody sees, or what makes the rest read otherwise.</summary>
    private static bool IsHidden(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned;

    [GeneratedRegex(
        @"[A-Za-z][A-Za-z0-9+.-]*://\S+|\bwww\.\S+|\b[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.(com|net|org|info|biz|io|de|"
            + @"at|ch|eu|uk|co|ru|cn|xyz|top|shop|site|online|app|link|click|me|ly|dev)\b(/\S*)?",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Link();
}
