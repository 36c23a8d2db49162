using Agentic.Orchestration.Text;

namespace Agentic.Retail.Planning;

/// <summary>What a word means beside others: denied, refused, only a reason.</summary>
internal static class TagContext
{
    private static bool IsDenied(IReadOnlyList<Word> words, List<Tag> tags, Tag tag) =>
        tags.Any(not =>
            Denies(words, not)
            && not != tag
            && not.Clause == tag.Clause
            && not.Part == tag.Part
            && !IsReason(tags, not)
            && tag.At - not.End >= 0
            && tag.At - not.End <= ReachOf(not)
        );

    /// <summary>How many words a denial may stand before what it denies.</summary>
    private static int ReachOf(Tag not) =>
        not.Kind switch
        {
            TagKind.Keep => 3,
            TagKind.Not => 2,
            _ => 1,
        };

    private static bool DeniesAnother(IReadOnlyList<Word> words, List<Tag> tags, Tag tag) =>
        Denies(words, tag)
        && !IsReason(tags, tag)
        && tags.Any(verb =>
            verb != tag
            && verb.Part == tag.Part
            && verb is { Kind: TagKind.Wish, Name: Actions.Return }
            && verb.Clause == tag.Clause
            && verb.At - tag.End is 0 or 1
        );

    /// <summary>
    /// "Do not cancel" asks for no cancellation; "change the jacket to black" asks for an exchange. Items that stay
    /// are the reader's.
    /// </summary>
    public static Tag InContext(IReadOnlyList<Word> words, List<Tag> tags, Tag tag) =>
        tag.Kind switch
        {
            // "I don't want to return it", "not sending it back": the word asks for the opposite of what it says.
            TagKind.Wish when tag.Name == Actions.Return && IsDenied(words, tags, tag) => tag with { Kind = TagKind.Keep },
            TagKind.Wish when tag.Name == Actions.Return && DeniesAnother(words, tags, tag) => tag with { Kind = TagKind.Not },
            TagKind.Wish when tag.Name != Actions.Return && tags.Any(not => Refuses(words, tags, not, tag)) => tag with
            {
                Kind = TagKind.Refused,
            },
            TagKind.Alter => tag with
            {
                Kind =
                    tags.Any(item => item.Kind == TagKind.Item && item.Clause == tag.Clause)
                    && tags.Any(other => other.Kind is TagKind.Colour or TagKind.Size && other.Clause == tag.Clause)
                    && !tags.Any(wish =>
                        wish.Kind == TagKind.Wish
                        && wish.Clause == tag.Clause
                        && wish.Part == tag.Part
                        && wish.Name != Actions.Return
                        && !MessageParts.IsJointBetween(words, wish, tag)
                    )
                        ? TagKind.Wish
                        : TagKind.Filler,
                Name = Actions.Exchange,
            },
            TagKind.Pay => tag with
            {
                Kind =
                    tags.Any(method => method.Kind is TagKind.Method or TagKind.OtherMethod && method.Clause == tag.Clause)
                    && !tags.Any(money => money is { Kind: TagKind.Wish, Name: Actions.Return } && money.Clause == tag.Clause)
                        ? TagKind.Wish
                        : TagKind.Filler,
                Name = Actions.Payment,
            },
            _ => tag,
        };

    /// <summary>"Not cancel", "auf keinen Fall stornieren", "don't want to cancel".</summary>
    private static bool Refuses(IReadOnlyList<Word> words, List<Tag> tags, Tag not, Tag verb)
    {
        var gap = verb.At - not.End;
        if (not.Clause != verb.Clause || not.Part != verb.Part || gap is < 0 or > 3)
        {
            return false;
        }
        if (
            tags.Any(reason =>
                reason.Kind == TagKind.Reason
                && reason.Name == WishReader.OtherReason
                && reason.At == not.At
                && reason.Length == not.Length
            )
        )
        {
            return gap == 0 || (gap == 1 && words[not.End].Text == "to");
        }
        return not.Kind == TagKind.Not
            && (
                gap == 0
                || (
                    !Tagger.Exceptions.Contains(words[not.At].Text)
                    && !tags.Any(between =>
                        between.At >= not.End
                        && between.At < verb.At
                        && between.Kind
                            is TagKind.Order
                                or TagKind.Item
                                or TagKind.Wish
                                or TagKind.Method
                                or TagKind.OtherMethod
                    )
                    && !words
                        .Take(verb.At)
                        .Skip(not.End)
                        .Any(word => word.Text is "bitte" or "please" or "und" or "and" or "also" or "dann" or "then")
                )
            );
    }

    /// <summary>"They don't fit, please refund them": why, and no denial. "I don't want to" is one.</summary>
    private static bool IsReason(List<Tag> tags, Tag tag) =>
        tags.Any(reason => reason.Kind == TagKind.Reason && reason.At == tag.At && reason.Name != WishReader.OtherReason);

    private static bool Denies(IReadOnlyList<Word> words, Tag tag) =>
        (
            tag.Kind == TagKind.Keep
            && words[tag.At].Text
                is ("not" or "can" or "cant" or "shan" or "wouldn" or "rather" or "no" or "without" or "nicht")
        )
        || (tag.Kind == TagKind.Not && !Tagger.Exceptions.Contains(words[tag.At].Text))
        || (tag is { Kind: TagKind.Wish, Name: Actions.Return, Length: > 1 } && words[tag.At].Text is "don" or "dont" or "not");
}
