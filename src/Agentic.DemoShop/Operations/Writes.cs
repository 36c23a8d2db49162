using Agentic.DemoShop.World;

namespace Agentic.DemoShop.Operations;

public sealed record ReturnRequest(string OrderId, IReadOnlyList<Unit> Units, bool Restock = true);

public sealed record CancelReturnRequest(string ReturnId);

public sealed record CancelOrderRequest(string OrderId);

/// <param name="Kind"><c>return</c>, <c>cancellation</c> or <c>goodwill</c>.</param>
/// <param name="Allocations">Which capture gives how much; by default all of them in proportion.</param>
public sealed record RefundRequest(
    string OrderId,
    IReadOnlyList<Unit> Units,
    string MethodId,
    Money Amount,
    IReadOnlyList<Allocation>? Allocations = null,
    Money? Shipping = null,
    string Kind = "return"
);

/// <summary>A change the shop made, or why it made none.</summary>
public sealed record WriteResult(object? Body, string? Refusal, string Target, decimal? Amount, string? Currency)
{
    public static WriteResult Refuse(string reason) => new(null, reason, "", null, null);

    public static WriteResult Done(object body, string target) => new(body, null, target, null, null);
}

/// <summary>
/// Returns, cancellations and refunds. With checks off the shop does whatever it is told, as many real systems do.
/// </summary>
internal static class Writes
{
    public static WriteResult Return(ShopWorld world, ReturnRequest request, bool checks)
    {
        if (world.FindOrder(request.OrderId) is not { } order)
        {
            return WriteResult.Refuse($"There is no order {request.OrderId}.");
        }
        if (
            checks
            && (
                order.Status != "delivered"
                || request.Units.Any(unit => !Exists(order, unit) || Line(order, unit).Returned.Contains(unit.Number))
            )
        )
        {
            return WriteResult.Refuse("These items cannot be returned.");
        }
        var made = new Return($"RET-{world.Returns.Count + 1:00000}", order.Number, request.Units, false, request.Restock);
        world.Returns[made.Id] = made;
        world.Put(
            Change(order, request.Units, line => line.Returned, (line, units) => line with { Returned = units }, add: true)
        );
        return WriteResult.Done(
            new
            {
                returnId = made.Id,
                restock = made.Restock,
                version = order.Version + 1,
            },
            Target(order.Number, request.Units)
        );
    }

    public static WriteResult CancelReturn(ShopWorld world, CancelReturnRequest request, bool checks)
    {
        if (!world.Returns.TryGetValue(request.ReturnId, out var made) || (checks && made.Cancelled))
        {
            return WriteResult.Refuse($"There is no open return {request.ReturnId}.");
        }
        var order = world.FindOrder(made.OrderNumber)!;
        world.Returns[made.Id] = made with { Cancelled = true };
        world.Put(
            Change(order, made.Units, line => line.Returned, (line, units) => line with { Returned = units }, add: false)
        );
        return WriteResult.Done(new { returnId = made.Id, cancelled = true }, Target(order.Number, made.Units));
    }

    public static WriteResult CancelOrder(ShopWorld world, CancelOrderRequest request, bool cancel, bool checks)
    {
        if (world.FindOrder(request.OrderId) is not { } order || (checks && order.Status != (cancel ? "pending" : "cancelled")))
        {
            return WriteResult.Refuse($"Order {request.OrderId} cannot be {(cancel ? "cancelled" : "reopened")}.");
        }
        world.Put(order with { Status = cancel ? "cancelled" : "pending", Version = order.Version + 1 });
        return WriteResult.Done(new { orderId = order.Number, version = order.Version + 1 }, $"order:{order.Number}");
    }

