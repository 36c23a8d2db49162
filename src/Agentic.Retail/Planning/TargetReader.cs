using Agentic.Orchestration.Text;

namespace Agentic.Retail.Planning;

/// <summary>
/// Of an exchange: which colour and size the customer wants, as opposed to the ones that the item has. What stands behind
/// "for" or "gegen" is wanted, what stands behind "instead of" or "statt" is not.
/// </summary>
internal static class TargetReader
{
    private static readonly HashSet<string> Towards = ["gegen", "for", "to", "into", "zu", "lieber"];
    private static readonly HashSet<string> Preferences = ["lieber", "rather", "prefer"];
    private static readonly HashSet<string> Articles = ["der", "die", "das", "den", "the"];
    private static readonly HashSet<string> Away = ["statt", "anstatt", "instead", "from"];

    /// <returns>What is wanted, and the tags that describe what there is.</returns>
    public static (Target Target, List<Tag> Remainder) Take(List<Tag> tags, IReadOnlyList<Word> words)
    {
        var step = Step(tags);
        var variants = tags.Where(tag =>
                tag.Kind is TagKind.Colour or TagKind.Size && !IsPiece(tag, tags, words) && !IsRefused(tag, tags)
            )
            .ToArray();
        var wanted = variants.Where(tag => Direction(tag, tags, words) > 0).ToList();
        var isSaid = wanted.Count > 0;
        foreach (var kind in new[] { TagKind.Colour, TagKind.Size })
        {
            // Nothing says which is which: "in black", "M, size L please". One that describes the item stands right before it.
            if (wanted.All(tag => tag.Kind != kind) && !(kind == TagKind.Size && step != 0))
            {
                var free = variants
                    .Where(tag =>
                        tag.Kind == kind
                        && Direction(tag, tags, words) == 0
                        && !IsLeft(tag, words)
                        && !tags.Any(item => item.Kind == TagKind.Item && item.At == tag.End)
                    )
                    .ToArray();
                wanted.AddRange(free.TakeLast(1));
            }
        }
        var corrected = tags.Where(tag => tag.Kind == TagKind.Correction).Select(tag => tag.At).DefaultIfEmpty(-1).Max();
        var pieces =
            tags.Where(tag => tag.Kind == TagKind.Item).Select(tag => tag.Name).Distinct().Count()
            + tags.Count(tag => IsPiece(tag, tags, words));
        bool IsIn(Tag tag) => tag.At > 0 && words[tag.At - 1].Text == "in";
        var open = variants
            .Where(tag =>
                Direction(tag, tags, words) == 0
                && !IsLeft(tag, words)
                && !tags.Any(item => item.Kind == TagKind.Item && item.At == tag.End)
            )
            .ToArray();
        var choices = variants.Where(tag =>
            tag.At > corrected
            && (
                Direction(tag, tags, words) > 0
                || (open.Contains(tag) && (pieces > 1 || (tag.Kind == TagKind.Colour && !IsIn(tag))))
            )
        );
        var isUnclear = choices.GroupBy(tag => tag.Kind).Any(kind => kind.Select(tag => tag.Name).Distinct().Count() > 1);
        var target = new Target(
            wanted.LastOrDefault(tag => tag.Kind == TagKind.Colour)?.Name,
            wanted.LastOrDefault(tag => tag.Kind == TagKind.Size)?.Name,
            step,
            isSaid,
            isUnclear
        );
        // "the jacket for the same jacket in L": the item behind the word is the wanted one, not a second piece.
        var items = tags.Where(tag => tag.Kind == TagKind.Item).ToArray();
        var again = items
            .Skip(1)
            .Where(item =>
                Direction(item, tags, words) > 0 && items.Any(earlier => earlier.At < item.At && earlier.Name == item.Name)
            );
        // Said twice is wanted once.
        var repeated = variants.Where(tag =>
            wanted.Any(known => known.Kind == tag.Kind && known.Name == tag.Name)
            && !tags.Any(item => item.Kind == TagKind.Item && item.At == tag.End)
        );
        return (target, [.. tags.Except(wanted).Except(again).Except(repeated)]);
    }

    /// <summary>1 for a size up, -1 for a size down.</summary>
    public static int Step(List<Tag> tags) =>
        tags.FirstOrDefault(tag => tag.Kind == TagKind.Step)?.Name switch
        {
            "up" => 1,
            "down" => -1,
            _ => 0,
        };

    /// <summary>"The belt in blue instead of black", "the mugs rather in green": no verb, and still an exchange.</summary>
    public static bool IsSwap(List<Tag> tags, IReadOnlyList<Word> words)
    {
        var variants = tags.Where(tag => tag.Kind is TagKind.Colour or TagKind.Size).ToArray();
        return tags.Any(tag => tag.Kind == TagKind.Item)
            && (
                variants.Any(wanted =>
                    Enumerable.Range(1, 3).Any(back => wanted.At >= back && Preferences.Contains(words[wanted.At - back].Text))
                )
                || variants.Any(left =>
                    Direction(left, tags, words) < 0
                    && variants.Any(wanted =>
                        wanted.Kind == left.Kind && wanted.Name != left.Name && Direction(wanted, tags, words) >= 0
                    )
                )
            );
    }

    /// <summary>"… and the black one too": a piece that there is, unless a word says that it is wanted.</summary>
    private static bool IsPiece(Tag tag, List<Tag> tags, IReadOnlyList<Word> words) =>
        tag.Kind == TagKind.Colour
        && tag.At > 1
        && Articles.Contains(words[tag.At - 1].Text)
        && (
            words[tag.At - 2].Text is "und" or "and"
            || tags.Any(also => also.Kind == TagKind.Also && also.Part == tag.Part && also.Clause == tag.Clause)
        )
        && Direction(tag, tags, words) == 0
        && tags.Any(item =>
            item.Kind == TagKind.Item
            && item.End < tag.At
            && tags.Any(colour => colour.Kind == TagKind.Colour && colour.End == item.At)
        )
        && !tags.Any(item => item.Kind == TagKind.Item && item.At == tag.End);

    /// <summary>"In L, not in XL".</summary>
    private static bool IsRefused(Tag tag, List<Tag> tags) =>
        tags.Any(not =>
            not.Kind == TagKind.Not && not.Part == tag.Part && not.Clause == tag.Clause && tag.At - not.End is >= 0 and <= 2
        );

    /// <summary>"The green one for XL": what stands before the word is what there is.</summary>
    private static bool IsLeft(Tag tag, IReadOnlyList<Word> words)
    {
        var next = tag.End < words.Count && words[tag.End].Text == "one" ? tag.End + 1 : tag.End;
        return next < words.Count && words[next].Clause == tag.Clause && words[next].Text is "gegen" or "for";
    }

    /// <summary>1 behind "for", -1 behind "instead of", 0 when neither stands shortly before.</summary>
    private static int Direction(Tag tag, List<Tag> tags, IReadOnlyList<Word> words)
    {
        for (var at = tag.At - 1; at >= Math.Max(0, tag.At - 5); at--)
        {
            if (tags.Any(other => other.Kind == tag.Kind && other.At == at))
            {
                // "instead of M please L": the word belongs to the other one.
                return 0;
            }
            if (Away.Any(word => word == words[at].Text || Words.IsTypo(words[at].Text, word)))
            {
                return -1;
            }
            if (Towards.Contains(words[at].Text))
            {
                return 1;
            }
        }
        return 0;
    }
}
