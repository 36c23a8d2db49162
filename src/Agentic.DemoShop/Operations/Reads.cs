using Agentic.DemoShop.World;

namespace Agentic.DemoShop.Operations;

public sealed record OwnerRequest(string Email);

/// <summary>What the shop tells without changing anything.</summary>
internal static class Reads
{
    public static IResult Orders(string customerId, ShopWorld world)
    {
        lock (world.Gate)
        {
            return world.Customers.TryGetValue(customerId, out var customer)
                ? Results.Ok(
                    new
                    {
                        customerId,
                        customer.Address,
                        paymentMethods = customer.PaymentMethods.Select(Describe),
                        orders = world
                            .Orders.Values.Where(order => order.CustomerId == customerId)
                            .OrderBy(order => order.Number, StringComparer.Ordinal)
                            .Select(order => Describe(world, order)),
                    }
                )
                : Results.NotFound();
        }
    }

    public static IResult Order(string number, ShopWorld world)
    {
        lock (world.Gate)
        {
            return world.FindOrder(number) is { } order ? Results.Ok(Describe(world, order)) : Results.NotFound();
        }
    }

    /// <summary>Where the money of a refund is: instructed, credited or returned.</summary>
    public static IResult Refund(string id, ShopWorld world)
    {
        lock (world.Gate)
        {
            return world.Refunds.TryGetValue(id, out var refund)
                ? Results.Ok(
                    new
                    {
                        refundId = refund.Id,
                        state = refund.State,
                        orderId = refund.OrderNumber,
                    }
                )
                : Results.NotFound();
        }
    }

    /// <summary>How to reach a customer.</summary>
    public static IResult Contact(string customerId, ShopWorld world)
    {
        lock (world.Gate)
        {
            return world.Customers.TryGetValue(customerId, out var customer)
                ? Results.Ok(
                    new
                    {
                        found = true,
                        customer.Name,
                        customer.Email,
                        customer.Locale,
                    }
                )
                : Results.NotFound();
        }
    }

    /// <summary>Whose order it is, for somebody who knows its number and the customer's e-mail address.</summary>
    public static IResult Owner(string number, OwnerRequest request, ShopWorld world)
    {
        lock (world.Gate)
        {
            return
                world.FindOrder(number) is { } order
                && world.Customers.TryGetValue(order.CustomerId, out var customer)
                && string.Equals(customer.Email, request.Email.Trim(), StringComparison.OrdinalIgnoreCase)
                ? Results.Ok(new { found = true, customerId = customer.Id })
                : Results.NotFound();
        }
    }

    /// <summary>Which variants of a product there are.</summary>
    public static IResult Product(string id, ShopWorld world)
    {
        lock (world.Gate)
        {
            return world.Products.TryGetValue(id, out var product)
                ? Results.Ok(
                    new
                    {
                        productId = product.Id,
                        product = product.Code,
                        label = product.Name,
                        variants = product.Variants.Select(variant => new
                        {
                            variant.Id,
                            variant.Colour,
                            variant.Size,
                            price = Money.Of(variant.Price, "EUR"),
                            variant.Available,
                        }),
                    }
                )
                : Results.NotFound();
        }
    }

    /// <summary>What a careful clerk would look at before money moves.</summary>
    public static IResult Risk(string customerId, ShopWorld world, TimeProvider time)
    {
        lock (world.Gate)
        {
            if (!world.Customers.TryGetValue(customerId, out var customer))
            {
                return Results.NotFound();
            }
            var units = world
                .Orders.Values.Where(order => order.CustomerId == customerId)
                .SelectMany(order => order.Lines)
                .ToArray();
            return Results.Ok(
                new
                {
                    found = true,
                    address = customer.Address,
                    addressText = customer.Address.ToString(),
                    addressAgeHours = Hours(customer.AddressChangedAt),
                    methodAgeHours = Hours(customer.MethodsChangedAt),
                    refundedPercent = units.Sum(line => line.Quantity) is > 0 and var all
                        ? 100 * units.Sum(line => line.Refunded.Count) / all
                        : 0,
                    accountsAtAddress = world.Customers.Values.Count(other => other.Address == customer.Address),
                }
            );
        }

        // Whoever never changed anything is old enough for every rule.
        int Hours(DateTimeOffset? changed) =>
            changed is { } at ? (int)Math.Max(0, (time.GetUtcNow() - at).TotalHours) : 1_000_000;
    }

    private static object Describe(PaymentMethod method) =>
        new
        {
            method.Id,
            method.Kind,
            method.Label,
            balance = method.Balance is { } balance ? Money.Of(balance, "EUR") : null,
        };

    private static object Describe(ShopWorld world, Order order) =>
        new
        {
            found = true,
            orderId = order.Number,
            order.CustomerId,
            order.Status,
            order.OrderedAt,
            order.DeliveredAt,
            order.Currency,
            order.Version,
            order.Address,
            addressText = order.Address.ToString(),
            order.ItemsChanged,
            disputed = order.Payments.Any(payment => payment.Disputed > 0),
            discount = Money.Of(order.Discount, order.Currency),
            shipping = Money.Of(order.Shipping, order.Currency),
            vatPercent = (int)(order.VatRate * 100),
            captured = Money.Of(order.Payments.Sum(payment => payment.Captured), order.Currency),
            refunded = Money.Of(order.Payments.Sum(payment => payment.Refunded), order.Currency),
            payments = order.Payments.Select(payment => new
            {
                payment.Id,
                payment.MethodId,
                captured = Money.Of(payment.Captured, order.Currency),
                refunded = Money.Of(payment.Refunded, order.Currency),
                pending = Money.Of(payment.Pending, order.Currency),
                disputed = Money.Of(payment.Disputed, order.Currency),
            }),
            // What was exchanged away before it left is not in the parcel any more.
            lines = order
                .Lines.Where(line =>
                    order.Status is not ("pending" or "processed") || line.Returned.Union(line.Refunded).Count() < line.Quantity
                )
                .Select(line => new
                {
                    line.Line,
                    line.ProductId,
                    line.Product,
                    line.VariantId,
                    line.Label,
                    line.Colour,
                    line.Size,
                    line.Quantity,
                    unitPrice = Money.Of(line.UnitPrice, order.Currency),
                    returnable = order.Status == "delivered" ? line.Quantity - line.Returned.Union(line.Refunded).Count() : 0,
                    refundOn = world.Products.GetValueOrDefault(line.ProductId)?.RefundOn ?? "request",
                }),
        };
}
