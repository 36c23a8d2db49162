using Agentic.Orchestration.Text;

namespace Agentic.Retail.Planning;

/// <summary>
/// Takes out what is only told: "I bought a belt and a scarf; the scarf should go back" asks for nothing about the belt,
/// and "I paid with PayPal" for no other method. Order numbers stay, they still say which order is meant.
/// </summary>
internal static class ToldReader
{
    /// <returns>The words without what is told, and whether it is not certain that it is no more than told.</returns>
    public static (List<Word> Words, bool IsUnclear) Take(List<Word> words, List<Tag> tags)
    {
        var parts = MessageParts.Of(words, tags);
        var told = parts.Where(part => IsTold(part, tags)).ToList();
        if (told.Count == 0)
        {
            return (words, false);
        }
        // What is told first may be all that the wish is about: "I bought a belt. Please take it back".
        var wishes = parts.Where(part => part.Action is not null).ToArray();
        var lists = wishes.Length > 0 && wishes.All(part => part.HasObject) ? Spread(parts, told, tags) : [];
        // "I returned the belt last week, and now the scarf as well": besides what is told, or besides something else?
        return (
            [
                .. words.Select(
                    (word, at) =>
                        IsWithin(lists, at) && IsTagged(tags, at, isItem: true)
                        || IsWithin(told, at) && IsTagged(tags, at, isItem: false) && !IsWanted(words, at)
                            ? word with
                            {
                                Text = "",
                            }
                            : word
                ),
            ],
            lists.Count > 0 && tags.Any(tag => tag.Kind == TagKind.Also)
        );
    }

    private static bool IsTold(MessagePart part, List<Tag> tags)
    {
        var inside = tags.Where(tag => tag.At >= part.At && tag.At < part.End).ToArray();
        return inside.Any(tag => tag.Kind == TagKind.Told)
            && inside.All(tag =>
                tag.Kind
                    is not (
                        TagKind.Wish
                        or TagKind.Reason
                        or TagKind.Refused
                        or TagKind.Keep
                        or TagKind.KeepAfter
                        or TagKind.Not
                        or TagKind.Correction
                        or TagKind.Everything
                    )
            );
    }

    /// <summary>"A belt, a scarf and a watch were delivered": the list around the verb is told with it.</summary>
    private static List<MessagePart> Spread(List<MessagePart> parts, List<MessagePart> told, List<Tag> tags)
    {
        var spread = told.Where(part => NamesItem(part, tags)).ToList();
        foreach (var step in (int[])[-1, 1])
        {
            foreach (var start in spread.ToArray())
            {
                for (
                    var at = parts.IndexOf(start) + step;
                    at >= 0 && at < parts.Count && IsList(parts[at], tags) && !spread.Contains(parts[at]);
                    at += step
                )
                {
                    spread.Add(parts[at]);
                }
            }
        }
        return spread;
    }

    private static bool NamesItem(MessagePart part, List<Tag> tags) =>
        tags.Any(tag => tag.Kind == TagKind.Item && tag.At >= part.At && tag.At < part.End);

    private static bool IsList(MessagePart part, List<Tag> tags) =>
        part.Action is null
        && NamesItem(part, tags)
        && tags.Where(tag => tag.At >= part.At && tag.At < part.End)
            .All(tag =>
                tag.Kind is TagKind.Item or TagKind.Colour or TagKind.Size or TagKind.Number or TagKind.Filler or TagKind.Order
            );

    /// <summary>"The money paid to my PayPal": where it is to go, and not where it came from.</summary>
    private static bool IsWanted(List<Word> words, int at) =>
        Enumerable
            .Range(1, 3)
            .Any(back =>
                at >= back
                && words[at - back].Part == words[at].Part
                && words[at - back].Text is "auf" or "aufs" or "to" or "onto" or "an" or "ueber"
            );

    private static bool IsWithin(List<MessagePart> parts, int at) => parts.Any(part => at >= part.At && at < part.End);

    private static bool IsTagged(List<Tag> tags, int at, bool isItem) =>
        tags.Any(tag =>
            at >= tag.At
            && at < tag.End
            && (
                isItem
                    ? tag.Kind is TagKind.Item or TagKind.Colour or TagKind.Size or TagKind.Number
                    : tag.Kind is TagKind.Method or TagKind.OtherMethod
            )
        );
}
