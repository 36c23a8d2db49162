using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Text;

namespace Agentic.Orchestration.Agents;

/// <summary>
/// An id or an address counts only when the customer wrote it or a query returned it; an amount only when the customer
/// wrote it.
/// </summary>
internal static partial class Grounding
{
    /// <summary>Written by no customer: a country's code follows from the rest of the address.</summary>
    private const string Derived = "country";

    public static IEnumerable<(string Path, string Error)> Check(
        CatalogueAction action,
        JsonObject arguments,
        RequestState state,
        IEnumerable<JsonNode?> queryResults
    )
    {
        var said = string.Join('\n', state.Conversation.Where(line => line.From == "customer").Select(line => line.Text));
        var known = new Lazy<string>(() =>
            string.Join(
                '\n',
                queryResults.Select(result => result?.ToJsonString(JournalJson.Compact.Options) ?? "").Prepend(said)
            )
        );
        foreach (var (name, _) in action.Arguments.Where(argument => argument.Value.Grounded))
        {
            foreach (var (path, value) in Values(name, arguments[name]))
            {
                if (!ContainsWord(known.Value, value))
                {
                    yield return (
                        path,
                        $"'{value}' is neither in the customer's words nor in a query's result. Query first, or ask "
                            + $"the customer."
                    );
                }
            }
            if (
                arguments[name] is JsonObject
                && JsonMoney.Read(arguments[name]) is { } money
                && !Amounts(said)
                    .Any(named => named.Amount == money.Amount && (named.Currency ?? money.Currency) == money.Currency)
            )
            {
                yield return (name, $"The customer names no amount of {money}. Leave it out, or ask the customer.");
            }
        }
    }

    private static IEnumerable<(string Path, string Value)> Values(string path, JsonNode? value) =>
        value switch
        {
            JsonValue text when text.TryGetValue<string>(out var word) => [(path, word)],
            JsonObject members when JsonMoney.Read(members) is null => members
                .Where(member => member.Key != Derived)
                .SelectMany(member => Values($"{path}.{member.Key}", member.Value)),
            _ => [],
        };

    /// <summary>
    /// All numbers of a text, read with a decimal comma and with a decimal point, and the currency that stands at
    /// each.
    /// </summary>
    public static IEnumerable<(decimal Amount, string? Currency)> Amounts(string text)
    {
        foreach (Match number in Number().Matches(text))
        {
            var currency =
                CurrencyOf(Before().Match(text[..number.Index]).Groups[1].Value)
                ?? CurrencyOf(After().Match(text[(number.Index + number.Length)..]).Groups[1].Value);
            foreach (var style in new[] { "de-DE", "en-GB" })
            {
                if (decimal.TryParse(number.Value, NumberStyles.Number, CultureInfo.GetCultureInfo(style), out var amount))
                {
                    yield return (amount, currency);
                }
            }
        }
    }

    private static string? CurrencyOf(string word) =>
        word.ToUpperInvariant() switch
        {
            "€" or "EUR" or "EURO" or "EUROS" => "EUR",
            "$" or "USD" or "DOLLAR" or "DOLLARS" => "USD",
            "£" or "GBP" or "POUND" or "POUNDS" => "GBP",
            "¥" or "JPY" or "YEN" => "JPY",
            "CHF" or "FRANKEN" => "CHF",
            _ => word.Length == 3 && word.All(char.IsAsciiLetterUpper) ? word : null,
        };

    private static bool ContainsWord(string text, string word)
    {
        for (
            var at = text.IndexOf(word, StringComparison.OrdinalIgnoreCase);
            at >= 0;
            at = text.IndexOf(word, at + 1, StringComparison.OrdinalIgnoreCase)
        )
        {
            var end = at + word.Length;
            if ((at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (end == text.Length || !char.IsLetterOrDigit(text[end])))
            {
                return true;
            }
        }
        return false;
    }

    [GeneratedRegex(@"([€$£¥]|\b[A-Z]{3})\s?$")]
    private static partial Regex Before();

    [GeneratedRegex(@"^\s?([€$£¥]|[A-Za-z]+)")]
    private static partial Regex After();

    [GeneratedRegex(@"\d[\d.,]*\d|\d")]
    private static partial Regex Number();
}
