using System.Globalization;
using Agentic.Orchestration.Packs;

namespace Agentic.Orchestration.Planning.Offline;

/// <summary>
/// Reads one message of a customer with a pack's vocabulary. What it is not sure of it leaves out or excludes: a gap
/// becomes a question, a guess never a refund.
/// </summary>
internal sealed class WishReader(IReadOnlyList<Vocabulary> vocabularies)
{
    private readonly Tagger _tagger = new(vocabularies);

    /// <summary>Reads all of it as one wish.</summary>
    public Wish Read(string message)
    {
        var words = Words.Of(message);
        return Read(words, _tagger.Tag(words));
    }

    public Wish Read(List<Word> words, List<Tag> tags)
    {
        IEnumerable<Tag> Of(TagKind kind) => tags.Where(tag => tag.Kind == kind);
        var orders = Of(TagKind.Order).ToArray();
        // "I keep 10063" beside another number: that order is not meant.
        string[] stay = [.. orders.Where(order => StaysWhole(tags, order)).Select(order => order.Name)];
        orders = orders.Where(order => !stay.Contains(order.Name)).ToArray() is { Length: > 0 } meant ? meant : orders;
        var wishes = Of(TagKind.Wish).ToArray();
        // A reason that asks for a return ("too small") gives way to any word that says what to do about it.
        var strong = wishes.FirstOrDefault(tag => tags.All(reason => reason.Kind != TagKind.Reason || reason.At != tag.At));
        var action = (strong ?? wishes.FirstOrDefault())?.Name;
        var (target, source) = action == Actions.Exchange ? TargetReader.Take(tags, words) : (new Target(), tags);
        var (mentions, excluded) = ReadMentions(source, orders, words);
        return new()
        {
            Action = action,
            IsWeak = strong is null,
            Target = target,
            Account = Of(TagKind.Account).Any(),
            Atomic = Of(TagKind.Atomic).Any(),
            Mentions = mentions,
            Excluded = excluded,
            Orders = [.. orders.Select(tag => tag.Name).Distinct()],
            ExcludedOrders = stay,
            MarkedOrders = [.. orders.Where(tag => _tagger.IsMarked(words, tag)).Select(tag => tag.Name).Distinct()],
            Everything = Of(TagKind.Everything).Any() && mentions.Count == 0,
            Method = ReadMethod(tags),
            Reason = Of(TagKind.Reason).FirstOrDefault()?.Name,
            WantsPerson = Of(TagKind.Person).Any(),
            Unsupported = Of(TagKind.Unsupported).Any() || (wishes.Length == 0 && Of(TagKind.Refused).Any()),
            // "everything bar the mug": all of it, or only what is named? The one word between them decides, and it is not known.
            Other = Of(TagKind.Other).Any() || IsAllAndOne(tags, mentions),
            Number = mentions.Count > 0 ? null : Of(TagKind.Number).Select(NumberOf).Cast<int?>().FirstOrDefault() ?? (Of(TagKind.Everything).Any() ? Mention.All : null),
            Corrects = Of(TagKind.Correction).Any(),
            Adds = Of(TagKind.Also).Any(),
        };
    }

    private static bool IsAllAndOne(List<Tag> tags, List<Mention> mentions) => mentions is [{ Quantity: not Mention.All }]
        && tags.Any(all => all.Kind == TagKind.Everything && tags.Any(item => item.Kind == TagKind.Item && item.Clause == all.Clause && item.Part == all.Part && item.At > all.End));

    private static (List<Mention> Mentions, List<Mention> Excluded) ReadMentions(List<Tag> tags, Tag[] orders, List<Word> words)
    {
        var (mentions, excluded) = (new List<Mention>(), new List<Mention>());
        var used = new HashSet<Tag>();
        var lastCorrection = tags.Where(tag => tag.Kind == TagKind.Correction).Select(tag => tag.At).DefaultIfEmpty(-1).Max();
        var items = tags.Where(tag => tag.Kind == TagKind.Item).ToArray();
        foreach (var item in items)
        {
            var (colours, size, quantity) = Around(tags, item, words, used);
            foreach (var colour in colours.DefaultIfEmpty(null!))
            {
                // "the belt, no, the scarf": what stands before a correction in the same message was taken back.
                var takenBack = item.At < lastCorrection && items.Any(other => other.At > lastCorrection);
                Sort(new(item.Name, colour, size, quantity, Nearest(orders, item, words)), takenBack || Stays(tags, item));
            }
        }
        foreach (var tag in tags.Where(tag => tag.Kind is TagKind.Colour or TagKind.Size && !used.Contains(tag)))
        {
            var stays = Stays(tags, tag);
            // A refused colour without an item says nothing about what to return.
            if (!stays || items.Length == 0)
            {
                Sort(new(null, tag.Kind == TagKind.Colour ? tag.Name : null, tag.Kind == TagKind.Size ? tag.Name : null, null, Nearest(orders, tag, words)), stays);
            }
        }
        return (mentions, excluded);

        void Sort(Mention mention, bool stays) => (stays ? excluded : mentions).Add(mention);
    }

