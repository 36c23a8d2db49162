using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Agentic.Contracts;

[JsonConverter(typeof(JsonStringEnumConverter<ApprovalStatus>))]
public enum ApprovalStatus
{
    Open,
    Approved,
    Used,
    Rejected,
    Edited,
    Voided,
    Expired,
    Withdrawn,
}

/// <param name="Content">Exactly what the seal covers.</param>
/// <param name="Seal">Keyed hash over the canonical form of <paramref name="Content"/>, lower-case hex.</param>
/// <param name="Difference">What changed since the approval that this one replaces.</param>
/// <param name="By">The employee who asks for it; null when the run's gate does.</param>
/// <param name="Gated">The gate's decision that led here: the evidence and reasons that belong to this approval for
/// ever.</param>
public sealed record ApprovalRequested(
    string ApprovalId,
    int Ordinal,
    string Gate,
    string Sentence,
    JsonObject Content,
    string Seal,
    ApprovalDemand Demand,
    DateTimeOffset Deadline,
    DateTimeOffset? RemindAt,
    DateTimeOffset ExpiresAt,
    string? Replaces,
    IReadOnlyList<Difference> Difference,
    GateDecision Gated,
    string? By = null
) : JournalEvent
{
    /// <summary>In place of a gate's id: the approval is about taking back what the action has done.</summary>
    public const string Undo = "$undo";
}

/// <param name="Path">JSON path in the sealed content, such as <c>facts.order.status</c>.</param>
public sealed record Difference(string Path, JsonNode? Before, JsonNode? After);

[JsonConverter(typeof(NamedEnumConverter<DecisionKind>))]
public enum DecisionKind
{
    [JsonStringEnumMemberName("approve")]
    Approve,

    [JsonStringEnumMemberName("reject")]
    Reject,

    [JsonStringEnumMemberName("edit")]
    Edit,
}

public sealed record ApprovalDecided(
    string ApprovalId,
    string By,
    DecisionKind Decision,
    string Seal,
    string? Reason,
    JsonObject? Arguments = null
) : JournalEvent;

public sealed record ApprovalClosed(string ApprovalId, ApprovalStatus Status, string Why, string? SupersededBy = null)
    : JournalEvent;

public sealed record ApprovalClaimed(string ApprovalId, string By, DateTimeOffset Until) : JournalEvent;

public sealed record ApprovalReleased(string ApprovalId, string By) : JournalEvent;

public sealed record ApprovalReminded(string ApprovalId) : JournalEvent;

public sealed record ApprovalEscalated(string ApprovalId, string To, DateTimeOffset Deadline) : JournalEvent;

/// <summary>Policy was evaluated again before the permit and still says the same.</summary>
public sealed record PolicyRechecked(int Ordinal, string ApprovalId) : JournalEvent;

/// <param name="By">The employee, or <c>agentic</c> when the world changed and the same wish now means something else.</param>
/// <param name="PlanVersion">A new version when the customer has to confirm again.</param>
/// <param name="Terms">See <see cref="PlannedAction"/>; the parts, pieces and money are those of the change as well.</param>
public sealed record ActionEdited(
    int Ordinal,
    JsonObject Arguments,
    string By,
    int PlanVersion,
    bool NeedsConsent,
    string Sentence,
    Money? AtRisk,
    GatePreview Gate,
    IReadOnlyList<string> Targets,
    JsonArray? Items = null,
    JsonObject? Breakdown = null,
    string? Terms = null,
    MovedMoney? Moves = null
) : JournalEvent;
