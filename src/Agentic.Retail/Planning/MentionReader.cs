using System.Globalization;
using Agentic.Orchestration.Text;

namespace Agentic.Retail.Planning;

/// <summary>Reads which pieces are meant: item, colours, size, number and order number, each in its place.</summary>
internal static class MentionReader
{
    private static readonly HashSet<string> Articles = ["a", "an", "ein", "eine", "einen", "einem", "einer"];

    /// <param name="all">Every tag of the message.</param>
    /// <param name="tags">Those that describe what there is, and not what it is to become.</param>
    public static NamedPieces Read(List<Tag> all, List<Tag> tags, Tag[] orders, List<Word> words, bool isReturn)
    {
        var beside = Beside(tags, words);
        var alone = tags.LastOrDefault(tag =>
            tag.Kind is TagKind.Item or TagKind.Colour && !beside.Contains(tag) && IsOnly(words, tag)
        );
        bool AsksIn(int clause) => all.Any(tag => tag.Kind == TagKind.Wish && tag.Clause == clause);
        // "I only like the belt. The scarf should go back": said of what is not asked for.
        var isAside = alone is not null && !AsksIn(alone.Clause) && all.Any(tag => tag.Kind == TagKind.Wish);
        var only = alone is not null && !isAside;
        // "The belt is worn every day. Only the scarf, my husband likes the mug": told, and not asked for.
        var (mentions, excluded, doubtful) = ReadAll(
            only
                ?
                [
                    .. tags.Except(beside)
                        .Where(tag =>
                            tag.Kind is not (TagKind.Item or TagKind.Colour or TagKind.Size)
                            || tag.Clause == alone!.Clause
                            || AsksIn(tag.Clause)
                        ),
                ]
                : tags,
            orders,
            words
        );
        mentions = Counted(mentions, all);
        return new(
            mentions,
            excluded,
            doubtful,
            (beside.Count > 0 && !only)
                || (isAside && mentions.Count > 1)
                || IsAllAndOne(all, mentions)
                || IsAllBut(all, words)
                || Contradict(mentions, excluded)
                || (isReturn && IsOneOfThatKind(all, mentions, words)),
            only
        );
    }

    public static int NumberOf(Tag tag) => int.Parse(tag.Name, CultureInfo.InvariantCulture);

    /// <summary>
    /// Items in a part of the sentence whose other words are not understood and that asks for nothing; none when that
    /// holds for all items.
    /// </summary>
    private static List<Tag> Beside(List<Tag> tags, List<Word> words)
    {
        var items = tags.Where(tag => tag.Kind == TagKind.Item).ToArray();
        // "No, the scarf": the first one behind a correction is what is wanted instead.
        var corrected = items.FirstOrDefault(item =>
            tags.LastOrDefault(tag => tag.Kind == TagKind.Correction) is { } correction && item.At > correction.At
        );
        var told = items
            .Where(item =>
                item != corrected
                && tags.Where(tag => tag.Part == item.Part && tag.Clause == item.Clause)
                    .All(tag =>
                        tag.Kind
                            is TagKind.Item
                                or TagKind.Filler
                                or TagKind.Noise
                                or TagKind.Colour
                                or TagKind.Size
                                or TagKind.Number
                    )
                && Enumerable
                    .Range(item.End, Math.Max(0, Math.Min(4, words.Count - item.End)))
                    .Count(at =>
                        words[at].Part == item.Part
                        && words[at].Text.Length >= 3
                        && words[at].Text.All(char.IsLetter)
                        && !tags.Any(tag => tag.At <= at && at < tag.End)
                    ) >= 2
            )
            .ToList();
        return told.Count < items.Length ? told : [];
    }

    private static bool IsOnly(List<Word> words, Tag item) =>
        Enumerable
            .Range(1, 3)
            .Any(back =>
                item.At >= back
                && words[item.At - back].Part == item.Part
                && words[item.At - back].Text is "nur" or "only" or "just" or "bloss"
            );

    /// <summary>"All but the mug" says the opposite of "all, and the mug".</summary>
    private static bool IsAllBut(List<Tag> tags, List<Word> words) =>
        tags.Any(all => all.Kind == TagKind.Everything && all.End < words.Count && words[all.End].Text == "but");

