using System.Text.Json.Nodes;

namespace Agentic.Retail.Planning;

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
    public Target ExchangeTarget { get; init; } = new();

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
