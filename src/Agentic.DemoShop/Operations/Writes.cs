using Agentic.DemoShop.World;

namespace Agentic.DemoShop.Operations;

public sealed record ReturnRequest(string OrderId, IReadOnlyList<Unit> Units);

public sealed record CancelReturnRequest(string ReturnId);

public sealed record RefundRequest(string OrderId, IReadOnlyList<Unit> Units, string MethodId, Money Amount);

/// <summary>A change the shop made, or why it made none.</summary>
public sealed record WriteResult(object? Body, string? Refusal, string Target, decimal? Amount, string? Currency);

/// <summary>The shop's business operations. With checks off it does whatever it is told, as many real systems do.</summary>
internal static class Writes
{
    public static WriteResult Return(ShopWorld world, ReturnRequest request, bool checks)
    {
        if (world.FindOrder(request.OrderId) is not { } order)
        {
            return Refuse($"There is no order {request.OrderId}.");
        }
        if (checks && (order.Status != "delivered" || request.Units.Any(unit => !Exists(order, unit) || Line(order, unit).Returned.Contains(unit.Number))))
        {
            return Refuse("These items cannot be returned.");
        }
        var made = new Return($"RET-{world.Returns.Count + 1:00000}", order.Number, request.Units, false);
        world.Returns[made.Id] = made;
        world.Put(Change(order, request.Units, line => line.Returned, (line, units) => line with { Returned = units }, add: true));
        return new(new { returnId = made.Id }, null, Target(order.Number, request.Units), null, null);
    }

    public static WriteResult CancelReturn(ShopWorld world, CancelReturnRequest request, bool checks)
    {
        if (!world.Returns.TryGetValue(request.ReturnId, out var made) || (checks && made.Cancelled))
        {
            return Refuse($"There is no open return {request.ReturnId}.");
        }
        var order = world.FindOrder(made.OrderNumber)!;
        world.Returns[made.Id] = made with { Cancelled = true };
        world.Put(Change(order, made.Units, line => line.Returned, (line, units) => line with { Returned = units }, add: false));
        return new(new { returnId = made.Id, cancelled = true }, null, Target(order.Number, made.Units), null, null);
    }

    public static WriteResult Refund(ShopWorld world, RefundRequest request, bool checks)
    {
        if (world.FindOrder(request.OrderId) is not { } order)
        {
            return Refuse($"There is no order {request.OrderId}.");
        }
        var amount = request.Amount.Value;
        if (checks && Problem(world, order, request, amount) is { } problem)
        {
            return Refuse(problem);
        }
        var changed = Change(order, request.Units, line => line.Refunded, (line, units) => line with { Refunded = units }, add: true);
        var first = changed.Payments[0];
        world.Put(changed with { Payments = [first with { Refunded = first.Refunded + amount }, .. changed.Payments.Skip(1)] });
        return new(new { refundId = $"REF-{order.Number}-{order.Version}", amount = request.Amount }, null, Target(order.Number, request.Units), amount, request.Amount.Currency);
    }

    private static string? Problem(ShopWorld world, Order order, RefundRequest request, decimal amount)
    {
        var own = world.Customers.GetValueOrDefault(order.CustomerId)?.PaymentMethods.FirstOrDefault(method => method.Id == request.MethodId);
        return order.Payments.All(payment => payment.MethodId != request.MethodId) && own?.Kind != "giftCard" ? "A refund goes to the original payment method or a gift card."
            : request.Units.Any(unit => !Exists(order, unit) || Line(order, unit).Refunded.Contains(unit.Number)) ? "These items were refunded already."
            : amount <= 0 || amount > order.Payments.Sum(payment => payment.Captured - payment.Refunded) ? "More than what was captured and not refunded yet."
            : null;
    }

    private static Order Change(Order order, IReadOnlyList<Unit> units, Func<OrderLine, IReadOnlyList<int>> read, Func<OrderLine, IReadOnlyList<int>, OrderLine> write, bool add) => order with
    {
        Version = order.Version + 1,
        Lines = [.. order.Lines.Select(line =>
        {
            var numbers = units.Where(unit => unit.Line == line.Line).Select(unit => unit.Number);
            return write(line, [.. add ? read(line).Union(numbers).Order() : read(line).Except(numbers)]);
        })],
    };

    private static bool Exists(Order order, Unit unit) => order.Lines.FirstOrDefault(line => line.Line == unit.Line) is { } line && unit.Number >= 1 && unit.Number <= line.Quantity;

    private static OrderLine Line(Order order, Unit unit) => order.Lines.First(line => line.Line == unit.Line);

    private static string Target(string order, IReadOnlyList<Unit> units) => string.Join(',', units.Select(unit => $"order:{order}/line:{unit.Line}/unit:{unit.Number}"));

    private static WriteResult Refuse(string reason) => new(null, reason, "", null, null);
}