    /// <summary>Colours and number before the item, size on either side, a count with its unit behind it.</summary>
    private static (List<string> Colours, string? Size, int? Quantity) Around(List<Tag> tags, Tag item, List<Word> words, HashSet<Tag> used)
    {
        var colours = new List<string>();
        string? size = null;
        int? quantity = null;
        for (var end = item.At; tags.FirstOrDefault(tag => tag.End == end && tag.Clause == item.Clause) is { } before || IsJoint(end);)
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
                    quantity = NumberOf(before);
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
        bool IsJoint(int end) => colours.Count > 0 && end > 0 && words[end - 1].Text is "und" or "and" && end > 0 && tags.Any(tag => tag.Kind == TagKind.Colour && tag.End == end - 1);

        string? After()
        {
            var behind = tags.FirstOrDefault(tag => tag.Kind == TagKind.Size && tag.At >= item.End && tag.At <= item.End + 2 && tag.Clause == item.Clause);
            if (behind is not null)
            {
                used.Add(behind);
            }
            var colour = tags.FirstOrDefault(tag => tag.Kind == TagKind.Colour && tag.At == item.End + 1 && words[item.End].Text == "in");
            if (colour is not null && colours.Count == 0)
            {
                colours.Add(colour.Name);
                used.Add(colour);
            }
            return behind?.Name;
        }

        int? CountAfter() => tags.Where(tag => tag.Kind == TagKind.Number && tag.At >= item.End && tag.At <= item.End + 3 && tag.Clause == item.Clause
            && tag.End < words.Count && words[tag.End].Text is "stueck" or "stk" or "x" or "pieces").Select(NumberOf).Cast<int?>().FirstOrDefault();
    }

    /// <summary>A negation before the item in its part of the sentence, one right behind it, or a word that says that it is kept.</summary>
    private static bool Stays(List<Tag> tags, Tag item)
    {
        var part = tags.Where(tag => tag.Part == item.Part && tag.Clause == item.Clause).ToArray();
        bool OtherItemBetween(Tag tag) => part.Any(other => other.Kind == TagKind.Item && other != item && other.At > Math.Min(tag.At, item.At) && other.At < Math.Max(tag.At, item.At));
        return part.Any(tag => tag.Kind switch
        {
            TagKind.Not => !OtherItemBetween(tag),
            TagKind.Keep => !OtherItemBetween(tag) || part.All(other => other.Kind != TagKind.Wish),
            TagKind.KeepAfter => tag.At > item.At && !OtherItemBetween(tag),
            _ => false,
        });
    }

    private static bool StaysWhole(List<Tag> tags, Tag order)
    {
        var part = tags.Where(tag => tag.Part == order.Part && tag.Clause == order.Clause).ToArray();
        return part.Any(tag => tag.Kind is TagKind.Keep or TagKind.Not or TagKind.Refused || (tag.Kind == TagKind.KeepAfter && tag.At > order.At)) && part.All(tag => tag.Kind is not (TagKind.Wish or TagKind.Item));
    }

    private static string? ReadMethod(List<Tag> tags)
    {
        string? method = null;
        foreach (var tag in tags.Where(tag => tag.Kind is TagKind.Method or TagKind.OtherMethod))
        {
            if (!tags.Any(not => not.Kind == TagKind.Not && not.Part == tag.Part && not.At < tag.At && tag.At - not.End <= 2))
            {
                method = tag.Kind == TagKind.Method ? tag.Name : "unknown";
            }
        }
        return method;
    }

    /// <summary>An item belongs to the order number that stands nearest, in the same sentence if there is one there; a list that begins with an item goes item, number, item, number.</summary>
    private static string? Nearest(Tag[] orders, Tag item, List<Word> words)
    {
        if (orders.Length < 2)
        {
            return orders.FirstOrDefault()?.Name;
        }
        var here = orders.Where(order => order.Clause == item.Clause).ToArray() is { Length: > 0 } same ? same : orders;
        return (item.At < orders[0].At ? orders[0] : here.Where(order => order.At > item.At && order.At - item.End <= 2 && words[item.End].Text is ("aus" or "von" or "from" or "of" or "in")).FirstOrDefault() ?? here.MinBy(order => Math.Abs(order.At - item.At)))!.Name;
    }

    private static int NumberOf(Tag tag) => int.Parse(tag.Name, CultureInfo.InvariantCulture);
}
