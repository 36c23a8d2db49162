using Agentic.DemoShop.World;

namespace Agentic.DemoShop.Operations;

public sealed record QuoteItem(int Line, int Quantity);

public sealed record QuoteRequest(IReadOnlyList<QuoteItem> Items, string? RefundTo);

/// <summary>What the shop tells without changing anything.</summary>
internal static class Reads
{
    public static IResult Orders(string customerId, ShopWorld world)
    {
        lock (world.Gate)
        {
            return world.Customers.TryGetValue(customerId, out var customer)
                ? Results.Ok(new { customerId, paymentMethods = customer.PaymentMethods, orders = world.Orders.Values.Where(order => order.CustomerId == customerId).OrderBy(order => order.Number, StringComparer.Ordinal).Select(Describe) })
                : Results.NotFound();
        }
    }

    public static IResult Order(string number, ShopWorld world)
    {
        lock (world.Gate)
        {
            return world.FindOrder(number) is { } order ? Results.Ok(Describe(order)) : Results.NotFound();
        }
    }

    /// <summary>What a return of these items would give back, to which method, and whether the shop would take it.</summary>
    public static IResult Quote(string number, QuoteRequest request, ShopWorld world)
    {
        lock (world.Gate)
        {
            if (world.FindOrder(number) is not { } order)
            {
                return Results.NotFound();
            }
            var units = new List<Unit>();
            var returnable = request.Items.Count > 0;
            foreach (var item in request.Items)
            {
                var line = order.Lines.FirstOrDefault(line => line.Line == item.Line);
                var free = line is null ? [] : Enumerable.Range(1, line.Quantity).Except(line.Returned).Except(line.Refunded).Take(item.Quantity).ToArray();
                returnable &= free.Length == item.Quantity && item.Quantity > 0;
                units.AddRange(free.Select(unit => new Unit(item.Line, unit)));
            }
            var (methodId, kind, label) = Method(order, request.RefundTo, world);
            return Results.Ok(new
            {
                orderId = order.Number,
                units,
                items = request.Items.Where(item => order.Lines.Any(line => line.Line == item.Line)).Select(item => new { label = order.Lines.First(line => line.Line == item.Line).Label, quantity = item.Quantity }),
                amount = Money.Of(units.Sum(unit => Pricing.Paid(order, unit)), order.Currency),
                refundable = Money.Of(order.Payments.Sum(payment => payment.Captured - payment.Refunded), order.Currency),
                itemsReturnable = returnable,
                methodId,
                methodKind = kind,
                method = label,
            });
        }
    }

    private static (string Id, string Kind, Label Label) Method(Order order, string? wanted, ShopWorld world)
    {
        var original = order.Payments[0].MethodId;
        var id = wanted ?? original;
        var known = world.Customers.GetValueOrDefault(order.CustomerId)?.PaymentMethods.FirstOrDefault(method => method.Id == id);
        var kind = order.Payments.Any(payment => payment.MethodId == id) ? "original" : known is null ? "unknown" : known.Kind == "giftCard" ? "giftCard" : "other";
        return (id, kind, known?.Label ?? new(id, id));
    }

    private static object Describe(Order order) => new
    {
        found = true,
        orderId = order.Number,
        order.CustomerId,
        order.Status,
        order.OrderedAt,
        order.DeliveredAt,
        order.Currency,
        order.Version,
        discount = Money.Of(order.Discount, order.Currency),
        shipping = Money.Of(order.Shipping, order.Currency),
        vatPercent = (int)(order.VatRate * 100),
        captured = Money.Of(order.Payments.Sum(payment => payment.Captured), order.Currency),
        refunded = Money.Of(order.Payments.Sum(payment => payment.Refunded), order.Currency),
        payments = order.Payments.Select(payment => new { payment.MethodId, captured = Money.Of(payment.Captured, order.Currency), refunded = Money.Of(payment.Refunded, order.Currency) }),
        lines = order.Lines.Select(line => new
        {
            line.Line,
            line.Product,
            line.Label,
            line.Colour,
            line.Size,
            line.Quantity,
            unitPrice = Money.Of(line.UnitPrice, order.Currency),
            returnable = order.Status == "delivered" ? line.Quantity - line.Returned.Union(line.Refunded).Count() : 0,
        }),
    };
}
