namespace Agentic.Orchestration.Storage;

/// <summary>One transaction: all of it becomes durable, or none.</summary>
/// <param name="Id">Tells after an unclear commit whether it happened.</param>
/// <param name="ExpectedVersion">The request's version that the decision was made on; 0 for a new request.</param>
public sealed record Append(
    string Id,
    string RequestId,
    long ExpectedVersion,
    IReadOnlyList<StoredEvent> Events,
    RequestRow Request
)
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
