using Agentic.Contracts;

namespace Agentic.Orchestration.Requests;

public sealed record ApprovalState(ApprovalRequested Asked, ApprovalStatus Status, DateTimeOffset CreatedAt)
{
    public string Id => Asked.ApprovalId;

    public bool IsUndo => Asked.Gate == ApprovalRequested.Undo;

    public required string RequiredRole { get; init; }

    public required DateTimeOffset Deadline { get; init; }

    public IReadOnlyList<RecordedDecision> Decisions { get; init; } = [];

    public string? ClaimedBy { get; init; }

    public DateTimeOffset? ClaimedUntil { get; init; }

    public bool Reminded { get; init; }

    public bool Escalated { get; init; }

    /// <summary>How far those who may decide were written to: 1 asked, 2 reminded, 3 escalated.</summary>
    public int Notified { get; init; }

    public string? ClosedBecause { get; init; }

    public string? SupersededBy { get; init; }
}
