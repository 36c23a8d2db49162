using Agentic.DemoShop.World;

namespace Agentic.DemoShop.Operations;

/// <summary>What a change would mean, to the cent, and whether the shop would take it.</summary>
internal static class Quotes
{
    public static IResult Quote(string number, string kind, QuoteRequest request, ShopWorld world)
    {
        lock (world.Gate)
        {
            return world.FindOrder(number) is not { } order
                ? Results.NotFound()
                : kind switch
                {
                    "return" => Results.Ok(Return(world, order, request)),
                    "inspection" => Results.Ok(Inspection(world, order, request)),
                    "cancellation" => Results.Ok(Cancellation(world, order)),
                    "goodwill" => Results.Ok(Goodwill(world, order, request)),
                    "exchange" => Results.Ok(ChangeQuotes.Exchange(world, order, request, "delivered")),
                    "items" => Results.Ok(ChangeQuotes.Exchange(world, order, request, "pending")),
                    "payment" => Results.Ok(ChangeQuotes.PaymentChange(world, order, request)),
                    "address" => Results.Ok(
                        new
                        {
                            orderId = order.Number,
                            address = request.Address,
                            addressText = request.Address?.ToString(),
                            previous = order.Address,
                            previousText = order.Address.ToString(),
                            differs = order.Address != request.Address,
                        }
                    ),
                    _ => Results.NotFound(),
                };
        }
    }

    internal static ReturnQuote Return(ShopWorld world, Order order, QuoteRequest request)
    {
        var own = world
            .Returns.Values.Where(made =>
                !made.Cancelled && made.OrderNumber == order.Number && request.Own?.Contains(made.Id) == true
            )
            .ToArray();
        var units = new List<Unit>();
        var returnable = request.Items?.Count > 0;
        foreach (var item in request.Items ?? [])
        {
            var line = order.Lines.FirstOrDefault(line => line.Line == item.Line);
            // A line that is named twice has no more pieces for it.
            var free = Free(line, own).Where(unit => !units.Contains(new(item.Line, unit))).Take(item.Quantity).ToArray();
            returnable &= free.Length == item.Quantity && item.Quantity > 0;
            units.AddRange(free.Select(unit => new Unit(item.Line, unit)));
        }
        var goods = units.Sum(unit => Pricing.Paid(order, unit));
        var shipping = CarriesShipping(world, order, units, own) ? order.Shipping : 0;
        var refundOn = units
            .Select(unit =>
                world.Products.GetValueOrDefault(order.Lines.First(line => line.Line == unit.Line).ProductId)?.RefundOn
                ?? "request"
            )
            .DefaultIfEmpty("request")
            .MaxBy(Lateness)!;
        return Money(world, order, request, units, goods, shipping) with
        {
            ItemsReturnable = returnable,
            RefundOn = refundOn,
            RefundWhen = refundOn switch
            {
                "request" => null,
                "received" => new(
                    "Das Geld kommt, sobald das Paket bei uns ist.",
                    "The money comes as soon as the parcel has reached us."
                ),
                _ => new(
                    "Das Geld kommt, sobald wir die Ware geprüft haben.",
                    "The money comes as soon as we have inspected the goods."
                ),
            },
        };
    }

    /// <summary>
    /// What an inspected return is worth. <c>ItemsReturnable</c> says whether it is open and none of its pieces was
    /// refunded.
    /// </summary>
    internal static ReturnQuote Inspection(ShopWorld world, Order order, QuoteRequest request)
    {
        var made =
            request.ReturnId is { } id && world.Returns.TryGetValue(id, out var known) && known.OrderNumber == order.Number
                ? known
                : null;
        var units = (made?.Units ?? []).Where(unit => !Writes.Line(order, unit).Refunded.Contains(unit.Number)).ToArray();
        var open = made is { Cancelled: false } && units.Length == made.Units.Count && units.Length > 0;
        var goods = units.Sum(unit => Pricing.Paid(order, unit));
        var shipping = made is not null && CarriesShipping(world, order, units, [made]) ? order.Shipping : 0;
        // What an inspection found is about the goods; the delivery costs can be agreed on top of it.
        return Money(
            world,
            order,
            request,
            units,
            goods,
            request.Amount is { } found && found.Currency == order.Currency && found.Value <= goods ? 0 : shipping
        ) with
        {
            ItemsReturnable = open,
            FullAmount = World.Money.Of(goods + shipping, order.Currency),
        };
    }

    internal static ReturnQuote Cancellation(ShopWorld world, Order order)
    {
        var units = order.Lines.SelectMany(line => Free(line, []).Select(unit => new Unit(line.Line, unit))).ToArray();
        return Money(
            world,
            order,
            new(),
            units,
            units.Sum(unit => Pricing.Paid(order, unit)),
            order.ShippingRefunded ? 0 : order.Shipping
        ) with
        {
            ItemsReturnable = order.Status == "pending",
        };
    }

    /// <summary>Without an amount, a tenth of the goods is suggested.</summary>
    internal static ReturnQuote Goodwill(ShopWorld world, Order order, QuoteRequest request)
    {
        var goods = order.Lines.Sum(line =>
            Enumerable.Range(1, line.Quantity).Except(line.Refunded).Sum(number => Pricing.Paid(order, new(line.Line, number)))
        );
        var suggested = Math.Min(
            World.Money.Floor(goods / 10, order.Currency),
            World.Money.Floor(order.Refundable, order.Currency)
        );
        return Money(
            world,
            order,
            request with
            {
                RefundTo = null,
            },
            [],
            request.Amount is { } asked && asked.Currency == order.Currency ? asked.Value : suggested,
            0
        ) with
        {
            FullAmount = World.Money.Of(goods, order.Currency),
            ItemsReturnable = order.Status == "delivered",
        };
    }

