using System.Globalization;
using Agentic.Orchestration.Text;

namespace Agentic.Retail.Planning;

/// <summary>
/// Marks what the vocabulary knows. The longest phrase wins and its words are used up, so the "nicht" of "passt
/// nicht" refuses nothing.
/// </summary>
internal sealed class Tagger
{
    private static readonly HashSet<string> Sizes = ["xxs", "xs", "s", "m", "l", "xl", "xxl", "xxxl"];
    private static readonly HashSet<string> BeforeSize = ["in", "gegen", "to", "for", "statt", "of", "lieber"];
    private static readonly HashSet<string> SizeWords = ["groesse", "size", "gr"];
    private readonly List<(TagKind Kind, string Name, string[] Phrase)> _known = [];

    /// <summary>Inflected or mistyped, a word begins as it should.</summary>
    private readonly ILookup<char, (TagKind Kind, string Name, string[] Phrase)> _byInitial;

    /// <summary>They take something out of a wish and do not deny it.</summary>
    internal static readonly HashSet<string> Exceptions =
    [
        "ausser",
        "ohne",
        "bis",
        "ausgenommen",
        "except",
        "without",
        "bar",
        "apart",
        "other",
    ];
    private readonly HashSet<string> _markers;
    private readonly List<(string Name, string[] Phrase)> _sizes = [];

    /// <summary>Stands in a phrase for what may come between its halves.</summary>
    private const string Gap = " … ";
    private readonly List<(TagKind Kind, string Name, string First, string Last)> _apart = [];

    public Tagger(IReadOnlyList<Vocabulary> vocabularies)
    {
        foreach (var vocabulary in vocabularies)
        {
            Add(TagKind.Wish, vocabulary.Wishes);
            Add(TagKind.Reason, vocabulary.Reasons);
            Add(TagKind.Item, vocabulary.Items);
            Add(TagKind.Colour, vocabulary.Colours);
            Add(TagKind.Method, vocabulary.Methods);
            Add(TagKind.Number, vocabulary.Numbers);
            Add(TagKind.Everything, vocabulary.Everything);
            Add(TagKind.Person, vocabulary.Person);
            Add(TagKind.Not, vocabulary.Not);
            Add(TagKind.Keep, vocabulary.Keep);
            Add(TagKind.KeepAfter, vocabulary.KeepAfter);
            Add(TagKind.Noise, vocabulary.Noise);
            Add(TagKind.Also, vocabulary.Also);
            Add(TagKind.Correction, vocabulary.Corrections);
            Add(TagKind.Other, vocabulary.Other);
            Add(TagKind.Filler, vocabulary.Filler);
            Add(TagKind.OtherMethod, vocabulary.OtherMethods);
            Add(TagKind.Unsupported, vocabulary.Unsupported);
            Add(TagKind.Account, vocabulary.Account);
            Add(TagKind.Atomic, vocabulary.Atomic);
            Add(TagKind.Step, vocabulary.Steps);
            Add(TagKind.Alter, vocabulary.Alter);
            Add(TagKind.Pay, vocabulary.Pay);
            Add(TagKind.OrderWith, vocabulary.OrderWith);
            Add(TagKind.Told, vocabulary.Told);
            Add(TagKind.Condition, vocabulary.Conditions);
        }
        _byInitial = _known.ToLookup(known => known.Phrase[0][0]);
        _sizes =
        [
            .. vocabularies
                .SelectMany(vocabulary => vocabulary.Sizes)
                .SelectMany(size => size.Value.Select(phrase => (size.Key, Words.Split(phrase)))),
        ];
        _markers = [.. vocabularies.SelectMany(vocabulary => vocabulary.OrderMarkers).Select(Words.Normalise)];
    }

    public List<Tag> Tag(IReadOnlyList<Word> words)
    {
        var tags = new List<Tag>();
        var at = 0;
        while (at < words.Count)
        {
            var found = At(words, at);
            tags.AddRange(found);
            at += found.Count == 0 ? 1 : found[0].Length;
        }
        return [.. tags.Select(tag => TagContext.InContext(words, tags, tag))];
    }

    /// <summary>A number counts as an order's when a word before it says so.</summary>
    public bool IsMarked(IReadOnlyList<Word> words, Tag order) =>
        Enumerable.Range(1, 2).Any(back => order.At >= back && IsMarker(words[order.At - back]));

    /// <summary>"order", "number", "from": it belongs to the number behind it.</summary>
    public bool IsMarker(Word word) =>
        _markers.Contains(word.Text) || _markers.Any(marker => marker.Length >= 5 && Words.Match(word.Text, marker));

