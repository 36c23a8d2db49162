using Agentic.DemoShop.World;

namespace Agentic.DemoShop.Operations;

public sealed record ExchangeRequest(
    string OrderId,
    IReadOnlyList<Change> Changes,
    Money Difference,
    string Direction,
    string MethodId
);

public sealed record CancelExchangeRequest(string ExchangeId);

public sealed record OrderAddressRequest(string OrderId, Address Address);

public sealed record OrderPaymentRequest(string OrderId, string MethodId);

public sealed record CustomerAddressRequest(string CustomerId, Address Address);

/// <summary>Changes of what an order holds, where it goes and who pays.</summary>
internal static class OrderChanges
{
    /// <summary>Of a delivered order the old pieces come back; of a pending one they are swapped before they leave.</summary>
    public static WriteResult Exchange(ShopWorld world, ExchangeRequest request, bool pending, bool checks)
    {
        if (world.FindOrder(request.OrderId) is not { } order)
        {
            return WriteResult.Refuse($"There is no order {request.OrderId}.");
        }
        var units = request.Changes.Select(change => new Unit(change.Line, change.Number)).ToArray();
        if (units.Any(unit => !Writes.Exists(order, unit)))
        {
            return WriteResult.Refuse("The order has no such item.");
        }
        if (checks && Problem(world, order, request, units, pending) is { } problem)
        {
            return WriteResult.Refuse(problem);
        }
        var frozen = Pricing.Freeze(order);
        var changed = Writes.Change(
            frozen,
            units,
            line => line.Returned,
            (line, numbers) => line with { Returned = numbers },
            add: true
        );
        var next = order.Lines.Max(line => line.Line);
        var added = request
            .Changes.GroupBy(change => (change.Line, change.Variant))
            .Select(group => Added(world, frozen, group.Key.Line, group.Key.Variant, [.. group], ++next))
            .ToArray();
        var amount = request.Difference.Value;
        var refunded = request.Direction == "refund" ? Pricing.Allocate(world, order, amount) ?? [] : [];
        var exchange = new Exchange(
            $"EXC-{world.Exchanges.Count + 1:00000}",
            order,
            order.Version + 1,
            request.Direction,
            request.MethodId,
            request.Difference,
            refunded,
            false
        );
        world.Exchanges[exchange.Id] = exchange;
        MoveMoney(world, exchange, 1);
        world.Put(
            changed with
            {
                // The old pieces are settled by the exchange: nobody refunds them as well.
                Lines =
                [
                    .. Writes
                        .Change(
                            changed,
                            units,
                            line => line.Refunded,
                            (line, numbers) => line with { Refunded = numbers },
                            add: true
                        )
                        .Lines,
                    .. added,
                ],
                ItemsChanged = order.ItemsChanged || pending,
                Payments =
                    request.Direction == "charge"
                        ? [.. order.Payments, new Payment(request.MethodId, amount, 0, Id: $"cap-{order.Payments.Count + 1}")]
                        : Writes.Book(order.Payments, refunded, pending: false, 1),
            }
        );
        return new(
            new { exchangeId = exchange.Id, version = order.Version + 1 },
            null,
            Writes.Target(order.Number, units),
            amount == 0 ? null : amount,
            amount == 0 ? null : request.Difference.Currency
        );
    }

    public static WriteResult CancelExchange(ShopWorld world, CancelExchangeRequest request)
    {
        if (
            !world.Exchanges.TryGetValue(request.ExchangeId, out var exchange)
            || exchange.Cancelled
            || world.FindOrder(exchange.Before.Number) is not { } now
            || now.Version != exchange.Version
        )
        {
            return WriteResult.Refuse($"Exchange {request.ExchangeId} cannot be taken back: the order has changed since.");
        }
        world.Exchanges[exchange.Id] = exchange with { Cancelled = true };
        MoveMoney(world, exchange, -1);
        world.Put(exchange.Before with { Version = now.Version + 1 });
        return WriteResult.Done(new { exchangeId = exchange.Id, cancelled = true }, $"order:{now.Number}");
    }

    public static WriteResult OrderAddress(ShopWorld world, OrderAddressRequest request, bool checks)
    {
        if (world.FindOrder(request.OrderId) is not { } order || (checks && order.Status != "pending"))
        {
            return WriteResult.Refuse($"The address of order {request.OrderId} cannot be changed any more.");
        }
        world.Put(order with { Address = request.Address, Version = order.Version + 1 });
        return WriteResult.Done(new { orderId = order.Number, version = order.Version + 1 }, $"order:{order.Number}/address");
    }

