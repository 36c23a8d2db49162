using Agentic.Contracts;

namespace Agentic.Orchestration.Policies;

internal sealed record ApprovalDemandFile(
    string Role,
    TimeSpan Deadline,
    TimeSpan ExpireAfter,
    int Quorum = 1,
    string? Including = null,
    TimeSpan? RemindAfter = null,
    string? EscalateTo = null
)
{
    public ApprovalDemand ToDemand() => new(Role, Quorum, Including, Deadline, RemindAfter, EscalateTo, ExpireAfter);
}
