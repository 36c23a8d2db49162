namespace Agentic.DemoShop.World;

/// <summary>Everything the shop knows. One lock guards it: a demo has no traffic to speak of.</summary>
public sealed class ShopWorld
{
    public Lock Gate { get; } = new();

    public Dictionary<string, Customer> Customers { get; } = [];

    public Dictionary<string, Product> Products { get; } = [];

    public Dictionary<string, Order> Orders { get; } = [];

    public Dictionary<string, Return> Returns { get; } = [];

    /// <summary>Order numbers are found with or without '#', in any case.</summary>
    public Order? FindOrder(string number) => Orders.GetValueOrDefault(Key(number));

    public void Put(Order order) => Orders[Key(order.Number)] = order;

    private static string Key(string number) => number.Trim().TrimStart('#').ToUpperInvariant();
}
