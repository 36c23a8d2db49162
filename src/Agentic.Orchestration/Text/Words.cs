using System.Globalization;
using System.Text;
using FuzzySharp;

namespace Agentic.Orchestration.Text;

public static class Words
{
    private static readonly string[] Endings = ["e", "n", "en", "er", "es", "em", "s", "ed", "ing"];
    private static readonly HashSet<string> Abbreviations = ["nr", "no", "best", "bzw", "ca"];
    private static readonly string[] Joints = ["aber", "sondern", "but", "waehrend", "dafuer"];

    public static List<Word> Of(string text)
    {
        var words = new List<Word>();
        var current = new StringBuilder();
        var (clause, part) = (0, 0);
        foreach (var character in text + " ")
        {
            if (char.IsLetterOrDigit(character) || (character is '-' or '_' && current.Length > 0))
            {
                current.Append(character);
                continue;
            }
            if (current.Length > 0)
            {
                var word = Normalise(current.ToString().TrimEnd('-', '_'));
                part += Joints.Contains(word) ? 1 : 0;
                words.Add(new(word, clause, part));
                current.Clear();
            }
            // "Nr. 10063" goes on.
            if (character == '.' && words.Count > 0 && Abbreviations.Contains(words[^1].Text))
            {
                continue;
            }
            var ends = character is '.' or '!' or '?' or ';' or '\n';
            (clause, part) = (clause + (ends ? 1 : 0), part + (ends || character is ',' or '(' or ')' ? 1 : 0));
        }
        return words;
    }

    public static string Normalise(string text)
    {
        var plain = new StringBuilder();
        foreach (
            var character in text.ToLowerInvariant()
                .Replace("ä", "ae", StringComparison.Ordinal)
                .Replace("ö", "oe", StringComparison.Ordinal)
                .Replace("ü", "ue", StringComparison.Ordinal)
                .Replace("ß", "ss", StringComparison.Ordinal)
                .Normalize(NormalizationForm.FormD)
        )
        {
            if (CharUnicodeInfo.GetUnicodeCategory(character) != UnicodeCategory.NonSpacingMark)
            {
                plain.Append(character);
            }
        }
        return plain.ToString();
    }

    /// <summary>The same word or an inflected form.</summary>
    public static bool Match(string word, string known) =>
        word == known
        || (
            known.Length >= 3
            && word.Length > known.Length
            && word.StartsWith(known, StringComparison.Ordinal)
            && Endings.Contains(word[known.Length..])
        );

    /// <summary>
    /// One typing error away, two letters the wrong way round included, with or without an ending. Only for long words: short
    /// ones have too many neighbours that mean something else.
    /// </summary>
    public static bool IsTypo(string word, string known) =>
        IsNear(word, known)
        || Endings.Any(ending =>
            word.Length > ending.Length
            && word.EndsWith(ending, StringComparison.Ordinal)
            && IsNear(word[..^ending.Length], known)
        );

    private static bool IsNear(string word, string known) =>
        known.Length >= 6
        && word.Length >= 6
        && word[0] == known[0]
        && Math.Abs(word.Length - known.Length) <= 1
        && Levenshtein.EditDistance(word, known) is var distance
        && (distance == 1 || (distance == 2 && word.Length == known.Length && word.Order().SequenceEqual(known.Order())));

    /// <summary>How many words a phrase takes at a position; 0 when it does not stand there.</summary>
    public static int PhraseAt(IReadOnlyList<Word> words, int at, IReadOnlyList<string> phrase, bool mistyped = false)
    {
        if (at + phrase.Count > words.Count)
        {
            return 0;
        }
        for (var index = 0; index < phrase.Count; index++)
        {
            if (!Match(words[at + index].Text, phrase[index]) && !(mistyped && IsTypo(words[at + index].Text, phrase[index])))
            {
                return 0;
            }
        }
        return phrase.Count;
    }

    /// <summary>One of these phrases stands somewhere in it.</summary>
    public static bool Contains(IReadOnlyList<Word> words, IEnumerable<string> phrases) =>
        phrases.Select(Split).Any(phrase => Enumerable.Range(0, words.Count).Any(at => PhraseAt(words, at, phrase) > 0));

    /// <summary>The whole text is one of these phrases.</summary>
    public static bool IsOnly(IReadOnlyList<Word> words, IEnumerable<string> phrases) =>
        words.Count > 0 && phrases.Any(phrase => PhraseAt(words, 0, Split(phrase)) == words.Count);

    public static string[] Split(string phrase) => Normalise(phrase).Split([' ', '\''], StringSplitOptions.RemoveEmptyEntries);
}
