namespace Agentic.DemoShop.World;

/// <summary>Everything the shop knows. One lock guards it: a demo has no traffic to speak of.</summary>
public sealed class ShopWorld
{
    public Lock Gate { get; } = new();

    public Dictionary<string, Customer> Customers { get; } = [];

    public Dictionary<string, Product> Products { get; } = [];

    public Dictionary<string, Order> Orders { get; } = [];

    public Dictionary<string, Return> Returns { get; } = [];

    public Dictionary<string, Exchange> Exchanges { get; } = [];

    public Dictionary<string, Refund> Refunds { get; } = [];

    /// <summary>Order numbers are found with or without '#', in any case.</summary>
    public Order? FindOrder(string number) => Orders.GetValueOrDefault(Key(number));

    public void Put(Order order) => Orders[Key(order.Number)] = order;

    public PaymentMethod? FindMethod(string customerId, string methodId) =>
        Customers.GetValueOrDefault(customerId)?.PaymentMethods.FirstOrDefault(method => method.Id == methodId);

    public Variant? FindVariant(string productId, string variantId) =>
        Products.GetValueOrDefault(productId)?.Variants.FirstOrDefault(variant => variant.Id == variantId);

    private static string Key(string number) => number.Trim().TrimStart('#').ToUpperInvariant();
}
