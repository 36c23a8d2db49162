using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Text;

namespace Agentic.Orchestration.Agents.Offline;

/// <summary>
/// Finds the clauses of a message that are a phrase of a pack, word for word apart from polite ones. A word that no phrase
/// has, such as "not", makes it no match: what is not understood is left for others.
/// </summary>
internal static partial class PhraseMatcher
{
    private static readonly HashSet<string> Polite =
    [
        .. WordsOf(
            "bitte danke gern gerne hallo guten tag moin liebe grüße vielen dank "
                + "ich möchte will würde können kann könnten sie ihr du mir mich mein meine meinen "
                + "die der das den und außerdem dann noch auch für von eine einen "
                + "please thanks thank you hello hi dear i i'd would like to want can could me my "
                + "the and also then a an for of"
        ),
    ];

    private static readonly HashSet<string> Denials = [.. WordsOf("nein nicht doch lieber nie no not yet never nope"), "dont"];

    /// <returns>The calls, and what is left of the message; blank when nothing is.</returns>
    public static (IReadOnlyList<(string Action, JsonObject Arguments)> Calls, string Left) Read(Pack pack, string message)
    {
        var calls = new List<(string, JsonObject)>();
        var rest = new List<string>();
        foreach (Match clause in Clause().Matches(message))
        {
            if (Match(pack, clause.Value) is { } call)
            {
                calls.Add(call);
            }
            else
            {
                rest.Add(clause.Value);
            }
        }
        return (calls, rest.All(clause => Meaning(clause).Count == 0) ? "" : string.Concat(rest));
    }

    /// <summary>
    /// The words are about this pack's domain: they have one of its words, or a number of the form that its phrases take.
    /// </summary>
    public static bool IsAbout(Pack pack, string words)
    {
        var book = pack.Extension<PhraseBook>();
        return book is not null
            && Meaning(words)
                .Any(said =>
                    book.About.Contains(said.Word)
                    || book.Phrases.SelectMany(phrase =>
                            phrase.Parts.Select(part => (phrase.Action, Name: Phrase.ArgumentOf(part)))
                        )
                        .Distinct()
                        .Any(argument =>
                            argument.Name is { } name
                            && pack.Actions[argument.Action].Arguments[name].Schema is { } schema
                            && schema["pattern"] is not null
                            && !SchemaCheck.Check(JsonValue.Create(said.Written), schema, name).Any()
                        )
                );
    }

    /// <summary>Whether a clause only says no: what it takes back cannot be told from a list of phrases.</summary>
    public static bool HasDenial(string message) =>
        Clause()
            .Matches(message)
            .Any(clause => Meaning(clause.Value) is { Count: > 0 } said && said.All(word => Denials.Contains(word.Word)));

    public static IEnumerable<string> WordsOf(string text) => Words.Of(text).Select(word => word.Text);

    private static (string Action, JsonObject Arguments)? Match(Pack pack, string clause)
    {
        var said = Meaning(clause);
        foreach (var phrase in pack.Extension<PhraseBook>()?.Phrases ?? [])
        {
            if (Arguments(pack.Actions[phrase.Action], phrase.Parts, said) is { } arguments)
            {
                return (phrase.Action, arguments);
            }
        }
        return null;
    }

    /// <returns>Null when the words are another sentence than the phrase.</returns>
    private static JsonObject? Arguments(CatalogueAction action, IReadOnlyList<string> phrase, IReadOnlyList<Said> said)
    {
        Said[] parts = [.. phrase.SelectMany(part => Phrase.ArgumentOf(part) is null ? Meaning(part) : [new(part, part)])];
        if (parts.Length != said.Count)
        {
            return null;
        }
        var arguments = new JsonObject();
        foreach (var (part, word) in parts.Zip(said))
        {
            if (Phrase.ArgumentOf(part.Written) is not { } name)
            {
                if (part.Word != word.Word)
                {
                    return null;
                }
                continue;
            }
            arguments[name] = word.Written;
            if (SchemaCheck.Check(arguments[name], action.Arguments[name].Schema, name).Any())
            {
                return null;
            }
        }
        return arguments;
    }

    /// <summary>The words of a clause that mean something.</summary>
    private static List<Said> Meaning(string clause) =>
        [
            .. clause
                .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
                .Select(written => new Said(string.Concat(WordsOf(written)), written.Trim(',', '.', ';', '!', '?', ':', '"')))
                .Where(said => said.Word.Length > 0 && !Polite.Contains(said.Word)),
        ];

    /// <param name="Word">Normalised.</param>
    private sealed record Said(string Word, string Written);

    /// <summary>Up to a mark, or up to an "and" that begins the next one.</summary>
    [GeneratedRegex(@".+?(?:[.,;!?\n]+(?=\s|$)|(?=\s(?:und|and)\s)|$)", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Clause();
}
