namespace Agentic.DemoShop.World;

/// <summary>A name in German and in English.</summary>
public sealed record Label(string De, string En);

public sealed record Address(string Street, string PostalCode, string City, string Country)
{
    public override string ToString() =>
        string.Join(", ", new[] { Street, $"{PostalCode} {City}".Trim(), Country }.Where(part => part.Length > 0));
}

/// <param name="AddressChangedAt">When the address or a payment method last changed: what fraud likes to do first.</param>
public sealed record Customer(
    string Id,
    string Name,
    string Email,
    string Locale,
    Address Address,
    IReadOnlyList<PaymentMethod> PaymentMethods,
    DateTimeOffset? AddressChangedAt = null,
    DateTimeOffset? MethodsChangedAt = null
);

/// <param name="Kind"><c>card</c>, <c>paypal</c> or <c>giftCard</c>.</param>
/// <param name="Balance">What a gift card still holds.</param>
/// <param name="Currency">A gift card's; null when nobody says, and then it is the order's.</param>
public sealed record PaymentMethod(string Id, string Kind, Label Label, decimal? Balance = null, string? Currency = null)
{
    /// <summary>Whether a gift card can take or give money of this currency: euros on a card are no yen.</summary>
    public bool Holds(string currency) => Kind != "giftCard" || Currency is null || Currency == currency;
}

/// <param name="Code">What the planner's vocabulary calls it, such as <c>jacket</c>.</param>
/// <param name="RefundOn">When money goes back: <c>request</c>, <c>received</c> (the parcel is there) or
/// <c>inspected</c>.</param>
public sealed record Product(string Id, string Code, Label Name, IReadOnlyList<Variant> Variants, string RefundOn = "request");

public sealed record Variant(string Id, string? Colour, string? Size, decimal Price, bool Available);

/// <param name="Status"><c>pending</c>, <c>processed</c>, <c>delivered</c>, <c>cancelled</c>.</param>
/// <param name="ItemsChanged">Items of a pending order are changed once.</param>
/// <param name="Version">Grows with every change; the ETag.</param>
public sealed record Order(
    string Number,
    string CustomerId,
    string Status,
    DateTimeOffset OrderedAt,
    DateTimeOffset? DeliveredAt,
    Address Address,
    string Currency,
    IReadOnlyList<OrderLine> Lines,
    decimal Discount,
    decimal Shipping,
    decimal VatRate,
    IReadOnlyList<Payment> Payments,
    int Version,
    bool ItemsChanged = false,
    bool ShippingRefunded = false
)
{
    public decimal Refundable => Payments.Sum(payment => payment.Refundable);
}

/// <param name="Returned">Unit numbers (from 1) with an open or finished return or exchange.</param>
/// <param name="Refunded">Unit numbers whose money went back.</param>
/// <param name="UnitPaid">What was paid for one unit; null while it follows from the price and the order's discount.</param>
public sealed record OrderLine(
    int Line,
    string ProductId,
    string Product,
    string VariantId,
    Label Label,
    string? Colour,
    string? Size,
    int Quantity,
    decimal UnitPrice,
    IReadOnlyList<int> Returned,
    IReadOnlyList<int> Refunded,
    IReadOnlyList<decimal>? UnitPaid = null
);

/// <summary>One capture: money that one payment method gave for an order.</summary>
/// <param name="Pending">Refunds that are instructed and not yet credited.</param>
/// <param name="Disputed">What the customer's bank has called back.</param>
public sealed record Payment(
    string MethodId,
    decimal Captured,
    decimal Refunded,
    decimal Pending = 0,
    decimal Disputed = 0,
    string Id = ""
)
{
    public decimal Refundable => Math.Max(0, Captured - Refunded - Pending - Disputed);
}

/// <param name="Restock">The pieces go back on sale when they arrive.</param>
public sealed record Return(string Id, string OrderNumber, IReadOnlyList<Unit> Units, bool Cancelled, bool Restock = true);

/// <param name="Before">The order as it was; an exchange is taken back only while nothing else has changed.</param>
/// <param name="Version">The order's version right after the exchange.</param>
public sealed record Exchange(
    string Id,
    Order Before,
    int Version,
    string Direction,
    string MethodId,
    Money Difference,
    IReadOnlyList<Allocation> Refunded,
    bool Cancelled
);

/// <param name="State"><c>instructed</c>, <c>credited</c> or <c>returned</c> (the bank could not deliver it).</param>
public sealed record Refund(
    string Id,
    string? Key,
    string OrderNumber,
    string Kind,
    IReadOnlyList<Allocation> Allocations,
    Money Amount,
    string CreditNote,
    string State
);

/// <summary>A part of a refund: the capture that gives it back, and the method that it goes to.</summary>
/// <param name="NewGiftCard">The gift card that paid was spent or is gone: a new one is issued.</param>
public sealed record Allocation(string PaymentId, string MethodId, Money Amount, bool NewGiftCard);

public sealed record Unit(int Line, int Number);
