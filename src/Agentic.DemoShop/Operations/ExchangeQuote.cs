using Agentic.DemoShop.World;

namespace Agentic.DemoShop.Operations;

/// <param name="Settlement">What the difference is called.</param>
/// <param name="Direction"><c>none</c>, <c>charge</c> or <c>refund</c> of the difference.</param>
/// <param name="Value">What the new pieces cost.</param>
public sealed record ExchangeQuote(
    string OrderId,
    IReadOnlyList<Unit> Units,
    IReadOnlyList<LabelledQuantity> Items,
    IReadOnlyList<LabelledQuantity> NewItems,
    IReadOnlyList<Change> Changes,
    bool Possible,
    bool SameProduct,
    bool Available,
    bool Differs,
    Money Difference,
    string Direction,
    Label Settlement,
    Money Value,
    Money Refundable,
    string MethodId,
    string MethodKind,
    Label Method,
    bool BalanceCovers
);
