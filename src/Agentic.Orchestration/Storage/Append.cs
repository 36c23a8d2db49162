using Agentic.Contracts;

namespace Agentic.Orchestration.Storage;

/// <summary>One transaction: all of it becomes durable, or none.</summary>
/// <param name="Id">Tells after an unclear commit whether it happened.</param>
/// <param name="ExpectedVersion">The request's version that the decision was made on; 0 for a new request.</param>
public sealed record Append(string Id, string RequestId, long ExpectedVersion, IReadOnlyList<StoredEvent> Events, RequestRow Request)
{
    public IReadOnlyList<WorkRow> Work { get; init; } = [];

    public IReadOnlyList<ApprovalRow> Approvals { get; init; } = [];

    public IReadOnlyList<HandOffRow> HandOffs { get; init; } = [];

    public IReadOnlyList<RunRow> Runs { get; init; } = [];

    public IReadOnlyList<LedgerRow> Ledger { get; init; } = [];

    public IReadOnlyList<LimitRow> Limits { get; init; } = [];

    /// <summary>Set when the request ends with this append; null while it is open.</summary>
    public ClosureRow? Closure { get; init; }

    /// <summary>The request was closed before and is open again.</summary>
    public bool Reopens { get; init; }

    public IReadOnlyList<JudgementRow> Judgements { get; init; } = [];

    /// <summary>Workflow versions that this append's runs are pinned to.</summary>
    public IReadOnlyList<DefinitionRow> Definitions { get; init; } = [];

    /// <summary>Business keys that outside events may name to reach this request.</summary>
    public IReadOnlyList<string> EventKeys { get; init; } = [];

    public IdempotencyRow? Idempotency { get; init; }

    /// <summary>The request belongs to another customer from now on: a visitor became known.</summary>
    public bool IsOwnerNew { get; init; }

    /// <summary>The pack whose kill switch must be off: set when the append consumes a permit.</summary>
    public string? RequiresActive { get; init; }
}

/// <param name="Payload">Encrypted with the customer's key; the hash covers these bytes, so the chain verifies after erasure.</param>
public sealed record StoredEvent(long Version, string Type, DateTimeOffset At, byte[] Payload, byte[] Hash)
{
    /// <summary>The append that it came with.</summary>
    public string AppendId { get; init; } = "";

    /// <summary>Which algorithms sealed it.</summary>
    public int Format { get; init; } = 1;

    /// <summary>Fingerprint of the key; empty in format 1.</summary>
    public string KeyId { get; init; } = "";

    /// <summary>Salted hash of the plaintext; empty in format 1.</summary>
    public byte[] Commitment { get; init; } = [];
}

/// <param name="Mac">Keyed hash over id, version, head, status, customer and key owner: a cut tail cannot be hidden by rewinding the row.</param>
/// <param name="KeyOwner">Whose key the events are encrypted with; never changes, even when the customer becomes known later.</param>
public sealed record RequestRow(string Id, string CustomerId, RequestStatus Status, string Locale, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, long Version, byte[] Head, byte[] Mac, string KeyOwner);

/// <summary>The one wake-up of a request on a queue; a null due time removes it.</summary>
/// <param name="LeasedUntil">Somebody works on it until then; afterwards it is handed out again.</param>
public sealed record WorkRow(string RequestId, string Queue, DateTimeOffset? DueAt, DateTimeOffset? LeasedUntil = null);

/// <param name="AtRisk">Null where no money moves.</param>
public sealed record ApprovalRow(string Id, string RequestId, ApprovalStatus Status, string Role, DateTimeOffset Deadline, Money? AtRisk, DateTimeOffset CreatedAt);

/// <param name="Hash">Content hash, to which runs are pinned.</param>
/// <param name="Source">The file's text.</param>
public sealed record DefinitionRow(string Hash, string Id, string File, string Source);

/// <summary>Runs that have not ended, by the workflow version that they are pinned to.</summary>
public sealed record OpenWorkflowRow(string Workflow, string Hash, long Runs);

public sealed record HandOffRow(string Id, string RequestId, string Status, string Topic, DateTimeOffset DueAt);

/// <param name="Assisted">A person had to decide or to take over.</param>
public sealed record ClosureRow(DateTimeOffset At, RequestStatus Status, bool Assisted);

/// <summary>What somebody found who looked at what had run without a human.</summary>
public sealed record JudgementRow(string HandOffId, DateTimeOffset At, bool Wrong);

public sealed record RunRow(string Id, string RequestId, int Ordinal, string Workflow, string Hash, string Status, DateTimeOffset UpdatedAt);

/// <param name="Live">While live, its targets admit no second entry of the same kind, in any request.</param>
/// <param name="Again">A person asked for what may happen again: entries on the same targets that are done make room for it.</param>
public sealed record LedgerRow(string Key, string Kind, IReadOnlyList<string> Targets, string RequestId, int Ordinal, EffectStatus Status, bool Live, DateTimeOffset At, bool Again = false);

/// <param name="Entry">What the reservation is for (a run); releasing it gives the room back.</param>
public sealed record LimitRow(string Entry, LimitReservation Reservation, DateTimeOffset At, bool Release);

/// <summary>Good until it expires or its tries are used up.</summary>
public sealed record TicketRow(string Id, byte[] Payload, int Tries, DateTimeOffset ExpiresAt);

/// <summary>Somebody who signed in with an identity provider.</summary>
public sealed record AccountRow(string User, string Name, string Email, IReadOnlyList<string> Roles, DateTimeOffset At);

/// <summary>One use of a pack's kill switch.</summary>
public sealed record SuspensionRow(string Pack, bool Suspended, string By, string Reason, DateTimeOffset At);

/// <param name="Deputy">Who stands in; empty for nobody.</param>
public sealed record AbsenceRow(string User, DateTimeOffset Until, string Deputy);

/// <summary>What happened between two moments.</summary>
/// <param name="Received">Requests that came in.</param>
/// <param name="Ended">Requests that ended, by state.</param>
/// <param name="Unassisted">Completed ones among them in which no person had to decide or take over.</param>
/// <param name="Judged">Automatic runs that somebody looked at afterwards.</param>
/// <param name="Wrong">Those of them that were found wrong.</param>
public sealed record HistoryRow(DateTimeOffset From, DateTimeOffset To, long Received, IReadOnlyDictionary<RequestStatus, long> Ended, long Unassisted, long Judged, long Wrong);

public sealed record IdempotencyRow(string Scope, string Key, string BodyHash, string RequestId);

/// <summary>Why an append was not made, or null when it was.</summary>
public abstract record AppendConflict
{
    /// <summary>Somebody else appended first: read again and decide again.</summary>
    public sealed record Version(long Current) : AppendConflict;

    /// <summary>The same effect on the same target is under way or done.</summary>
    public sealed record TargetBusy(string Target, string RequestId) : AppendConflict;

    public sealed record LimitExceeded(string Counter) : AppendConflict;

    /// <summary>The kill switch was used first.</summary>
    public sealed record PackSuspended(string Pack) : AppendConflict;

    public sealed record IdempotencyKeyUsed(string RequestId, string BodyHash) : AppendConflict;
}

public sealed class StoreUnavailableException(string message, Exception inner) : Exception(message, inner);
