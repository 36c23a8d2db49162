using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Agentic.Contracts;

[JsonConverter(typeof(JsonStringEnumConverter<GateOutcome>))]
public enum GateOutcome
{
    Allowed,
    NeedsApproval,
    HandOff,
    Denied,
}

/// <param name="Rule">Rule id; for staff only, never shown to a customer.</param>
/// <param name="Customer">Names no limit and no rule.</param>
public sealed record GateReason(string Rule, LocalText Staff, LocalText Customer);

/// <summary>The same sentence in both languages, already rendered.</summary>
[JsonConverter(typeof(LocalTextJsonConverter))]
public sealed record LocalText(string De, string En)
{
    /// <summary>What somebody wrote is shown as they wrote it, whoever reads it.</summary>
    public static LocalText Verbatim(string text) => new(text, text);

    public string In(string locale) => locale.StartsWith("de", StringComparison.OrdinalIgnoreCase) ? De : En;
}

/// <summary>Who must decide and by when.</summary>
/// <param name="Including">A role that at least one of the deciders must hold.</param>
/// <param name="Deadline">Working time in the pack's calendar.</param>
public sealed record ApprovalDemand(
    string Role,
    int Quorum,
    string? Including,
    TimeSpan Deadline,
    TimeSpan? RemindAfter,
    string? EscalateTo,
    TimeSpan ExpireAfter
);

/// <param name="Name">Dotted, such as <c>order.status</c>.</param>
public sealed record Fact(string Name, JsonNode? Value, string Source, DateTimeOffset ReadAt);

/// <summary>An effect as it was sealed at the gate.</summary>
/// <param name="Arguments">Final values; a value <c>{"$effect":"id","path":"x"}</c> is filled from an earlier
/// effect's output.</param>
/// <param name="Targets">Business targets; the effect key is made of them, the pack and <paramref name="Kind"/>.</param>
/// <param name="Kind">What is done to the targets; the same kind on the same target is the same effect.</param>
/// <param name="Repeatable">Once done, it may be done again with the same target (an address can change twice); money
/// never is.</param>
/// <param name="Charged">The customer pays the amount; otherwise the customer gets it.</param>
/// <param name="Recurs">It may happen again on the same target when a person asks for it; never by itself.</param>
/// <param name="Precondition">The object's version when the permit was decided. Not sealed, because the version also
/// changes for reasons that do not concern the effect.</param>
public sealed record SealedEffect(
    string Activity,
    string Connector,
    string Operation,
    string Kind,
    JsonObject Arguments,
    IReadOnlyList<string> Targets,
    Money? Amount,
    string? Undo,
    JsonObject? UndoArguments,
    JsonNode? Precondition = null,
    bool Repeatable = false,
    bool Charged = false,
    bool Recurs = false
);

/// <summary>A counter that spans requests: reserved in the same append that consumes the permit.</summary>
/// <param name="Counter">The limit's name and what it counts per, such as <c>automatic-refunds/anna</c>.</param>
/// <param name="Value">Minor units of the currency, or 1 for a count.</param>
/// <param name="Maximum">Checked at the append when set: the sum including this must not exceed it.</param>
/// <param name="Currency">Null where actions are counted, and in journals from before it was kept.</param>
public sealed record LimitReservation(string Counter, long Value, long? Maximum, TimeSpan Window, string? Currency = null);

/// <param name="PaidTo">What the outside system calls the place that the money goes to; null when none goes anywhere.</param>
/// <param name="Nothing">Effects (by activity) that would change nothing, such as a refund of zero: they are passed
/// over.</param>
public sealed record GateDecision(
    GateOutcome Outcome,
    IReadOnlyList<GateReason> Reasons,
    ApprovalDemand? Approval,
    IReadOnlyList<Fact> Facts,
    IReadOnlyList<SealedEffect> Effects,
    IReadOnlyList<LimitReservation> Limits,
    Money? AtRisk,
    LocalText? Instead,
    IReadOnlyList<string>? Nothing = null,
    LocalText? PaidTo = null
);
