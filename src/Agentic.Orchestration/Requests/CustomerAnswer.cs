using System.Text;
using Agentic.Orchestration.Text;

namespace Agentic.Orchestration.Requests;

/// <summary>
/// A yes or a no in plain words. Only a message that says nothing else counts: a plan is confirmed by what is certain,
/// never by what is likely.
/// </summary>
public static class CustomerAnswer
{
    private static readonly string[][] Yes = Phrases(
        "ja, ja bitte, ja gerne, ja so ausführen, ja bitte so ausführen, ja mach das, ja machen sie das, passt, "
            + "passt so, in ordnung, einverstanden, okay, ok, gerne, genau, stimmt, ja genau, ja in ordnung, yes, "
            + "yes please, yes go ahead, go ahead, yes do it, do it, sure, ok, okay, correct, that s right, fine, "
            + "sounds good, yes that s right, yep, yeah, please do"
    );

    private static readonly string[][] No = Phrases(
        "nein, nein danke, nein nicht, abbrechen, nein bitte nicht, lieber nicht, doch nicht, nein doch nicht, "
            + "no, no thanks, no don t, no thank you, cancel that, rather not, nope, don t do it"
    );

    /// <summary>Signs that go with a yes and take nothing back: a thumb up and its skin tones, smiles, ticks.</summary>
    private static readonly HashSet<Rune> Friendly = [.. "👍🏻🏼🏽🏾🏿👌🙏🙂😀😊✅✔\uFE0F".EnumerateRunes()];

    /// <returns>Null when the text is neither.</returns>
    public static bool? Read(string text)
    {
        // "Ja?" asks, a quoted line repeats, and a thumb that points down says no.
        if (
            text.AsSpan().Trim().StartsWith(">")
            || text.EnumerateRunes().Any(rune => rune.Value == '?' || (rune.Value > 0x2190 && !Friendly.Contains(rune)))
        )
        {
            return null;
        }
        var words = Words.Of(text);
        return Yes.Any(phrase => Is(words, phrase)) ? true
            : No.Any(phrase => Is(words, phrase)) ? false
            : null;
    }

    private static bool Is(List<Word> words, string[] phrase) =>
        words.Count > 0 && Words.PhraseAt(words, 0, phrase) == words.Count;

    private static string[][] Phrases(string all) => [.. all.Split(',', StringSplitOptions.TrimEntries).Select(Words.Split)];
}
