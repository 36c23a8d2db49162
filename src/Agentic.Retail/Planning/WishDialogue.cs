namespace Agentic.Retail.Planning;

/// <summary>Adds a message to what was understood so far: an answer, an addition or a correction.</summary>
internal static class WishDialogue
{
    /// <param name="asked">What the planner had asked before this message (a key of <c>says</c>), if anything.</param>
    /// <param name="answer">The message is nothing but a yes or a no.</param>
    public static IReadOnlyList<Wish> Add(IReadOnlyList<Wish> before, IReadOnlyList<Wish> next, string? asked, bool? answer)
    {
        if (before.Count == 0 && next is [{ Action: null, Address: not null, Orders.Count: 0 } bare])
        {
            // An address and no verb: whose, the customer says; a sender's address stands under something else.
            return [bare with { Action = Actions.CustomerAddress }];
        }
        // Asked to say it once more in full, what is said now is what counts.
        if (
            before.Count == 0
            || (asked == "askAgain" && next.Any(wish => wish is { Action: not null, HasObject: true, Adds: false }))
        )
        {
            return next;
        }
        var wishes = before.ToList();
        foreach (var one in next)
        {
            if (asked == "askCancel" && one is { Action: Actions.Cancel, HasObject: false })
            {
                // "yes, cancel it then" instead of a mere yes.
                wishes[Owner(wishes, asked)] = Merge(wishes[Owner(wishes, asked)], one with { Action = null }, asked, true);
                continue;
            }
            // After another wish a reason is only a reason: "it is too small" does not ask to return what is to be swapped.
            var said =
                one.IsWeak && one.Action is not null && before.Any(wish => wish.Action is not null && wish.Action != one.Action)
                    ? one with
                    {
                        Action = null,
                    }
                    : one;
            if (TakesBack(wishes, said))
            {
                continue;
            }
            var at =
                said.Action is null || (asked is "askAddressOf" && Actions.IsAboutAddress(said.Action)) ? Owner(wishes, asked)
                : wishes.FindIndex(wish => Same(wish.Action, said.Action) && IsAboutTheSame(wish, said)) is >= 0 and var same
                    ? same
                : wishes.FindIndex(wish => Same(wish.Action, said.Action));
            if (at < 0 && wishes is [{ Action: null }])
            {
                at = 0;
            }
            else if (at < 0 && said.Corrects && wishes.Count == 1 && (!said.HasObject || IsAboutTheSame(wishes[0], said)))
            {
                // "no, rather exchange it", "rather the money for the red one": another action for the same things.
                wishes[0] = wishes[0] with
                {
                    Action = null,
                };
                at = 0;
            }
            if (at < 0)
            {
                wishes.Add(said);
            }
            else
            {
                wishes[at] = Merge(wishes[at], said, asked, answer);
            }
        }
        return wishes;
    }

    /// <summary>
    /// "Not the belt after all", "leave 10063": the wish that was about nothing else is gone, the others stay.
    /// </summary>
    private static bool TakesBack(List<Wish> wishes, Wish said)
    {
        var names =
            said.Mentions.Count > 0
            || said.Everything
            || said.Address is not null
            || said.Orders.Except(said.ExcludedOrders).Any();
        if (
            wishes.Count < 2
            || said.Action is not null
            || names
            || (said.Excluded.Count == 0 && said.ExcludedOrders.Count == 0)
        )
        {
            return false;
        }
        var gone = wishes.FindAll(wish =>
            (wish.Mentions.Count > 0 && wish.Mentions.All(mention => said.Excluded.Any(stays => stays.Covers(mention))))
            || (wish.Orders.Count > 0 && wish.Orders.All(said.ExcludedOrders.Contains))
        );
        return gone.Count == 1 && wishes.Remove(gone[0]);
    }

    private static bool IsAboutTheSame(Wish before, Wish said) =>
        said.Mentions.Count > 0 && said.Orders.Count == 0 && said.Mentions.All(mention => before.Mentions.Any(mention.MayBe));

    private static bool Same(string? one, string? other) =>
        one == other || (Actions.IsAboutAddress(one) && Actions.IsAboutAddress(other));

    /// <summary>The wish that a question was about.</summary>
    private static int Owner(List<Wish> wishes, string? asked)
    {
        var at = asked switch
        {
            "askAddress" or "askAddressOf" => wishes.FindIndex(wish => Actions.IsAboutAddress(wish.Action)),
            "askVariant" => wishes.FindIndex(wish => wish.Action == Actions.Exchange),
            "askPayWith" => wishes.FindIndex(wish => wish.Action == Actions.Payment),
            "askCancel" => wishes.FindIndex(wish => wish.Action == Actions.Return),
            "askItem" or "askWhich" or "askQuantity" or "askMethod" => wishes.FindIndex(wish =>
                Actions.IsAboutItems(wish.Action)
            ),
            "askAmount" => wishes.FindIndex(wish => wish.Action == Actions.Goodwill),
            "askOrder" => wishes.FindIndex(wish => wish.Orders.Count == 0 && wish.Mentions.Count == 0) is >= 0 and var bare
                ? bare
                : wishes.FindIndex(wish => wish.Orders.Count == 0),
            _ => wishes.FindLastIndex(wish => Actions.IsAboutItems(wish.Action)),
        };
        return at >= 0 ? at : wishes.Count - 1;
    }

