namespace Agentic.Orchestration.Planning.Offline;

/// <summary>One thing that a customer named.</summary>
/// <param name="Product">Canonical product; null when only a colour or size was said ("the blue one").</param>
internal sealed record Mention(string? Product, string? Colour, string? Size, int? Quantity, string? Order, bool Excluded, int Position);

/// <summary>What a whole conversation asks for, as far as it was understood.</summary>
internal sealed record Wish
{
    /// <summary>Actions whose words occur.</summary>
    public IReadOnlyList<string> Actions { get; init; } = [];

    public IReadOnlyList<Mention> Mentions { get; init; } = [];

    public IReadOnlyList<string> Orders { get; init; } = [];

    /// <summary>Orders of which everything is meant; "" for an order that was not named.</summary>
    public IReadOnlyList<string> Everything { get; init; } = [];

    /// <summary>A number without an item, as an answer to "how many?".</summary>
    public int? Quantity { get; init; }

    public string? Method { get; init; }

    public string? Reason { get; init; }

    public bool WantsPerson { get; init; }

    public bool Unsupported { get; init; }
}
