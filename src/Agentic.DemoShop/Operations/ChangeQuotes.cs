using Agentic.DemoShop.World;

namespace Agentic.DemoShop.Operations;

/// <summary>What another variant or another way of paying would mean.</summary>
internal static class ChangeQuotes
{
    public static ExchangeQuote Exchange(ShopWorld world, Order order, QuoteRequest request, string status)
    {
        var changes = new List<Change>();
        var (possible, same, available, differs) = (request.Items?.Count > 0, true, true, true);
        decimal before = 0,
            after = 0;
        foreach (var item in request.Items ?? [])
        {
            var line = order.Lines.FirstOrDefault(line => line.Line == item.Line);
            var free = Quotes
                .Free(line, [])
                .Where(unit => !changes.Any(change => change.Line == item.Line && change.Number == unit))
                .Take(item.Quantity)
                .ToArray();
            possible &= free.Length == item.Quantity && item.Quantity > 0;
            var variant = line is null || item.Variant is null ? null : world.FindVariant(line.ProductId, item.Variant);
            (same, available, differs) = (
                same && variant is not null,
                available && variant is { Available: true },
                differs && item.Variant != line?.VariantId
            );
            foreach (var number in variant is null ? [] : free)
            {
                changes.Add(new(item.Line, number, item.Variant!, Quotes.LabelOf(world, line!.ProductId, variant!)));
                var paid = Pricing.Paid(order, new(item.Line, number));
                (before, after) = (before + paid, after + Pricing.PaidAfter(paid, line.UnitPrice, variant!.Price));
            }
        }
        var difference = after - before;
        var (methodId, kind, label) = PayMethod(world, order, request.PayWith);
        var covers =
            difference <= 0
            || world.FindMethod(order.CustomerId, methodId) is not { Kind: "giftCard" } card
            || (card.Holds(order.Currency) && card.Balance >= difference);
        return new(
            order.Number,
            [.. changes.Select(change => new Unit(change.Line, change.Number))],
            [.. Quotes.Items(order, changes.Select(change => new Unit(change.Line, change.Number)))],
            [
                .. changes
                    .GroupBy(change => change.Variant)
                    .Select(group => new LabelledQuantity(
                        group.First().Label,
                        group.Count(),
                        Found(group.First())?.Colour,
                        Found(group.First())?.Size
                    )),
            ],
            changes,
            possible && order.Status == status,
            same,
            available,
            differs,
            World.Money.Of(Math.Abs(difference), order.Currency),
            difference == 0 ? "none"
                : difference > 0 ? "charge"
                : "refund",
            Settlement(difference),
            World.Money.Of(after, order.Currency),
            World.Money.Of(order.Refundable, order.Currency),
            methodId,
            kind,
            label,
            covers
        );

        Variant? Found(Change change) =>
            world.FindVariant(order.Lines.First(line => line.Line == change.Line).ProductId, change.Variant);
    }

    public static object PaymentChange(ShopWorld world, Order order, QuoteRequest request)
    {
        var (methodId, kind, label) = PayMethod(world, order, request.PayWith);
        var total = order.Payments.Sum(payment => payment.Captured - payment.Refunded - payment.Pending);
        var card = world.FindMethod(order.CustomerId, methodId);
        return new
        {
            orderId = order.Number,
            amount = World.Money.Of(total, order.Currency),
            methodId,
            methodKind = kind,
            method = label,
            previousMethodId = order.Payments[0].MethodId,
            singlePayment = order.Payments.Count == 1,
            differs = order.Payments.All(payment => payment.MethodId != methodId),
            balanceCovers = card is not { Kind: "giftCard" } || (card.Holds(order.Currency) && card.Balance >= total),
        };
    }

    private static (string Id, string Kind, Label Label) PayMethod(ShopWorld world, Order order, string? wanted)
    {
        var id = wanted ?? order.Payments[0].MethodId;
        var known = world.FindMethod(order.CustomerId, id);
        return (id, known is null ? "unknown" : "onFile", known?.Label ?? new(id, id));
    }

    private static Label Settlement(decimal difference) =>
        difference == 0 ? new("Preisunterschied", "price difference")
        : difference > 0 ? new("Aufpreis", "extra charge")
        : new("Gutschrift", "credit");
}
