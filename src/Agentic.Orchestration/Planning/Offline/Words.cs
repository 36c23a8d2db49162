using System.Globalization;
using System.Text;
using FuzzySharp;

namespace Agentic.Orchestration.Planning.Offline;

/// <summary>A word as it is compared: lower case, umlauts written out, accents dropped.</summary>
internal sealed record Word(string Text, int Position, int Clause);

internal static class Words
{
    private static readonly string[] Endings = ["", "e", "n", "en", "er", "es", "em", "s", "ed", "ing"];

    public static List<Word> Of(string text)
    {
        var words = new List<Word>();
        var current = new StringBuilder();
        var clause = 0;
        foreach (var character in text + " ")
        {
            if (char.IsLetterOrDigit(character) || (character is '-' or '_' && current.Length > 0))
            {
                current.Append(character);
                continue;
            }
            if (current.Length > 0)
            {
                words.Add(new(Normalise(current.ToString().TrimEnd('-', '_')), words.Count, clause));
                current.Clear();
            }
            clause += character is '.' or '!' or '?' or ';' or '\n' ? 1 : 0;
        }
        return words;
    }

    public static string Normalise(string text)
    {
        var plain = new StringBuilder();
        foreach (var character in text.ToLowerInvariant().Replace("ä", "ae", StringComparison.Ordinal).Replace("ö", "oe", StringComparison.Ordinal)
            .Replace("ü", "ue", StringComparison.Ordinal).Replace("ß", "ss", StringComparison.Ordinal).Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(character) != UnicodeCategory.NonSpacingMark)
            {
                plain.Append(character);
            }
        }
        return plain.ToString();
    }

    /// <summary>The same word, an inflected form, or (from five letters) one typing error away.</summary>
    public static bool Match(string word, string known) =>
        word == known
        || (known.Length >= 3 && word.Length > known.Length && word.StartsWith(known, StringComparison.Ordinal) && Endings.Contains(word[known.Length..]))
        || (known.Length >= 5 && word.Length >= 5 && word[0] == known[0] && Math.Abs(word.Length - known.Length) <= 1 && Levenshtein.EditDistance(word, known) <= 1);

    /// <summary>How many words a phrase takes at a position; 0 when it does not stand there.</summary>
    public static int PhraseAt(IReadOnlyList<Word> words, int at, string phrase)
    {
        var parts = Normalise(phrase).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (at + parts.Length > words.Count)
        {
            return 0;
        }
        for (var index = 0; index < parts.Length; index++)
        {
            if (!Match(words[at + index].Text, parts[index]))
            {
                return 0;
            }
        }
        return parts.Length;
    }

    public static bool Contains(IReadOnlyList<Word> words, IEnumerable<string> phrases) =>
        phrases.Any(phrase => Enumerable.Range(0, words.Count).Any(at => PhraseAt(words, at, phrase) > 0));

    /// <summary>The entry whose word stands at a position; the longest phrase wins.</summary>
    public static (string Name, int Length)? NameAt(IReadOnlyList<Word> words, int at, IReadOnlyDictionary<string, IReadOnlyList<string>> entries)
    {
        (string Name, int Length)? best = null;
        foreach (var (name, phrases) in entries)
        {
            foreach (var phrase in phrases)
            {
                if (PhraseAt(words, at, phrase) is > 0 and var length && length > (best?.Length ?? 0))
                {
                    best = (name, length);
                }
            }
        }
        return best;
    }
}