    public static WriteResult OrderPayment(ShopWorld world, OrderPaymentRequest request, bool checks)
    {
        if (world.FindOrder(request.OrderId) is not { } order)
        {
            return WriteResult.Refuse($"There is no order {request.OrderId}.");
        }
        var method = world.FindMethod(order.CustomerId, request.MethodId);
        if (
            checks
            && (
                order.Status != "pending"
                || order.Payments.Count != 1
                || method is null
                || method is { Kind: "giftCard" } card
                    && !(card.Holds(order.Currency) && card.Balance >= order.Payments[0].Captured)
            )
        )
        {
            return WriteResult.Refuse("The payment method of this order cannot be changed to that.");
        }
        var paid = order.Payments[0];
        // What was refunded already went to the old method and stays there.
        var open = paid.Captured - paid.Refunded - paid.Pending;
        Settlement.Move(world, order.CustomerId, paid.MethodId, open);
        Settlement.Move(world, order.CustomerId, request.MethodId, -open);
        world.Put(order with { Payments = [paid with { MethodId = request.MethodId }], Version = order.Version + 1 });
        return WriteResult.Done(new { orderId = order.Number, version = order.Version + 1 }, $"order:{order.Number}/payment");
    }

    public static WriteResult CustomerAddress(ShopWorld world, CustomerAddressRequest request, DateTimeOffset at)
    {
        if (!world.Customers.TryGetValue(request.CustomerId, out var customer))
        {
            return WriteResult.Refuse($"There is no customer {request.CustomerId}.");
        }
        world.Customers[customer.Id] = customer with { Address = request.Address, AddressChangedAt = at };
        return WriteResult.Done(new { customerId = customer.Id }, $"customer:{customer.Id}/address");
    }

    private static OrderLine Added(
        ShopWorld world,
        Order before,
        int oldLine,
        string variantId,
        IReadOnlyList<Change> changes,
        int number
    )
    {
        var old = before.Lines.First(line => line.Line == oldLine);
        var variant = world.FindVariant(old.ProductId, variantId);
        var price = variant?.Price ?? old.UnitPrice;
        return new(
            number,
            old.ProductId,
            old.Product,
            variantId,
            changes[0].Label,
            variant?.Colour,
            variant?.Size,
            changes.Count,
            price,
            [],
            [],
            [
                .. changes.Select(change =>
                    Pricing.PaidAfter(Pricing.Paid(before, new(oldLine, change.Number)), old.UnitPrice, price)
                ),
            ]
        );
    }

    private static void MoveMoney(ShopWorld world, Exchange exchange, int sign)
    {
        if (exchange.Direction == "charge")
        {
            Settlement.Move(world, exchange.Before.CustomerId, exchange.MethodId, -sign * exchange.Difference.Value);
        }
        Settlement.TopUp(world, exchange.Before.CustomerId, exchange.Refunded, sign);
    }

    private static string? Problem(ShopWorld world, Order order, ExchangeRequest request, Unit[] units, bool pending)
    {
        var quote = ChangeQuotes.Exchange(
            world,
            order,
            new(
                [
                    .. request
                        .Changes.GroupBy(change => (change.Line, change.Variant))
                        .Select(group => new QuoteItem(group.Key.Line, group.Count(), group.Key.Variant)),
                ],
                PayWith: request.MethodId
            ),
            pending ? "pending" : "delivered"
        );
        return !quote.Possible || units.Any(unit => Writes.Line(order, unit).Returned.Contains(unit.Number))
                ? "These items cannot be exchanged."
            : !quote.SameProduct || !quote.Available ? "The new variant is of another product or not available."
            : pending && order.ItemsChanged ? "The items of this order were changed already."
            : quote.Difference != request.Difference || quote.Direction != request.Direction
                ? "The difference is not what the prices say."
            : quote.MethodKind == "unknown" || !quote.BalanceCovers ? "This payment method cannot carry the difference."
            : quote.Direction == "refund" && quote.Difference.Value > order.Refundable
                ? "More than what was captured and not refunded yet."
            : null;
    }
}
