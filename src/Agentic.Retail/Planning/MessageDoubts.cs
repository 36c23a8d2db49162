using Agentic.Orchestration.Text;

namespace Agentic.Retail.Planning;

/// <summary>What a message says that no plan may pass over: the customer is asked to say it once more.</summary>
internal sealed class MessageDoubts(Tagger tagger, List<Word> words, List<Tag> tags, List<MessagePart> parts)
{
    /// <summary>Something about the message as a whole.</summary>
    public bool Any(Wish whole, IReadOnlyList<Wish> wishes, bool hasAddress) =>
        IsConditional || IsDenied || StaysUnnamed(wishes) || IsVariantLeft(wishes) || IsMethodLeft(whole, wishes, hasAddress);

    /// <summary>Something about the orders of one wish.</summary>
    public bool IsAbout(Wish wish, bool hasAddress) =>
        wish.Orders.Count > 1
        && IsAboutWholeOrders(wish, hasAddress)
        && (wish.Mentions.Count > 0 || wish.Orders.Any(Unclear().Contains));

    /// <summary>"If it is not sent by Friday, cancel it", "I might": nothing is asked for yet.</summary>
    private bool IsConditional => tags.Any(tag => tag.Kind == TagKind.Condition);

    /// <summary>
    /// "My sister wants to cancel; I don't want to cancel anything": asked for and denied, and of nothing in
    /// particular.
    /// </summary>
    private bool IsDenied =>
        tags.Any(refused =>
            refused.Kind == TagKind.Refused
            && tags.Any(wish => wish.Kind == TagKind.Wish && wish.Name == refused.Name)
            && parts.Any(part => refused.At >= part.At && refused.At < part.End && !part.HasObject)
        );

    /// <summary>
    /// "I shall keep them, but a refund seems fair": something stays and something goes back, and it is not certain
    /// what.
    /// </summary>
    private bool StaysUnnamed(IReadOnlyList<Wish> wishes) =>
        wishes.Any(wish => wish.Action == Actions.Return)
        && tags.Any(keep =>
            IsKept(keep)
            && parts.Any(part => keep.At >= part.At && keep.At < part.End && part is { HasObject: false, Action: null })
            && (IsPronoun(keep.End) || IsPronoun(keep.At - 1) || IsPronoun(keep.At - 2))
        );

    private bool IsKept(Tag tag) =>
        tag.Kind == TagKind.Keep
        || (
            tag.Kind == TagKind.KeepAfter
            && (
                words[tag.At].Text.StartsWith("stay", StringComparison.Ordinal)
                || words[tag.At].Text.StartsWith("bleib", StringComparison.Ordinal)
            )
        );

    private bool IsPronoun(int at) => at >= 0 && at < words.Count && words[at].Text is "it" or "them" or "sie" or "ihn" or "es";

    /// <summary>"… the T-shirt in L": something is to be done about it that the wishes do not say.</summary>
    private bool IsVariantLeft(IReadOnlyList<Wish> wishes) =>
        wishes.All(wish => wish.Action is not null && !Actions.IsAboutItems(wish.Action))
        && parts.Any(part => part.Action is null && MessageParts.NamesVariant(tags, part));

    /// <summary>"… to my office, and by gift card": a delivery takes no payment method.</summary>
    private static bool IsMethodLeft(Wish whole, IReadOnlyList<Wish> wishes, bool hasAddress) =>
        whole.Method is not (null or MethodReader.Unknown)
        && wishes.All(wish => Actions.IsAboutAddress(wish.Action) || (wish.Action is null && hasAddress));

    /// <summary>Without its address a second number may be the postal code of one that could not be read.</summary>
    private static bool IsAboutWholeOrders(Wish wish, bool hasAddress) =>
        wish.Action is not null
        && (!Actions.IsAboutItems(wish.Action) || wish.Mentions.Count == 0)
        && (!Actions.IsAboutAddress(wish.Action) || hasAddress);

    /// <summary>
    /// Orders that are named in a stretch of their own with words that say something unknown about them ("… and have you
    /// seen 10071 yet"): the wish of another stretch is not simply theirs too.
    /// </summary>
    private HashSet<string> Unclear()
    {
        var unclear = new HashSet<string>();
        foreach (var part in parts)
        {
            var inside = tags.Where(tag => tag.At >= part.At && tag.At < part.End).ToArray();
            if (
                inside.Any(tag =>
                    tag.Kind
                        is TagKind.Wish
                            or TagKind.Refused
                            or TagKind.Keep
                            or TagKind.KeepAfter
                            or TagKind.Not
                            or TagKind.Item
                            or TagKind.Correction
                )
            )
            {
                continue;
            }
            bool IsUnknown(int at) =>
                words[at].Text.Length >= 4
                && words[at].Text.All(char.IsLetter)
                && !tagger.IsMarker(words[at])
                && !inside.Any(tag => tag.At <= at && at < tag.End);
            unclear.UnionWith(
                inside
                    .Where(tag =>
                        tag.Kind == TagKind.Order
                        && Enumerable.Range(tag.At - 2, 5).Any(at => at >= part.At && at < part.End && IsUnknown(at))
                    )
                    .Select(tag => tag.Name)
            );
        }
        return unclear;
    }
}