    private static ReturnQuote Money(
        ShopWorld world,
        Order order,
        QuoteRequest request,
        IReadOnlyList<Unit> units,
        decimal goods,
        decimal shipping
    )
    {
        var full = goods + shipping;
        // What was refunded or called back already is not there any more: the quote names what is left.
        var left = World.Money.Floor(order.Refundable, order.Currency);
        var isAsked = request.Amount is { } asked && asked.Currency == order.Currency;
        var amount = isAsked ? request.Amount!.Value : Math.Min(full, left);
        var shippingPart = Math.Min(shipping, amount);
        var (methodId, kind, label) = Method(world, order, request.RefundTo);
        var allocations = Pricing.Allocate(world, order, amount, request.RefundTo is not null ? methodId : null) ?? [];
        return new(
            order.Number,
            units,
            [.. Items(order, units)],
            request.Amount ?? World.Money.Of(amount, order.Currency),
            World.Money.Of(full, order.Currency),
            World.Money.Of(left, order.Currency),
            World.Money.Of(amount - shippingPart, order.Currency),
            World.Money.Of(shippingPart, order.Currency),
            World.Money.Of(Pricing.Vat(amount, order.VatRate, order.Currency), order.Currency),
            allocations,
            methodId,
            kind,
            label
        )
        {
            Settled = !isAsked && amount < full ? World.Money.Of(full - amount, order.Currency) : null,
            NothingToRefund = amount == 0 || left == 0,
        };
    }

    /// <summary>What a new address of a customer would replace.</summary>
    public static IResult CustomerAddress(string customerId, QuoteRequest request, ShopWorld world)
    {
        lock (world.Gate)
        {
            return world.Customers.TryGetValue(customerId, out var customer)
                ? Results.Ok(
                    new
                    {
                        customerId,
                        address = request.Address,
                        addressText = request.Address?.ToString(),
                        previous = customer.Address,
                        previousText = customer.Address.ToString(),
                        differs = customer.Address != request.Address,
                    }
                )
                : Results.NotFound();
        }
    }

    internal static Label LabelOf(ShopWorld world, string productId, Variant variant)
    {
        var name = world.Products[productId].Name;
        return new(
            WorldGenerator.Describe(name.De, variant.Colour, variant.Size, german: true),
            WorldGenerator.Describe(name.En, variant.Colour, variant.Size, german: false)
        );
    }

    internal static IEnumerable<int> Free(OrderLine? line, IReadOnlyList<Return> own) =>
        line is null
            ? []
            : Enumerable
                .Range(1, line.Quantity)
                .Except(
                    line.Returned.Except(
                        own.SelectMany(made => made.Units).Where(unit => unit.Line == line.Line).Select(unit => unit.Number)
                    )
                )
                .Except(line.Refunded);

    /// <summary>
    /// With the last piece the delivery costs go back too. Of several returns that wait at the same time, the one
    /// that was opened last carries them.
    /// </summary>
    private static bool CarriesShipping(ShopWorld world, Order order, IReadOnlyList<Unit> units, IReadOnlyList<Return> own)
    {
        var isWhole =
            units.Count > 0
            && order.Lines.All(line =>
                line.Returned.Union(line.Refunded)
                    .Union(units.Where(unit => unit.Line == line.Line).Select(unit => unit.Number))
                    .Count() == line.Quantity
            );
        var isLast =
            own.Count == 0
            || !world.Returns.Values.Any(other =>
                !other.Cancelled
                && other.OrderNumber == order.Number
                && own.All(made => string.CompareOrdinal(other.Id, made.Id) > 0)
            );
        return isWhole && isLast && !order.ShippingRefunded;
    }

    internal static IEnumerable<LabelledQuantity> Items(Order order, IEnumerable<Unit> units) =>
        units
            .GroupBy(unit => unit.Line)
            .Select(group => (Line: order.Lines.First(line => line.Line == group.Key), Count: group.Count()))
            .Select(group => new LabelledQuantity(group.Line.Label, group.Count, group.Line.Colour, group.Line.Size));

    private static (string Id, string Kind, Label Label) Method(ShopWorld world, Order order, string? wanted)
    {
        var id = wanted ?? order.Payments[0].MethodId;
        var known = world.FindMethod(order.CustomerId, id);
        var kind =
            wanted is null || order.Payments.Any(payment => payment.MethodId == id) ? "original"
            : known is null ? "unknown"
            : known.Kind == "giftCard" && known.Holds(order.Currency) ? "giftCard"
            : "other";
        var labels = wanted is null
            ?
            [
                .. order.Payments.Select(payment =>
                    world.FindMethod(order.CustomerId, payment.MethodId)?.Label ?? new(payment.MethodId, payment.MethodId)
                ),
            ]
            : new[] { known?.Label ?? new(id, id) };
        return (
            id,
            kind,
            new(
                string.Join(" + ", labels.Select(label => label.De).Distinct()),
                string.Join(" + ", labels.Select(label => label.En).Distinct())
            )
        );
    }

    private static int Lateness(string refundOn) =>
        refundOn switch
        {
            "request" => 0,
            "received" => 1,
            _ => 2,
        };
}
