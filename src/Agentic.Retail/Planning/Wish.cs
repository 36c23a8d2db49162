using System.Text.Json.Nodes;

namespace Agentic.Retail.Planning;

/// <summary>One thing that a customer named.</summary>
/// <param name="Product">Canonical product; null when only a colour or size was said ("the blue one").</param>
internal sealed record Mention(string? Product, string? Colour, string? Size, int? Quantity, string? Order)
{
    /// <summary>However many there are.</summary>
    public const int All = int.MaxValue;

    public bool Fits(System.Text.Json.Nodes.JsonObject line) =>
        (Product is null || (string?)line["product"] == Product) && (Colour is null || (string?)line["colour"] == Colour)
        && (Size is null || string.Equals((string?)line["size"], Size, StringComparison.OrdinalIgnoreCase));

    /// <summary>Nothing that is said of the one speaks against the other.</summary>
    public bool MayBe(Mention other) => Agrees(Product, other.Product) && Agrees(Colour, other.Colour) && Agrees(Size, other.Size) && Agrees(Order, other.Order);

    private static bool Agrees(string? one, string? other) => one is null || other is null || one == other;

    public bool Covers(Mention other) =>
        (Product is null || Product == other.Product) && (Colour is null || Colour == other.Colour) && (Size is null || Size == other.Size) && (Order is null || other.Order is null || Order == other.Order);
}

/// <summary>What an item is to become.</summary>
/// <param name="Step">1 for a size up, -1 for a size down.</param>
/// <param name="IsUnclear">Two different ones are wanted, and which is for which piece is not certain.</param>
/// <param name="IsSaid">A word such as "to" says that this is what is wanted; otherwise it may describe what there is.</param>
internal sealed record Target(string? Colour = null, string? Size = null, int Step = 0, bool IsSaid = false, bool IsUnclear = false)
{
    public bool IsEmpty => Colour is null && Size is null && Step == 0;

    public Target Or(Target other) => new(Colour ?? other.Colour, Size ?? other.Size, Step != 0 ? Step : Size is null ? other.Step : 0, IsSaid || (IsEmpty && other.IsSaid), IsEmpty ? other.IsUnclear : IsUnclear);
}

/// <summary>One wish of a conversation, as far as it was understood.</summary>
internal sealed record Wish
{
    /// <summary>The action whose words occur; null when nothing says what is to be done.</summary>
    public string? Action { get; init; }

    /// <summary>Only a reason says so ("too small"): any other action's word goes before.</summary>
    public bool IsWeak { get; init; }

    public IReadOnlyList<Mention> Mentions { get; init; } = [];

    /// <summary>What was named only to say that it stays.</summary>
    public IReadOnlyList<Mention> Excluded { get; init; } = [];

    public IReadOnlyList<string> Orders { get; init; } = [];

    /// <summary>Orders that were named only to say that they stay as they are.</summary>
    public IReadOnlyList<string> ExcludedOrders { get; init; } = [];

    /// <summary>Order numbers that a word before them marks as such.</summary>
    public IReadOnlyList<string> MarkedOrders { get; init; } = [];

    /// <summary>The whole of the named orders is meant.</summary>
    public bool Everything { get; init; }

    /// <summary><c>unknown</c> for one that the shop has no name for.</summary>
    public string? Method { get; init; }

    public string? Reason { get; init; }

    public Target Target { get; init; } = new();

    /// <summary>What the message says something is to become, if the wish that it belongs to is an exchange.</summary>
    public Target Becomes { get; init; } = new();

    /// <summary>Street, postal code, city, country.</summary>
    public JsonObject? Address { get; init; }

    /// <summary>The customer's own account is meant, not an order.</summary>
    public bool Account { get; init; }

    public decimal? Amount { get; init; }

    /// <summary>A number that is the amount if the customer was asked for one.</summary>
    public decimal? BareAmount { get; init; }

    /// <summary>The customer names an amount, but not one that can be read with certainty.</summary>
    public bool AmountUnclear { get; init; }

    public bool WantsPerson { get; init; }

    public bool Unsupported { get; init; }

    /// <summary>"The other one": which, only the customer can say.</summary>
    public bool Other { get; init; }

    /// <summary>Colours that were refused without an item: whether what has them stays or goes is not certain.</summary>
    public IReadOnlyList<string> DoubtfulColours { get; init; } = [];

    /// <summary>The items only say which order is meant ("the order with the mugs").</summary>
    public bool NamesOrderByItem { get; init; }

    /// <summary>An order is named in words that are not understood: whether the wish is about it too is not certain.</summary>
    public bool Uncertain { get; init; }

    /// <summary>A right is exercised that no machine may decline or turn into something else.</summary>
    public bool IsStatutory { get; init; }

    /// <summary>What has not left yet is to be cancelled instead of returned: the customer was asked.</summary>
    public bool CancelsUnsent { get; init; }

    /// <summary>Only what is named here, of all that was named before.</summary>
    public bool Only { get; init; }

    /// <summary>All of the message or nothing of it.</summary>
    public bool Atomic { get; init; }

    /// <summary>A number that belongs to no item, as an answer to "how many?".</summary>
    public int? Number { get; init; }

    public bool Corrects { get; init; }

    public bool Adds { get; init; }

    /// <summary>Names something that an action can be about.</summary>
    public bool HasObject => Mentions.Count > 0 || Orders.Count > 0 || Everything || Address is not null;
}
