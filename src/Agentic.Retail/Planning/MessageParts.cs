using Agentic.Orchestration.Text;

namespace Agentic.Retail.Planning;

/// <summary>Divides a message into stretches, each of which asks for one thing at most.</summary>
internal static class MessageParts
{
    private static readonly HashSet<string> Joints = ["und", "and", "sowie", "dann", "then", "ausserdem", "also"];

    public static List<MessagePart> Of(IReadOnlyList<Word> words, List<Tag> tags)
    {
        var parts = new List<MessagePart>();
        var at = 0;
        while (at < words.Count)
        {
            var end = at + 1;
            while (
                end < words.Count
                && words[end].Part == words[at].Part
                && words[end].Clause == words[at].Clause
                && !Joints.Contains(words[end].Text)
            )
            {
                end++;
            }
            Add(at, end);
            at = end;
        }
        return parts;

        void Add(int from, int to)
        {
            var verbs = tags.Where(tag => tag.At >= from && tag.At < to && tag.Kind == TagKind.Wish && !IsReason(tags, tag))
                .ToArray();
            if (verbs.FirstOrDefault(verb => verb.Name != verbs[0].Name && verb.At >= verbs[0].End) is { } second)
            {
                // "den Gürtel zurück 10063 stornieren", "return the scarf cancel 10071": behind its object or in front of it.
                var cut = HasObject(tags, from, verbs[0].At) ? verbs[0].End : second.At;
                Add(from, cut);
                Add(cut, to);
                return;
            }
            var inside = tags.Where(tag => tag.At >= from && tag.At < to).ToList();
            parts.Add(
                new(
                    from,
                    to,
                    verbs.FirstOrDefault()?.Name ?? (TargetReader.IsSwap(inside, words) ? Actions.Exchange : null),
                    HasObject(tags, from, to)
                )
            );
        }
    }

    /// <summary>Why, and not what is to be done: "too small".</summary>
    public static bool IsReason(List<Tag> tags, Tag wish) => tags.Any(tag => tag.Kind == TagKind.Reason && tag.At == wish.At);

    public static bool IsJointBetween(IReadOnlyList<Word> words, Tag one, Tag other) =>
        Enumerable.Range(Math.Min(one.At, other.At), Math.Abs(one.At - other.At)).Any(at => Joints.Contains(words[at].Text));

    /// <summary>An item with a colour or size behind it: "… the T-shirt in L".</summary>
    public static bool NamesVariant(List<Tag> tags, MessagePart part) =>
        tags.Any(item =>
            item.Kind == TagKind.Item
            && item.At >= part.At
            && tags.Any(variant =>
                variant.Kind is TagKind.Colour or TagKind.Size
                && variant.At > item.At
                && variant.At < part.End
                && !tags.Any(next => next.Kind == TagKind.Item && next.At == variant.End)
            )
        );

    private static bool HasObject(List<Tag> tags, int from, int to) =>
        tags.Any(tag => tag.At >= from && tag.At < to && tag.Kind is TagKind.Order or TagKind.Item or TagKind.Everything);
}
