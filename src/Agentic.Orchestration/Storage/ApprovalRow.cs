using Agentic.Contracts;

namespace Agentic.Orchestration.Storage;

/// <param name="AtRisk">Null where no money moves.</param>
public sealed record ApprovalRow(
    string Id,
    string RequestId,
    ApprovalStatus Status,
    string Role,
    DateTimeOffset Deadline,
    Money? AtRisk,
    DateTimeOffset CreatedAt
);
