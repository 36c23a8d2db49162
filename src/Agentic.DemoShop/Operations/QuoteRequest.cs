using Agentic.DemoShop.World;

namespace Agentic.DemoShop.Operations;

/// <param name="Amount">The amount to refund; null for the one that the shop computes.</param>
/// <param name="PayWith">The method for a difference, or the new one of an order.</param>
/// <param name="ReturnId">The return that was inspected.</param>
/// <param name="Own">Returns that the asker has opened itself: the quote counts their pieces as free.</param>
public sealed record QuoteRequest(
    IReadOnlyList<QuoteItem>? Items = null,
    string? RefundTo = null,
    Money? Amount = null,
    string? PayWith = null,
    Address? Address = null,
    string? ReturnId = null,
    IReadOnlyList<string>? Own = null
);
