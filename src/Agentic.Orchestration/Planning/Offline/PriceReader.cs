using Agentic.Orchestration.Packs;

namespace Agentic.Orchestration.Planning.Offline;

/// <summary>What something cost is no amount that somebody wants: "the jacket for 89.90 €", "I paid €29".</summary>
internal sealed class PriceReader(IReadOnlyList<Vocabulary> vocabularies, Tagger tagger)
{
    private static readonly HashSet<string> Prepositions = ["fuer", "for", "of", "von", "at", "a"];
    private readonly HashSet<string> _prices = [.. vocabularies.SelectMany(vocabulary => vocabulary.Prices).Select(Words.Normalise)];

    public string Remove(string message)
    {
        foreach (var amount in AmountReader.Find(message).Reverse().Where(amount => IsPrice(message[..amount.Index], message[(amount.Index + amount.Length)..])))
        {
            message = message.Remove(amount.Index, amount.Length).Insert(amount.Index, " ");
        }
        return message;
    }

    private bool IsPrice(string before, string after)
    {
        var words = Words.Of(before);
        if (words.Count == 0)
        {
            return false;
        }
        var tags = tagger.Tag(words);
        var last = words.Count - 1;
        if (before.TrimEnd().EndsWith('('))
        {
            // "the jacket from 10042 (€89.90)"
            return tags.Where(tag => tag.End > words.Count - 4).All(tag => tag.Kind != TagKind.Wish) && tags.Any(tag => tag.Kind is TagKind.Item or TagKind.Order && tag.End > words.Count - 4);
        }
        while (last > 0 && tags.Any(tag => tag.Kind is TagKind.Filler or TagKind.Noise && tag.At == last && tag.End == last + 1) && !_prices.Contains(words[last].Text))
        {
            last--;
        }
        var isPreposition = Prepositions.Contains(words[last].Text);
        // "compensation of", "a refund for": the amount is what is wanted.
        var isWanted = isPreposition && tags.Any(tag => tag.Kind == TagKind.Wish && tag.End == last);
        // "For €89.90 I expected more", but not "for €10 off".
        var behind = Words.Of(after);
        var isAlone = behind is not [{ Text: "off" }, ..] && tagger.Tag(behind).All(tag => tag.Kind != TagKind.Wish || tag.At > 1) && words[last].Text is "for" or "fuer" && tags.All(tag => tag.Kind != TagKind.Wish || tag.Clause != words[last].Clause);
        return (!isWanted && isPreposition && (isAlone || tags.Any(tag => tag.Kind == TagKind.Item && tag.Clause == words[last].Clause && last - tag.End is >= 0 and <= 2)))
            || (!isPreposition && _prices.Contains(words[last].Text))
            || (behind is [var next, ..] && !after.TrimStart().StartsWith('.') && !Prepositions.Contains(next.Text) && _prices.Contains(next.Text));
    }
}