    public static WriteResult Refund(ShopWorld world, RefundRequest request, string? key, bool settlesLater, bool checks)
    {
        if (world.FindOrder(request.OrderId) is not { } order)
        {
            return WriteResult.Refuse($"There is no order {request.OrderId}.");
        }
        var amount = request.Amount.Value;
        if (checks && Problem(world, order, request, amount) is { } problem)
        {
            return WriteResult.Refuse(problem);
        }
        var allocations = request.Allocations is { Count: > 0 } given
            ? given
            : Pricing.Allocate(world, order, amount, request.MethodId)
                ?? [new Allocation(order.Payments[0].Id, request.MethodId, request.Amount, false)];
        var changed = Change(
            order,
            request.Units,
            line => line.Refunded,
            (line, units) => line with { Refunded = units },
            add: true
        );
        var refund = new Refund(
            $"REF-{order.Number}-{order.Version}",
            key,
            order.Number,
            request.Kind,
            allocations,
            request.Amount,
            $"CN-{world.Refunds.Count + 1:000000}",
            settlesLater ? "instructed" : "credited"
        );
        world.Refunds[refund.Id] = refund;
        world.Put(
            changed with
            {
                ShippingRefunded = order.ShippingRefunded || request.Shipping is { Value: > 0 },
                Payments = Book(changed.Payments, allocations, settlesLater, 1),
            }
        );
        Settlement.TopUp(world, order.CustomerId, allocations, settlesLater ? 0 : 1);
        return new(
            new
            {
                refundId = refund.Id,
                amount = request.Amount,
                creditNote = refund.CreditNote,
                state = refund.State,
                version = order.Version + 1,
            },
            null,
            request.Units.Count > 0 ? Target(order.Number, request.Units) : $"order:{order.Number}/{request.Kind}",
            amount,
            request.Amount.Currency
        );
    }

    /// <summary>
    /// Adds (or with a negative sign takes back) refunds in the captures that they came from; what no capture names
    /// counts for the first.
    /// </summary>
    internal static IReadOnlyList<Payment> Book(
        IReadOnlyList<Payment> payments,
        IReadOnlyList<Allocation> allocations,
        bool pending,
        int sign
    ) =>
        [
            .. payments.Select(
                (payment, index) =>
                {
                    var sum =
                        sign
                        * allocations
                            .Where(allocation =>
                                allocation.PaymentId == payment.Id
                                || (index == 0 && payments.All(other => other.Id != allocation.PaymentId))
                            )
                            .Sum(allocation => allocation.Amount.Value);
                    return pending
                        ? payment with
                        {
                            Pending = payment.Pending + sum,
                        }
                        : payment with
                        {
                            Refunded = payment.Refunded + sum,
                        };
                }
            ),
        ];

    internal static bool Exists(Order order, Unit unit) =>
        order.Lines.FirstOrDefault(line => line.Line == unit.Line) is { } line
        && unit.Number >= 1
        && unit.Number <= line.Quantity;

    internal static OrderLine Line(Order order, Unit unit) => order.Lines.First(line => line.Line == unit.Line);

    internal static string Target(string order, IEnumerable<Unit> units) =>
        string.Join(',', units.Select(unit => $"order:{order}/line:{unit.Line}/unit:{unit.Number}"));

    internal static Order Change(
        Order order,
        IReadOnlyList<Unit> units,
        Func<OrderLine, IReadOnlyList<int>> read,
        Func<OrderLine, IReadOnlyList<int>, OrderLine> write,
        bool add
    ) =>
        order with
        {
            Version = order.Version + 1,
            Lines =
            [
                .. order.Lines.Select(line =>
                {
                    var numbers = units.Where(unit => unit.Line == line.Line).Select(unit => unit.Number);
                    return write(line, [.. add ? read(line).Union(numbers).Order() : read(line).Except(numbers)]);
                }),
            ],
        };

    private static string? Problem(ShopWorld world, Order order, RefundRequest request, decimal amount)
    {
        var allocations = request.Allocations ?? [];
        bool Allowed(string methodId) =>
            order.Payments.Any(payment => payment.MethodId == methodId)
            || (world.FindMethod(order.CustomerId, methodId) is { Kind: "giftCard" } card && card.Holds(order.Currency));
        return !Allowed(request.MethodId) || allocations.Any(allocation => !Allowed(allocation.MethodId))
                ? "A refund goes to the original payment method or a gift card."
            : request.Units.Any(unit => !Exists(order, unit) || Line(order, unit).Refunded.Contains(unit.Number))
                ? "These items were refunded already."
            : amount <= 0 || amount > order.Refundable ? "More than what was captured and not refunded yet."
            : request.Amount.Currency != order.Currency
            || allocations.Any(allocation => allocation.Amount.Currency != order.Currency)
                ? $"The order is in {order.Currency}."
            : allocations.Count > 0 && allocations.Sum(allocation => allocation.Amount.Value) != amount
                ? "The parts do not add up to the amount."
            : allocations.Any(allocation =>
                order.Payments.FirstOrDefault(payment => payment.Id == allocation.PaymentId) is { } payment
                && payment.Refundable < allocation.Amount.Value
            )
                ? "A part is more than its capture can give back."
            : null;
    }
}
