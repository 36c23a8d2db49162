namespace Agentic.Orchestration.Storage;

/// <summary>The rows that one request's journal explains.</summary>
/// <param name="LedgerTargets">Shared: another entry has the same target too.</param>
/// <param name="Limits">Of the reservation only counter, value and currency are stored.</param>
public sealed record DerivedRows(
    IReadOnlyList<WorkRow> Work,
    IReadOnlyList<ApprovalRow> Approvals,
    IReadOnlyList<HandOffRow> HandOffs,
    IReadOnlyList<RunRow> Runs,
    IReadOnlyList<LedgerRow> Ledger,
    IReadOnlyList<(string Key, string Kind, string Target, bool Live, bool Shared)> LedgerTargets,
    IReadOnlyList<LimitRow> Limits,
    IReadOnlyList<ClosureRow> Closures,
    IReadOnlyList<JudgementRow> Judgements,
    IReadOnlyList<string> EventKeys
);
