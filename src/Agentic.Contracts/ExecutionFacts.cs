using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Agentic.Contracts;

/// <param name="Run">The engine's run state, whole: a run is resumed from its newest one.</param>
public sealed record RunAdvanced(int Ordinal, JsonObject Run, string Workflow, string Hash) : JournalEvent;

/// <summary>Something outside does not answer; nothing is lost and the next try is set.</summary>
public sealed record RunStuck(int Ordinal, string Step, string Reason, int Attempt, DateTimeOffset RetryAt) : JournalEvent
{
    /// <summary>In place of a step: something unexpected, not an outside system that does not answer.</summary>
    public const string Failure = "failure";

    /// <summary>In place of a step: the run's pack is suspended.</summary>
    public const string Suspended = "suspended";
}

public sealed record RunRetried(int Ordinal, string By) : JournalEvent;

public sealed record GateDecided(int Ordinal, string Gate, GateDecision Decision) : JournalEvent;

/// <summary>The point of no return: from here on recovery only reconciles.</summary>
/// <param name="ApprovalId">Null when policy allowed the action without a human.</param>
public sealed record PermitConsumed(
    int Ordinal,
    string Gate,
    string? ApprovalId,
    IReadOnlyList<LedgerEntry> Effects,
    IReadOnlyList<LimitReservation> Limits
) : JournalEvent;

[JsonConverter(typeof(JsonStringEnumConverter<EffectStatus>))]
public enum EffectStatus
{
    Reserved,
    Intended,
    Unknown,
    Accepted,
    Done,
    Refused,
    Returned,
    Released,
}

/// <param name="Key">Keyed hash over pack, effect kind, business targets and occurrence, so the same wish in other words
/// has the same key.</param>
/// <param name="UndoOf">The key of the effect that this one takes back.</param>
public sealed record LedgerEntry(string Key, SealedEffect Effect, string? UndoOf = null);

/// <param name="Attempt">1 for the first call.</param>
/// <param name="Precondition">The version of the object that was read right before this attempt; null for the sealed
/// one.</param>
public sealed record EffectIntended(
    int Ordinal,
    string Key,
    int Attempt,
    LedgerEntry? Undo = null,
    JsonNode? Precondition = null
) : JournalEvent;

/// <param name="AskAt">For Accepted only: when to ask the destination for the outcome if it has not reported it.</param>
public sealed record EffectSettled(
    int Ordinal,
    string Key,
    EffectStatus Status,
    string? Reference,
    JsonObject? Output,
    string? Reason,
    DateTimeOffset? AskAt = null
) : JournalEvent;

/// <summary>The destination was asked what became of an accepted effect, and it is still open or cannot be told.</summary>
public sealed record SettlementAsked(int Ordinal, string Key, DateTimeOffset AskAt) : JournalEvent;

/// <param name="RetryAt">When it is reconciled next; null when only a human can tell.</param>
public sealed record EffectUnclear(int Ordinal, string Key, string Reason, int Attempt, DateTimeOffset? RetryAt) : JournalEvent;

/// <summary>
/// Facts were read and policy was evaluated again before an effect, because the run had waited or the first call was never
/// sent; the decision still holds.
/// </summary>
public sealed record EffectRechecked(int Ordinal, string Key) : JournalEvent;

public sealed record UndoRequired(int Ordinal, string Reason, string By) : JournalEvent;

/// <summary>An undo did not succeed; a human has it now.</summary>
public sealed record UndoGivenUp(int Ordinal, string Key, string Reason) : JournalEvent;

/// <param name="Why">For staff and audit, in English.</param>
/// <param name="Reason">For the customer.</param>
public sealed record ActionEnded(
    int Ordinal,
    ActionStatus Status,
    string Why,
    LocalText? Reason = null,
    LocalText? Instead = null
) : JournalEvent;
