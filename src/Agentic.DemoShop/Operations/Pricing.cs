using Agentic.DemoShop.World;

namespace Agentic.DemoShop.Operations;

internal static class Pricing
{
    /// <summary>What the customer paid for one unit: its price less its share of the discount, to the cent.</summary>
    public static decimal Paid(Order order, Unit unit)
    {
        var units = order.Lines.SelectMany(line => Enumerable.Range(1, line.Quantity).Select(number => (Unit: new Unit(line.Line, number), line.UnitPrice))).ToArray();
        var shares = Split(order.Discount, [.. units.Select(known => known.UnitPrice)]);
        var index = Array.FindIndex(units, known => known.Unit == unit);
        return units[index].UnitPrice - shares[index];
    }

    /// <summary>Largest remainder: the shares always add up to the whole.</summary>
    private static decimal[] Split(decimal amount, decimal[] weights)
    {
        var exact = weights.Select(weight => amount * weight / weights.Sum()).ToArray();
        var parts = exact.Select(part => Math.Floor(part * 100) / 100).ToArray();
        var missing = (int)((amount - parts.Sum()) * 100);
        foreach (var index in Enumerable.Range(0, parts.Length).OrderByDescending(index => exact[index] - parts[index]).ThenBy(index => index).Take(missing))
        {
            parts[index] += 0.01m;
        }
        return parts;
    }
}
