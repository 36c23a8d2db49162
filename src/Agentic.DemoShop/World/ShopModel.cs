namespace Agentic.DemoShop.World;

/// <summary>The same name in both languages.</summary>
public sealed record Label(string De, string En);

public sealed record Customer(string Id, string Name, string Email, string Locale, string Address, IReadOnlyList<PaymentMethod> PaymentMethods);

/// <param name="Kind"><c>card</c>, <c>paypal</c> or <c>giftCard</c>.</param>
public sealed record PaymentMethod(string Id, string Kind, Label Label);

/// <param name="Code">What the planner's vocabulary calls it, such as <c>jacket</c>.</param>
public sealed record Product(string Id, string Code, Label Name, IReadOnlyList<Variant> Variants);

public sealed record Variant(string Id, string? Colour, string? Size, decimal Price, bool Available);

/// <param name="Status"><c>pending</c>, <c>processed</c>, <c>delivered</c>, <c>cancelled</c>, <c>returned</c>.</param>
/// <param name="Version">Grows with every change; the ETag.</param>
public sealed record Order(
    string Number, string CustomerId, string Status, DateTimeOffset OrderedAt, DateTimeOffset? DeliveredAt, string Address, string Currency,
    IReadOnlyList<OrderLine> Lines, decimal Discount, decimal Shipping, decimal VatRate, IReadOnlyList<Payment> Payments, int Version);

/// <param name="Returned">Unit numbers (from 1) with an open or finished return.</param>
/// <param name="Refunded">Unit numbers whose money went back.</param>
public sealed record OrderLine(
    int Line, string ProductId, string Product, string VariantId, Label Label, string? Colour, string? Size, int Quantity, decimal UnitPrice, IReadOnlyList<int> Returned, IReadOnlyList<int> Refunded);

public sealed record Payment(string MethodId, decimal Captured, decimal Refunded);

public sealed record Return(string Id, string OrderNumber, IReadOnlyList<Unit> Units, bool Cancelled);

public sealed record Unit(int Line, int Number);
