using Agentic.Orchestration.Text;

namespace Agentic.Retail.Planning;

/// <summary>What words beside a thing say about it: colour, size, number, that it stays, which order.</summary>
internal static class MentionContext
{
    /// <summary>Colours and number before the item, size on either side, a count with its unit behind it.</summary>
    public static (List<string> Colours, string? Size, int? Quantity) Around(
        List<Tag> tags,
        Tag item,
        List<Word> words,
        HashSet<Tag> used
    )
    {
        var colours = new List<string>();
        string? size = null;
        int? quantity = null;
        for (
            var end = item.At;
            tags.FirstOrDefault(tag => tag.End == end && tag.Clause == item.Clause) is { } before || IsJoint(end);

        )
        {
            before = tags.FirstOrDefault(tag => tag.End == end && tag.Clause == item.Clause);
            if (before is null)
            {
                end--;
                continue;
            }
            switch (before.Kind)
            {
                case TagKind.Colour:
                    colours.Insert(0, before.Name);
                    used.Add(before);
                    break;
                case TagKind.Size:
                    size ??= before.Name;
                    used.Add(before);
                    break;
                case TagKind.Number:
                    quantity = MentionReader.NumberOf(before);
                    break;
                case TagKind.Everything:
                    quantity ??= Mention.All;
                    break;
                case TagKind.Filler:
                    break;
                default:
                    return (colours, size ?? After(), quantity ?? CountAfter());
            }
            end = before.At;
        }
        return (colours, size ?? After(), quantity ?? CountAfter());

        // "green and black jacket": the joint stands between two colours.
        bool IsJoint(int end) =>
            colours.Count > 0
            && end > 0
            && words[end - 1].Text is "und" or "and"
            && end > 0
            && tags.Any(tag => tag.Kind == TagKind.Colour && tag.End == end - 1);

        string? After()
        {
            var behind = tags.FirstOrDefault(tag =>
                tag.Kind == TagKind.Size && tag.At >= item.End && tag.At <= item.End + 2 && tag.Clause == item.Clause
            );
            if (behind is not null)
            {
                used.Add(behind);
            }
            var colour = tags.FirstOrDefault(tag =>
                tag.Kind == TagKind.Colour && tag.At == item.End + 1 && words[item.End].Text == "in"
            );
            if (colour is not null && colours.Count == 0)
            {
                colours.Add(colour.Name);
                used.Add(colour);
            }
            return behind?.Name;
        }

        int? CountAfter() =>
            tags.Where(tag =>
                    tag.Kind == TagKind.Number
                    && tag.At >= item.End
                    && tag.At <= item.End + 3
                    && tag.Clause == item.Clause
                    && tag.End < words.Count
                    && words[tag.End].Text is "stueck" or "stk" or "x" or "pieces"
                )
                .Select(MentionReader.NumberOf)
                .Cast<int?>()
                .FirstOrDefault();
    }

    /// <summary>
    /// A negation before the item in its part of the sentence, one right behind it, or a word that says that it is
    /// kept.
    /// </summary>
    public static bool IsKept(List<Tag> tags, Tag item)
    {
        var part = tags.Where(tag => tag.Part == item.Part && tag.Clause == item.Clause).ToArray();
        bool OtherItemBetween(Tag tag) =>
            part.Any(other =>
                other.Kind == TagKind.Item
                && other != item
                && other.At > Math.Min(tag.At, item.At)
                && other.At < Math.Max(tag.At, item.At)
            );
        return part.Any(tag =>
            tag.Kind switch
            {
                TagKind.Not => !OtherItemBetween(tag),
                TagKind.Keep => !OtherItemBetween(tag) || part.All(other => other.Kind != TagKind.Wish),
                TagKind.KeepAfter => tag.At > item.At && !OtherItemBetween(tag),
                _ => false,
            }
        );
    }

    /// <summary>
    /// An item belongs to the order number that stands nearest, in the same sentence if there is one there; a list
    /// that begins with an item goes item, number, item, number.
    /// </summary>
    public static string? Nearest(Tag[] orders, Tag item, List<Word> words)
    {
        if (orders.Length < 2)
        {
            return orders.FirstOrDefault()?.Name;
        }
        var here = orders.Where(order => order.Clause == item.Clause).ToArray() is { Length: > 0 } same ? same : orders;
        return (
            item.At < orders[0].At
                ? orders[0]
                : here.Where(order =>
                        order.At > item.At
                        && order.At - item.End <= 2
                        && words[item.End].Text is ("aus" or "von" or "from" or "of" or "in")
                    )
                    .FirstOrDefault()
                    ?? here.MinBy(order => Math.Abs(order.At - item.At))
        )!.Name;
    }
}
