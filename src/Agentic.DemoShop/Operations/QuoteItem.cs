namespace Agentic.DemoShop.Operations;

public sealed record QuoteItem(int Line, int Quantity, string? Variant = null);
