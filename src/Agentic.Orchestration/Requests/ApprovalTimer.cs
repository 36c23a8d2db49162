namespace Agentic.Orchestration.Requests;

/// <summary>In order of weight: when several are due, the last one decides.</summary>
internal enum ApprovalTimer
{
    Remind,
    Escalate,
    Expire,
}
