using Agentic.DemoShop.World;

namespace Agentic.DemoShop.Operations;

/// <summary>All arithmetic with money. Splits are by largest remainder, so parts always add up to the whole.</summary>
public static class Pricing
{
    /// <summary>What the customer paid for one unit: its price less its share of the discount, to the cent.</summary>
    public static decimal Paid(Order order, Unit unit)
    {
        var line = order.Lines.First(line => line.Line == unit.Line);
        return Money.Round(line.UnitPaid is { } paid ? paid[unit.Number - 1] : Computed(order)[unit], order.Currency);
    }

    /// <summary>Fixes what was paid for each unit, before lines are added that would shift the discount's shares.</summary>
    public static Order Freeze(Order order)
    {
        var computed = Computed(order);
        return order with
        {
            Lines =
            [
                .. order.Lines.Select(line =>
                    line.UnitPaid is not null
                        ? line
                        : line with
                        {
                            UnitPaid =
                            [
                                .. Enumerable.Range(1, line.Quantity).Select(number => computed[new(line.Line, number)]),
                            ],
                        }
                ),
            ],
        };
    }

    /// <summary>
    /// Divides an amount over the captures of an order by what each can still give back, never more than that.
    /// </summary>
    /// <param name="methodId">Where all of it goes; by default each part to the method that it came from.</param>
    /// <returns>Null when the captures cannot give that much.</returns>
    public static IReadOnlyList<Allocation>? Allocate(ShopWorld world, Order order, decimal amount, string? methodId = null)
    {
        var captures = order.Payments.Where(payment => payment.Refundable > 0).ToArray();
        if (amount <= 0 || amount > captures.Sum(payment => payment.Refundable))
        {
            return null;
        }
        var parts = Split(amount, [.. captures.Select(payment => payment.Refundable)], Money.Unit(order.Currency));
        return
        [
            .. captures
                .Zip(parts)
                .Where(pair => pair.Second > 0)
                .Select(pair => new Allocation(
                    pair.First.Id,
                    methodId ?? pair.First.MethodId,
                    Money.Of(pair.Second, order.Currency),
                    IsSpent(world.FindMethod(order.CustomerId, methodId ?? pair.First.MethodId))
                )),
        ];
    }

    /// <summary>
    /// What counts as paid for a piece after it was swapped: a discount stays, and nobody gets back more than they
    /// gave.
    /// </summary>
    public static decimal PaidAfter(decimal paid, decimal oldPrice, decimal newPrice) =>
        Math.Max(0, paid + newPrice - oldPrice);

    /// <summary>The VAT that is contained in a gross amount.</summary>
    public static decimal Vat(decimal gross, decimal rate, string currency) =>
        Money.Round(gross - (gross / (1 + rate)), currency);

    /// <summary>Largest remainder. A part never exceeds its weight as long as the amount does not exceed their sum.</summary>
    /// <param name="unit">The smallest amount of the currency.</param>
    public static decimal[] Split(decimal amount, IReadOnlyList<decimal> weights, decimal unit)
    {
        var sum = weights.Sum();
        if (sum == 0)
        {
            return [.. weights.Select(_ => 0m)];
        }
        var exact = weights.Select(weight => amount * weight / sum).ToArray();
        var parts = exact.Select(part => Math.Floor(part / unit) * unit).ToArray();
        var missing = (int)Math.Round((amount - parts.Sum()) / unit);
        foreach (
            var index in Enumerable
                .Range(0, parts.Length)
                .OrderByDescending(index => exact[index] - parts[index])
                .ThenBy(index => index)
                .Take(missing)
        )
        {
            parts[index] += unit;
        }
        return parts;
    }

    private static bool IsSpent(PaymentMethod? method) => method is null || method is { Kind: "giftCard", Balance: 0 };

    private static Dictionary<Unit, decimal> Computed(Order order)
    {
        var units = order
            .Lines.SelectMany(line =>
                Enumerable.Range(1, line.Quantity).Select(number => (Unit: new Unit(line.Line, number), line.UnitPrice))
            )
            .ToArray();
        var shares = Split(order.Discount, [.. units.Select(known => known.UnitPrice)], Money.Unit(order.Currency));
        return units
            .Select((known, index) => (known.Unit, Paid: known.UnitPrice - shares[index]))
            .ToDictionary(pair => pair.Unit, pair => pair.Paid);
    }
}
