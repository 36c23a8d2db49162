namespace Agentic.Orchestration.Planning.Offline;

/// <summary>Adds a message to what was understood so far: an answer, an addition or a correction.</summary>
internal static class WishDialogue
{
    /// <param name="asked">What the planner had asked before this message (a key of <c>says</c>), if anything.</param>
    public static Wish Add(Wish before, Wish next, string? asked, bool? answer, string action)
    {
        var merged = before with
        {
            Actions = [.. before.Actions.Union(next.Actions)],
            Orders = MergeOrders(before, next),
            MarkedOrders = [.. before.MarkedOrders.Union(next.MarkedOrders)],
            Method = next.Method ?? before.Method,
            Reason = next.Reason ?? before.Reason,
            WantsPerson = before.WantsPerson || next.WantsPerson,
            Unsupported = before.Unsupported || next.Unsupported,
            Other = next.Other,
        };
        merged = (asked, answer) switch
        {
            ("askWish", true) => merged with { Actions = [action] },
            ("askWish", false) => merged with { WantsPerson = true },
            ("askMethod", true) => merged with { Method = "original" },
            _ => merged,
        };
        return MergeItems(before, next, merged, asked);
    }

    private static Wish MergeItems(Wish before, Wish next, Wish merged, string? asked)
    {
        var kept = before.Mentions.Where(mention => !next.Excluded.Any(excluded => excluded.Covers(mention))).ToList();
        var excluded = before.Excluded.Concat(next.Excluded).ToArray();
        var named = next.Mentions;
        if (named.Count == 0)
        {
            return merged with { Mentions = Count(kept, next, asked), Excluded = excluded, Everything = before.Everything || (next.Everything && kept.Count == 0 && asked != "askQuantity"), Orders = merged.Orders };
        }
        var corrects = next.Corrects && !next.Adds && before.Mentions.Count + (before.Everything ? 1 : 0) > 0;
        if (named is [{ Product: null } narrowed] && (asked is "askWhich" or "askItem" || corrects) && kept.Concat(corrects ? before.Mentions : []).FirstOrDefault(mention => corrects || mention.Colour is null || mention.Size is null) is { } open)
        {
            kept.Remove(open);
            kept.Add(open with { Colour = narrowed.Colour ?? (corrects ? null : open.Colour), Size = narrowed.Size ?? (corrects ? null : open.Size), Quantity = narrowed.Quantity ?? open.Quantity });
            return merged with { Mentions = kept, Excluded = [] };
        }
        if (corrects)
        {
            return merged with { Mentions = named, Excluded = excluded, Everything = false };
        }
        // The answer names the product that a bare colour stood for.
        kept.RemoveAll(mention => mention.Product is null && asked is "askWhich" or "askItem" && mention.Product is null);
        foreach (var mention in named)
        {
            var again = kept.FindIndex(known => known.Product == mention.Product && (mention.Colour is null || known.Colour == mention.Colour) && (mention.Size is null || known.Size == mention.Size) && (mention.Order is null || known.Order is null || known.Order == mention.Order));
            if (again >= 0)
            {
                kept[again] = kept[again] with { Quantity = mention.Quantity ?? kept[again].Quantity, Order = mention.Order ?? kept[again].Order };
            }
            else
            {
                kept.Add(mention);
            }
        }
        return merged with { Mentions = kept, Excluded = [.. excluded.Where(stays => !named.Any(stays.Covers))], Everything = before.Everything && asked is not ("askItem" or "askWhich") };
    }

    /// <summary>A bare number answers the first open "how many?", or corrects the only one there is.</summary>
    private static List<Mention> Count(List<Mention> mentions, Wish next, string? asked)
    {
        var at = next.Number is null ? -1 : mentions.FindIndex(mention => mention.Quantity is null) is >= 0 and var open ? open : mentions.Count == 1 ? 0 : -1;
        if (at >= 0 && (asked is "askQuantity" or "askWhich" || next.Corrects || mentions.Count == 1) && next.Orders.Count == 0 && next.Number != 0)
        {
            mentions[at] = mentions[at] with { Quantity = next.Number };
        }
        if (next.Orders is [var only])
        {
            return [.. mentions.Select(mention => mention.Order is null || next.Corrects ? mention with { Order = only } : mention)];
        }
        return mentions;
    }

    private static IReadOnlyList<string> MergeOrders(Wish before, Wish next) =>
        next.Orders.Count > 0 && next.Corrects && !next.Adds ? next.Orders : [.. before.Orders.Union(next.Orders)];
}
