using Agentic.DemoShop.World;

namespace Agentic.DemoShop.Operations;

/// <summary>Where money is after it was instructed: credited by the bank, or returned by it.</summary>
internal static class Settlement
{
    public static Refund? Credit(ShopWorld world, string refundId) => Finish(world, refundId, "credited");

    /// <summary>The bank could not deliver it: the capture can give it back again.</summary>
    public static Refund? Return(ShopWorld world, string refundId) => Finish(world, refundId, "returned");

    /// <summary>Gift cards are money too: a refund to one raises its balance.</summary>
    public static void TopUp(ShopWorld world, string customerId, IReadOnlyList<Allocation> allocations, int sign)
    {
        foreach (var allocation in allocations)
        {
            Move(world, customerId, allocation.MethodId, sign * allocation.Amount.Value);
        }
    }

    public static void Move(ShopWorld world, string customerId, string methodId, decimal amount)
    {
        if (world.Customers.TryGetValue(customerId, out var customer))
        {
            world.Customers[customerId] = customer with
            {
                PaymentMethods =
                [
                    .. customer.PaymentMethods.Select(method =>
                        method.Id == methodId && method.Balance is { } balance
                            ? method with
                            {
                                Balance = balance + amount,
                            }
                            : method
                    ),
                ],
            };
        }
    }

    private static Refund? Finish(ShopWorld world, string refundId, string state)
    {
        if (!world.Refunds.TryGetValue(refundId, out var refund) || refund.State != "instructed")
        {
            return null;
        }
        var order = world.FindOrder(refund.OrderNumber)!;
        var payments = Writes.Book(order.Payments, refund.Allocations, pending: true, -1);
        world.Put(
            order with
            {
                Payments = state == "credited" ? Writes.Book(payments, refund.Allocations, pending: false, 1) : payments,
            }
        );
        TopUp(world, order.CustomerId, refund.Allocations, state == "credited" ? 1 : 0);
        return world.Refunds[refundId] = refund with { State = state };
    }
}