    private static bool IsAllAndOne(List<Tag> tags, List<Mention> mentions) =>
        mentions is [{ Quantity: not Mention.All }]
        && tags.Any(all =>
            all.Kind == TagKind.Everything
            && tags.Any(item =>
                item.Kind == TagKind.Item && item.Clause == all.Clause && item.Part == all.Part && item.At > all.End
            )
        );

    /// <summary>"Not the belt. The belt should be a red one": it stays and it goes.</summary>
    private static bool Contradict(List<Mention> mentions, List<Mention> excluded) =>
        mentions.Any(mention =>
            mention.Product is not null
            && excluded.Any(stays => stays.Product == mention.Product && stays.Covers(mention) && mention.Covers(stays))
        );

    /// <summary>
    /// "I'd rather have a red one" beside what goes back: a colour that is wished for, and no piece to return.
    /// </summary>
    private static bool IsOneOfThatKind(List<Tag> tags, List<Mention> mentions, List<Word> words) =>
        mentions.Any(mention => mention.Product is not null)
        && mentions.Any(mention =>
            mention.Product is null
            && tags.Any(tag =>
                tag.Kind is TagKind.Colour or TagKind.Size
                && (tag.Name == mention.Colour || tag.Name == mention.Size)
                && tag.At > 0
                && Articles.Contains(words[tag.At - 1].Text)
            )
        );

    /// <summary>"Two watches are too many: return one": the number at the verb is the one that counts.</summary>
    private static List<Mention> Counted(List<Mention> mentions, List<Tag> tags)
    {
        var item = tags.FirstOrDefault(tag => tag.Kind == TagKind.Item);
        var atVerb = tags.FirstOrDefault(tag =>
            tag.Kind == TagKind.Number
            && tags.Any(wish =>
                wish.Kind == TagKind.Wish && (wish.End == tag.At || (wish.At == tag.End && tag.At >= (item?.End ?? 0)))
            )
            && !LeadsToItem(tags, tag)
        );
        return atVerb is not null && mentions is [var only] ? [only with { Quantity = NumberOf(atVerb) }] : mentions;
    }

    private static bool LeadsToItem(List<Tag> tags, Tag number)
    {
        var next = number;
        while (
            tags.FirstOrDefault(tag => tag.At == next.End)
                is { Kind: TagKind.Filler or TagKind.Colour or TagKind.Size or TagKind.Number or TagKind.Item } behind
        )
        {
            if (behind.Kind == TagKind.Item)
            {
                return true;
            }
            next = behind;
        }
        return false;
    }

    private static (List<Mention> Mentions, List<Mention> Excluded, List<string> Doubtful) ReadAll(
        List<Tag> tags,
        Tag[] orders,
        List<Word> words
    )
    {
        var (mentions, excluded, doubtful) = (new List<Mention>(), new List<Mention>(), new List<string>());
        var used = new HashSet<Tag>();
        var lastCorrection = tags.Where(tag => tag.Kind == TagKind.Correction).Select(tag => tag.At).DefaultIfEmpty(-1).Max();
        var items = tags.Where(tag => tag.Kind == TagKind.Item).ToArray();
        foreach (var item in items)
        {
            var (colours, size, quantity) = MentionContext.Around(tags, item, words, used);
            foreach (var colour in colours.DefaultIfEmpty(null!))
            {
                // "the belt, no, the scarf": what stands before a correction in the same message was taken back.
                var takenBack = item.At < lastCorrection && items.Any(other => other.At > lastCorrection);
                Sort(
                    new(item.Name, colour, size, quantity, MentionContext.Nearest(orders, item, words)),
                    takenBack || MentionContext.IsKept(tags, item)
                );
            }
        }
        foreach (var tag in tags.Where(tag => tag.Kind is TagKind.Colour or TagKind.Size && !used.Contains(tag)))
        {
            var stays = MentionContext.IsKept(tags, tag);
            // A refused colour without an item: "not the green one" keeps it, "I don't like green" does not.
            if (stays && items.Length > 0)
            {
                doubtful.Add(tag.Name);
            }
            else
            {
                Sort(
                    new(
                        null,
                        tag.Kind == TagKind.Colour ? tag.Name : null,
                        tag.Kind == TagKind.Size ? tag.Name : null,
                        null,
                        MentionContext.Nearest(orders, tag, words)
                    ),
                    stays
                );
            }
        }
        return (mentions, excluded, doubtful);

        void Sort(Mention mention, bool stays) => (stays ? excluded : mentions).Add(mention);
    }
}
