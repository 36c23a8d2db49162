using Agentic.Orchestration.Text;

namespace Agentic.Retail.Planning;

/// <summary>
/// Reads one message of a customer with a pack's vocabulary. What it is not sure of it leaves out or excludes: a gap
/// becomes a question, a guess never a refund.
/// </summary>
/// <param name="statutory">Phrases that exercise a right which no machine may decline.</param>
internal sealed class WishReader(IReadOnlyList<string> statutory, Tagger tagger)
{
    /// <summary>The piece is simply not wanted any more.</summary>
    public const string OtherReason = "other";

    /// <summary>Reads all of it as one wish.</summary>
    public Wish Read(string message)
    {
        var words = Words.Of(message);
        return Read(words, tagger.Tag(words));
    }

    public Wish Read(List<Word> words, List<Tag> tags)
    {
        IEnumerable<Tag> Of(TagKind kind) => tags.Where(tag => tag.Kind == kind);
        var orders = Of(TagKind.Order).ToArray();
        // "I keep 10063" beside another number: that order is not meant.
        string[] stay = [.. orders.Where(order => StaysWhole(words, tags, order)).Select(order => order.Name)];
        var meant = orders.Where(order => !stay.Contains(order.Name)).ToArray();
        // What is kept, or excepted right before its number, is never acted on; other denials may be about something
        // else in its part.
        orders =
            meant.Length > 0 || tags.Any(tag => tag.Kind == TagKind.Item)
                ? meant
                : [.. orders.Where(order => !IsExcepted(words, tags, order))];
        var wishes = Of(TagKind.Wish).ToArray();
        // A reason that asks for a return ("too small") gives way to any word that says what to do about it.
        var strong = wishes.FirstOrDefault(tag => tags.All(reason => reason.Kind != TagKind.Reason || reason.At != tag.At));
        var action = (strong ?? wishes.FirstOrDefault())?.Name ?? (TargetReader.IsSwap(tags, words) ? Actions.Exchange : null);
        var (target, source) =
            action == Actions.Exchange ? TargetReader.Take(tags, words) : (new Target(Step: TargetReader.Step(tags)), tags);
        var named = MentionReader.Read(tags, source, orders, words, action == Actions.Return);
        var isAll = Of(TagKind.Everything).Any(all => !tags.Any(not => not.Kind == TagKind.Not && not.End == all.At));
        return new()
        {
            Action = action,
            IsWeak = strong is null,
            Target = target,
            ExchangeTarget = action is null ? TargetReader.Take(tags, words).Target : new(),
            Account = Of(TagKind.Account).Any(),
            Atomic = Of(TagKind.Atomic).Any(),
            Mentions = named.Mentions,
            Excluded = named.Excluded,
            Orders = [.. orders.Select(tag => tag.Name).Distinct()],
            ExcludedOrders = stay,
            MarkedOrders = [.. orders.Where(tag => tagger.IsMarked(words, tag)).Select(tag => tag.Name).Distinct()],
            Everything = isAll && named.Mentions.Count == 0,
            Method = MethodReader.Read(tags, words),
            IsStatutory = Words.Contains(words, statutory),
            NamesOrderByItem = Of(TagKind.OrderWith)
                .Any(with =>
                    tags.Any(item =>
                        item.Kind == TagKind.Item && item.Clause == with.Clause && item.At - with.End is >= 0 and <= 4
                    )
                ),
            DoubtfulColours = named.Doubtful,
            Reason = Of(TagKind.Reason).OrderBy(tag => tag.Name == OtherReason).FirstOrDefault()?.Name,
            WantsPerson = Of(TagKind.Person).Any(),
            Unsupported = Of(TagKind.Unsupported).Any() || (wishes.Length == 0 && Of(TagKind.Refused).Any()),
            // "everything bar the mug": all of it, or only what is named? The one word between them decides, and it
            // is not known.
            Other = Of(TagKind.Other).Any() || named.IsUnclear,
            Number =
                named.Mentions.Count > 0
                    ? null
                    : Of(TagKind.Number).Select(MentionReader.NumberOf).Cast<int?>().FirstOrDefault()
                        ?? (isAll ? Mention.All : null),
            Only = named.IsOnly,
            Corrects = Of(TagKind.Correction).Any(),
            // "Oh, and …" adds as "also" does.
            Adds =
                Of(TagKind.Also).Any()
                || words is [{ Text: "und" or "and" }, ..] or [{ Text: "ach" or "oh" or "ah" }, { Text: "und" or "and" }, ..],
        };
    }

    private bool IsExcepted(List<Word> words, List<Tag> tags, Tag order)
    {
        var before = order.At;
        while (
            before > 0
            && (
                tagger.IsMarker(words[before - 1])
                || tags.Any(tag => tag.Kind is TagKind.Filler or TagKind.Noise && tag.End == before && tag.Length == 1)
            )
        )
        {
            before--;
        }
        return tags.Any(tag =>
            tag.Clause == order.Clause
            && ((tag.Kind == TagKind.Not && tag.End == before) || (tag.Kind == TagKind.Keep && tag.Part == order.Part))
        );
    }

    private bool StaysWhole(List<Word> words, List<Tag> tags, Tag order)
    {
        var part = tags.Where(tag => tag.Part == order.Part && tag.Clause == order.Clause).ToArray();
        if (part.Any(tag => tag.Kind == TagKind.Item))
        {
            return false;
        }
        if (part.All(tag => tag.Kind != TagKind.Wish))
        {
            return part.Any(tag =>
                tag.Kind is TagKind.Keep or TagKind.Not or TagKind.Refused
                || (tag.Kind == TagKind.KeepAfter && tag.At > order.At)
            );
        }
        // "cancel 10063 and keep 10071", "not 10071 but …": beside a verb, only what stands right at the number is said of it.
        var (before, after) = (order.At, order.End);
        while (
            before > 0
            && (
                tagger.IsMarker(words[before - 1])
                || part.Any(tag => tag.Kind is TagKind.Filler or TagKind.Noise && tag.End == before && tag.Length == 1)
            )
        )
        {
            before--;
        }
        while (part.FirstOrDefault(tag => tag.Kind is TagKind.Filler or TagKind.Noise && tag.At == after) is { } skipped)
        {
            after = skipped.End;
        }
        return part.Any(tag =>
            (tag.Kind is TagKind.Keep or TagKind.Not && tag.End == before)
            || (tag.Kind is TagKind.Keep or TagKind.KeepAfter or TagKind.Refused && tag.At == after)
            // "cancel 10063 and 10071 not"
            || (
                tag.Kind == TagKind.Not
                && tag.At == after
                && (tag.End == words.Count || words[tag.End].Part != tag.Part || words[tag.End].Clause != tag.Clause)
            )
        );
    }
}
