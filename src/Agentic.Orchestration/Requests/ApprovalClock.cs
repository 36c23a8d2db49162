namespace Agentic.Orchestration.Requests;

/// <summary>
/// The timers of an open approval. An overdue timer still fires; when several are due, only the weightiest does.
/// </summary>
internal static class ApprovalClock
{
    /// <summary>When the approval has to be looked at next.</summary>
    public static DateTimeOffset? NextAt(ApprovalState approval) => Timers(approval).Min(timer => (DateTimeOffset?)timer.At);

    /// <summary>What is due by now; null when nothing is.</summary>
    public static ApprovalTimer? Due(ApprovalState approval, DateTimeOffset now)
    {
        var due = Timers(approval).Where(timer => timer.At <= now).ToArray();
        return due.Length == 0 ? null : due.Max(timer => timer.What);
    }

    private static IEnumerable<(DateTimeOffset At, ApprovalTimer What)> Timers(ApprovalState approval)
    {
        if (!approval.Reminded && approval.Asked.RemindAt is { } remind)
        {
            yield return (remind, ApprovalTimer.Remind);
        }
        if (!approval.Escalated && approval.Asked.Demand.EscalateTo is not null)
        {
            yield return (approval.Deadline, ApprovalTimer.Escalate);
        }
        yield return (approval.Asked.ExpiresAt, ApprovalTimer.Expire);
    }
}
