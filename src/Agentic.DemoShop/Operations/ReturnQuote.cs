using Agentic.DemoShop.World;

namespace Agentic.DemoShop.Operations;

/// <summary>A refund to the cent: what, how much, and to which captures.</summary>
public sealed record ReturnQuote(
    string OrderId,
    IReadOnlyList<Unit> Units,
    IReadOnlyList<LabelledQuantity> Items,
    Money Amount,
    Money FullAmount,
    Money Refundable,
    Money Goods,
    Money Shipping,
    Money Vat,
    IReadOnlyList<Allocation> Allocations,
    string MethodId,
    string MethodKind,
    Label Method
)
{
    public bool ItemsReturnable { get; init; }

    public string RefundOn { get; init; } = "request";

    /// <summary>When the money comes, in words; null when it is sent right away.</summary>
    public Label? RefundWhen { get; init; }

    /// <summary>
    /// The part of the full amount that was refunded or called back before; null when nothing is missing, or when the
    /// caller named an amount.
    /// </summary>
    public Money? Settled { get; init; }

    public bool NothingToRefund { get; init; }
}
