namespace Agentic.Retail.Planning;

/// <summary>One thing that a customer named.</summary>
/// <param name="Product">Canonical product; null when only a colour or size was said ("the blue one").</param>
internal sealed record Mention(string? Product, string? Colour, string? Size, int? Quantity, string? Order)
{
    /// <summary>However many there are.</summary>
    public const int All = int.MaxValue;

    public bool Fits(System.Text.Json.Nodes.JsonObject line) =>
        (Product is null || (string?)line["product"] == Product)
        && (Colour is null || (string?)line["colour"] == Colour)
        && (Size is null || string.Equals((string?)line["size"], Size, StringComparison.OrdinalIgnoreCase));

    /// <summary>Nothing that is said of the one speaks against the other.</summary>
    public bool MayBe(Mention other) =>
        Agrees(Product, other.Product)
        && Agrees(Colour, other.Colour)
        && Agrees(Size, other.Size)
        && Agrees(Order, other.Order);

    private static bool Agrees(string? one, string? other) => one is null || other is null || one == other;

    public bool Covers(Mention other) =>
        (Product is null || Product == other.Product)
        && (Colour is null || Colour == other.Colour)
        && (Size is null || Size == other.Size)
        && (Order is null || other.Order is null || Order == other.Order);
}
