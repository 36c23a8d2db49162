namespace Agentic.Orchestration.Planning.Offline;

/// <summary>One thing that a customer named.</summary>
/// <param name="Product">Canonical product; null when only a colour or size was said ("the blue one").</param>
internal sealed record Mention(string? Product, string? Colour, string? Size, int? Quantity, string? Order)
{
    /// <summary>However many there are.</summary>
    public const int All = int.MaxValue;

    public bool Covers(Mention other) =>
        (Product is null || Product == other.Product) && (Colour is null || Colour == other.Colour) && (Size is null || Size == other.Size) && (Order is null || other.Order is null || Order == other.Order);
}

/// <summary>What a conversation asks for, as far as it was understood.</summary>
internal sealed record Wish
{
    /// <summary>Actions whose words occur.</summary>
    public IReadOnlyList<string> Actions { get; init; } = [];

    public IReadOnlyList<Mention> Mentions { get; init; } = [];

    /// <summary>What was named only to say that it stays.</summary>
    public IReadOnlyList<Mention> Excluded { get; init; } = [];

    public IReadOnlyList<string> Orders { get; init; } = [];

    /// <summary>Order numbers that a word before them marks as such.</summary>
    public IReadOnlyList<string> MarkedOrders { get; init; } = [];

    /// <summary>The whole of the named orders is meant.</summary>
    public bool Everything { get; init; }

    /// <summary><c>unknown</c> for one that the shop has no name for.</summary>
    public string? Method { get; init; }

    public string? Reason { get; init; }

    public bool WantsPerson { get; init; }

    public bool Unsupported { get; init; }

    /// <summary>"The other one": which, only the customer can say.</summary>
    public bool Other { get; init; }

    /// <summary>A number that belongs to no item, as an answer to "how many?".</summary>
    public int? Number { get; init; }

    public bool Corrects { get; init; }

    public bool Adds { get; init; }

}
