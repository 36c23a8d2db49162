using Agentic.Contracts;

namespace Agentic.Orchestration.Requests;

/// <summary>What has to be done next about an action.</summary>
internal abstract record ActionWork
{
    /// <summary>Another action of a plan that is done whole or not at all has decided what happens to this one.</summary>
    public sealed record FollowPlan(JournalEvent Event) : ActionWork;

    /// <summary>The destination is asked what became of what it accepted.</summary>
    public sealed record AskDestination : ActionWork;

    /// <summary>Nobody decided in time whether the finished action is taken back.</summary>
    public sealed record ExpireUndo(ApprovalState Approval) : ActionWork;

    /// <summary>An action that it depends on was not done.</summary>
    public sealed record Skip : ActionWork;

    /// <summary>People have approved it.</summary>
    public sealed record UseApproval(ApprovalState Approval) : ActionWork;

    /// <summary>Time does something to an open approval: <see cref="ApprovalClock"/> says what.</summary>
    public sealed record WatchApproval(ApprovalState Approval) : ActionWork;

    /// <summary>What it has done is taken back.</summary>
    public sealed record TakeBack : ActionWork;

    /// <summary>Its workflow goes on.</summary>
    public sealed record CarryOn : ActionWork;

    /// <summary>It may begin something new, which a suspended pack must not.</summary>
    public bool MayBegin => this is UseApproval or TakeBack or CarryOn;
}