    private static Wish Merge(Wish before, Wish next, string? asked, bool? answer)
    {
        next =
            asked == "askVariant" || (before.Action == Actions.Exchange && next.Action is null && asked is null)
                ? Retarget(next)
                : next;
        // Asked how much, a bare number says it.
        var amount = next.Amount ?? (asked == "askAmount" && next.BareAmount > 0 ? next.BareAmount : null);
        var merged = before with
        {
            Action =
                before.Action is not null && before.Action != Actions.CustomerAddress
                    ? before.Action
                    : next.Action ?? before.Action,
            IsWeak = before.IsWeak && next.IsWeak,
            Orders = MergeOrders(before, next),
            MarkedOrders = [.. before.MarkedOrders.Union(next.MarkedOrders)],
            Method = next.Method ?? before.Method,
            Reason = next.Reason ?? before.Reason,
            Target = next.Target.Or(before.Target),
            Address = next.Address ?? before.Address,
            Account = before.Account || next.Account,
            Amount = amount ?? before.Amount,
            AmountUnclear = amount is null && (next.AmountUnclear || before.AmountUnclear),
            Atomic = before.Atomic || next.Atomic,
            WantsPerson = before.WantsPerson || next.WantsPerson,
            Unsupported = before.Unsupported || next.Unsupported,
            Other = next.Other,
            // A bare "yes" does not say what the condition comes to.
            Uncertain = next.Uncertain || (before.Uncertain && next is { Action: null, HasObject: false }),
            IsStatutory = before.IsStatutory || next.IsStatutory,
            NamesOrderByItem = before.NamesOrderByItem || next.NamesOrderByItem,
            DoubtfulColours = next.DoubtfulColours,
            Corrects = false,
            // "I have moved. – And send 10063 there too": both.
            Adds = before.Adds || (next.Adds && before.Account && before.Orders.Count == 0),
        };
        merged = (asked, answer) switch
        {
            ("askWish", true) => merged with { Action = Actions.Return },
            ("askWish", false) => merged with { WantsPerson = true },
            ("askCancel", true) => merged with { CancelsUnsent = true },
            ("askCancel", false) => merged with { WantsPerson = true },
            ("askMethod", true) => merged with { Method = "original" },
            _ => merged,
        };
        return MergeItems(before, next, merged, asked);
    }

    /// <summary>Asked what it is to become, a bare colour or size says that.</summary>
    private static Wish Retarget(Wish next)
    {
        var bare = next.Mentions.Where(mention => mention.Product is null).ToArray();
        return bare.Length == 0
            ? next
            : next with
            {
                Mentions = [.. next.Mentions.Except(bare)],
                Target = next.ExchangeTarget.Or(next.Target),
            };
    }

    private static Wish MergeItems(Wish before, Wish next, Wish merged, string? asked)
    {
        var kept = before.Mentions.Where(mention => !next.Excluded.Any(excluded => excluded.Covers(mention))).ToList();
        var excluded = before.Excluded.Concat(next.Excluded).ToArray();
        var named = next.Mentions;
        if (named.Count == 0)
        {
            return merged with
            {
                Mentions = Count(kept, next, asked),
                Excluded = excluded,
                Everything = before.Everything || (next.Everything && kept.Count == 0 && asked != "askQuantity"),
                Orders = merged.Orders,
            };
        }
        var corrects =
            ((next.Corrects && !next.Adds) || (next.Only && asked is null))
            && before.Mentions.Count + (before.Everything ? 1 : 0) > 0;
        if (
            named is [{ Product: null } narrowed]
            && (asked is "askWhich" or "askItem" || corrects)
            && kept.Concat(corrects ? before.Mentions : [])
                .FirstOrDefault(mention => corrects || mention.Colour is null || mention.Size is null)
                is { } open
        )
        {
            kept.Remove(open);
            kept.Add(
                open with
                {
                    Colour = narrowed.Colour ?? (corrects ? null : open.Colour),
                    Size = narrowed.Size ?? (corrects ? null : open.Size),
                    Quantity = narrowed.Quantity ?? open.Quantity,
                }
            );
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
            var again = kept.FindIndex(known =>
                known.Product == mention.Product
                && (mention.Colour is null || known.Colour == mention.Colour)
                && (mention.Size is null || known.Size == mention.Size)
                && (mention.Order is null || known.Order is null || known.Order == mention.Order)
            );
            if (again >= 0)
            {
                kept[again] = kept[again] with
                {
                    Quantity = mention.Quantity ?? kept[again].Quantity,
                    Order = mention.Order ?? kept[again].Order,
                };
            }
            else
            {
                kept.Add(mention);
            }
        }
        return merged with
        {
            Mentions = kept,
            Excluded = [.. excluded.Where(stays => !named.Any(stays.Covers))],
            Everything = before.Everything && asked is not ("askItem" or "askWhich"),
        };
    }

    /// <summary>A bare number answers the first open "how many?", or corrects the only one there is.</summary>
    private static List<Mention> Count(List<Mention> mentions, Wish next, string? asked)
    {
        var at =
            next.Number is null ? -1
            : mentions.FindIndex(mention => mention.Quantity is null) is >= 0 and var open ? open
            : mentions.Count == 1 ? 0
            : -1;
        if (
            at >= 0
            && (asked is "askQuantity" or "askWhich" || next.Corrects || mentions.Count == 1)
            && next.Orders.Count == 0
            && next.Number != 0
        )
        {
            mentions[at] = mentions[at] with { Quantity = next.Number };
        }
        if (next.Orders is [var only])
        {
            return
            [
                .. mentions.Select(mention => mention.Order is null || next.Corrects ? mention with { Order = only } : mention),
            ];
        }
        return mentions;
    }

    /// <summary>"Leave 10071 alone" takes an order back out of what was understood before.</summary>
    private static IReadOnlyList<string> MergeOrders(Wish before, Wish next)
    {
        string[] named = [.. next.Orders.Except(next.ExcludedOrders)];
        return named.Length > 0 && next.Corrects && !next.Adds
            ? named
            : [.. before.Orders.Union(named).Except(next.ExcludedOrders)];
    }
}