    private List<Tag> At(IReadOnlyList<Word> words, int at)
    {
        var word = words[at];
        Tag Make(TagKind kind, string name, int length) => new(kind, name, at, length, word.Clause, word.Part);
        if (
            word.Text.Length is >= 5 and <= 8
            && (
                word.Text.All(char.IsAsciiDigit)
                || (word.Text.Length == 8 && word.Text[0] == 'w' && word.Text[1..].All(char.IsAsciiDigit))
            )
        )
        {
            return [Make(TagKind.Order, word.Text, 1)];
        }
        if (
            SizeWords.Contains(word.Text)
            && at + 1 < words.Count
            && (
                Sizes.Contains(words[at + 1].Text)
                || (words[at + 1].Text.Length <= 2 && words[at + 1].Text.All(char.IsAsciiDigit))
            )
        )
        {
            return [Make(TagKind.Size, words[at + 1].Text, 2)];
        }
        // A lone letter is a size only where one expects it: "in L", "for L", or as the whole answer.
        if (
            Sizes.Contains(word.Text)
            && (word.Text.Length > 1 || words.Count == 1 || (at > 0 && BeforeSize.Contains(words[at - 1].Text)))
        )
        {
            return [Make(TagKind.Size, word.Text, 1)];
        }
        var before = at > 0 && words[at - 1].Text == "a" ? at - 2 : at - 1;
        if (
            (before < 0 ? words.Count <= 2 : BeforeSize.Contains(words[before].Text) || SizeWords.Contains(words[before].Text))
            && _sizes
                .Select(size => (size.Name, Length: Words.PhraseAt(words, at, size.Phrase)))
                .Where(size => size.Length > 0)
                .OrderByDescending(size => size.Length)
                .FirstOrDefault()
                is { Length: > 0 } spoken
        )
        {
            return [Make(TagKind.Size, spoken.Name, spoken.Length)];
        }
        if (
            word.Text.Length is 1 or 2
            && int.TryParse(word.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        )
        {
            return [Make(TagKind.Number, number.ToString(CultureInfo.InvariantCulture), 1)];
        }
        var longest = From(word)
            .Select(known => (known, Length: Words.PhraseAt(words, at, known.Phrase)))
            .Where(found => found.Length > 0)
            .ToArray();
        var length = longest.Length == 0 ? 0 : longest.Max(found => found.Length);
        if (Mistyped(words, at, exactStart: length > 0) is { Count: > 0 } mistyped && mistyped[0].Length > length)
        {
            // "only togteher" is more than the "only" in it.
            return mistyped;
        }
        if (length == 0)
        {
            return Apart(words, at);
        }
        // An exact word goes before an inflected one: "weiss" the colour, "weisse" too, but "eine" is no ending of "ein".
        var best = longest.Where(found => found.Length == length).ToArray();
        var exact = best.Where(found => found.known.Phrase.Index().All(part => words[at + part.Index].Text == part.Item))
            .ToArray();
        return
        [
            .. (exact.Length > 0 ? exact : best).Select(found => Make(found.known.Kind, found.known.Name, length)).Distinct(),
            .. Inside(words, at, length),
        ];
    }

    private IEnumerable<(TagKind Kind, string Name, string[] Phrase)> From(Word word) =>
        word.Text.Length == 0 ? [] : _byInitial[word.Text[0]];

    /// <summary>
    /// Phrases that match except for a typing error; none when two of the same kind match equally well.
    /// </summary>
    private List<Tag> Mistyped(IReadOnlyList<Word> words, int at, bool exactStart)
    {
        var near = From(words[at])
            .Where(known => !exactStart || Words.Match(words[at].Text, known.Phrase[0]))
            .Select(known => (known.Kind, known.Name, Length: Words.PhraseAt(words, at, known.Phrase, mistyped: true)))
            .Where(found => found.Length > 0)
            .ToArray();
        var length = near.Length == 0 ? 0 : near.Max(found => found.Length);
        var best = near.Where(found => found.Length == length).Distinct().ToArray();
        return best.DistinctBy(found => found.Kind).Count() == best.Length
            ?
            [
                .. best.Select(found => new Tag(found.Kind, found.Name, at, length, words[at].Clause, words[at].Part)),
                .. Inside(words, at, length),
            ]
            : [];
    }

    /// <summary>What a longer phrase says besides: "pay with PayPal" asks for something and names the method.</summary>
    private IEnumerable<Tag> Inside(IReadOnlyList<Word> words, int at, int length)
    {
        // The "card" of a "gift card" is none.
        var isMethod = From(words[at])
            .Any(known =>
                known.Kind is TagKind.Method or TagKind.OtherMethod && Words.PhraseAt(words, at, known.Phrase) == length
            );
        for (var inner = at; inner < at + length && length > 1; inner++)
        {
            var found = From(words[inner])
                .Where(known =>
                    (known.Kind is TagKind.Step or TagKind.Account || (known.Kind == TagKind.Method && !isMethod))
                    && Words.PhraseAt(words, inner, known.Phrase) is > 0 and var taken
                    && inner + taken <= at + length
                )
                .OrderByDescending(known => known.Phrase.Length)
                .FirstOrDefault();
            if (found.Phrase is not null)
            {
                yield return new(found.Kind, found.Name, inner, found.Phrase.Length, words[inner].Clause, words[inner].Part);
            }
        }
    }

    /// <summary>
    /// "take … back": the second half counts where the first one stands before it, with what is taken between them.
    /// </summary>
    private List<Tag> Apart(IReadOnlyList<Word> words, int at) =>
        [
            .. _apart
                .Where(known =>
                    Words.Match(words[at].Text, known.Last)
                    && Enumerable
                        .Range(2, 6)
                        .Any(back =>
                            at >= back
                            && words[at - back] is var first
                            && first.Part == words[at].Part
                            && Words.Match(first.Text, known.First)
                        )
                )
                .Select(known => new Tag(known.Kind, known.Name, at, 1, words[at].Clause, words[at].Part))
                .Distinct(),
        ];

    private void Add(TagKind kind, IReadOnlyDictionary<string, IReadOnlyList<string>> entries)
    {
        foreach (var (name, phrases) in entries)
        {
            _known.AddRange(
                phrases
                    .Where(phrase => !phrase.Contains(Gap, StringComparison.Ordinal))
                    .Select(phrase => (kind, name, Words.Split(phrase)))
            );
            _apart.AddRange(
                phrases
                    .Select(phrase => phrase.Split(Gap))
                    .Where(halves => halves.Length == 2)
                    .Select(halves => (kind, name, Words.Normalise(halves[0]), Words.Normalise(halves[1])))
            );
        }
    }

    private void Add(TagKind kind, IReadOnlyList<string> phrases) =>
        _known.AddRange(phrases.Select(phrase => (kind, phrase, Words.Split(phrase))));
}
