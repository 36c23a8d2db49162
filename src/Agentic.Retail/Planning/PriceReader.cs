using Agentic.Orchestration.Text;

namespace Agentic.Retail.Planning;

/// <summary>What something cost is no amount that somebody wants: "the jacket for 89.90 €", "I paid €29".</summary>
internal sealed class PriceReader(IReadOnlyList<Vocabulary> vocabularies, Tagger tagger)
{
    private const int Most = 5;

    private static readonly HashSet<string> Prepositions = ["fuer", "for", "of", "von", "at", "a"];
    private readonly HashSet<string> _prices =
    [
        .. vocabularies.SelectMany(vocabulary => vocabulary.Prices).Select(Words.Normalise),
    ];

    private enum Meaning
    {
        Wanted,
        Price,
        Unclear,
    }

    /// <returns>The message without prices, and whether one of its amounts may be either.</returns>
    public (string Message, bool IsUnclear) Remove(string message)
    {
        var amounts = AmountReader.Find(message);
        if (amounts.Count is 0 or > Most)
        {
            return (message, amounts.Count > Most);
        }
        var isUnclear = false;
        foreach (var amount in amounts.Reverse())
        {
            var meaning = Read(message[..amount.Index], message[(amount.Index + amount.Length)..]);
            isUnclear |= meaning == Meaning.Unclear;
            message =
                meaning == Meaning.Price ? message.Remove(amount.Index, amount.Length).Insert(amount.Index, " ") : message;
        }
        return (message, isUnclear);
    }

    private Meaning Read(string before, string after)
    {
        // The amount itself, as a word, says in which stretch it stands.
        var words = Words.Of(before + " amount");
        var here = words[^1];
        words.RemoveAt(words.Count - 1);
        var tags = tagger.Tag(words);
        var behind = Words.Of(after).TakeWhile(word => word is { Part: 0, Clause: 0 }).ToList();
        bool IsWished(Tag tag) => tag.Kind == TagKind.Wish && tag.Clause == here.Clause;
        bool IsWishedHere(Tag tag) => IsWished(tag) && tag.Part == here.Part;
        if (before.TrimEnd().EndsWith('('))
        {
            // "the jacket from 10042 (€89.90)"
            return !tags.Any(tag => tag.Kind is TagKind.Item or TagKind.Order && tag.End > words.Count - 4) ? Meaning.Wanted
                : tags.Any(IsWished) ? Meaning.Unclear
                : Meaning.Price;
        }
        if (IsPriced([.. words.Where(word => word.Part == here.Part && word.Clause == here.Clause)]) || IsPriced(behind))
        {
            return tags.Any(IsWishedHere) ? Meaning.Unclear : Meaning.Price;
        }
        var last = words.Count - 1;
        while (
            last > 0
            && tags.Any(tag => tag.Kind is TagKind.Filler or TagKind.Noise && tag.At == last && tag.End == last + 1)
            && !Prepositions.Contains(words[last].Text)
        )
        {
            last--;
        }
        if (last < 0 || words[last].Part != here.Part || !Prepositions.Contains(words[last].Text))
        {
            return Meaning.Wanted;
        }
        if (tags.Any(IsWishedHere))
        {
            // "compensation of", "a refund for", "a discount on the belt of": what is wanted. "A discount on the belt
            // for": who knows.
            return words[last].Text is "of" or "von" || tags.Any(tag => IsWishedHere(tag) && tag.End == last)
                ? Meaning.Wanted
                : Meaning.Unclear;
        }
        // "For €89.90 I expected more", but not "for €10 off".
        var isAlone =
            words[last].Text is "for" or "fuer"
            && behind is not [{ Text: "off" }, ..]
            && !tags.Any(IsWished)
            && tagger.Tag(behind).All(tag => tag.Kind != TagKind.Wish || tag.At > 1);
        return
            isAlone || tags.Any(tag => tag.Kind == TagKind.Item && tag.Clause == here.Clause && last - tag.End is >= 0 and <= 2)
            ? Meaning.Price
            : Meaning.Wanted;
    }

    /// <summary>A word such as "paid", and not "paid back".</summary>
    private bool IsPriced(List<Word> stretch) =>
        stretch
            .Index()
            .Any(word =>
                _prices.Contains(word.Item.Text)
                && !(word.Index + 1 < stretch.Count && stretch[word.Index + 1].Text is "back" or "zurueck")
            );
}
