using Agentic.Contracts;
using Agentic.Orchestration.Requests;
using FsCheck;
using FsCheck.Fluent;

namespace Agentic.Orchestration.Tests.Requests;

public sealed class ApprovalClockTests
{
    /// <summary>When something is due and what it is come from the same timers, so they cannot disagree.</summary>
    [Fact]
    public void SomethingIsDue_FromTheMomentOn_ThatWasNamed() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<(sbyte Remind, sbyte Deadline, byte Flags)>(),
                story =>
                {
                    var approval = States.Approval(
                        ApprovalStatus.Open,
                        States.Now.AddHours(story.Remind),
                        (story.Flags & 1) == 0 ? "lead" : null
                    ) with
                    {
                        Deadline = States.Now.AddHours(story.Deadline),
                        Reminded = (story.Flags & 2) == 0,
                        Escalated = (story.Flags & 4) == 0,
                    };
                    var next = ApprovalClock.NextAt(approval)!.Value;
                    ApprovalClock.Due(approval, next.AddTicks(-1)).ShouldBeNull();
                    ApprovalClock.Due(approval, next).ShouldNotBeNull();
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void WhenSeveralAreLate_OnlyTheWeightiestHappens()
    {
        var approval = States.Approval(ApprovalStatus.Open, States.Now.AddHours(1), "lead");
        ApprovalClock.NextAt(approval).ShouldBe(States.Now.AddHours(1));
        ApprovalClock.Due(approval, States.Now.AddHours(2)).ShouldBe(ApprovalTimer.Remind);
        ApprovalClock.Due(approval, States.Now.AddHours(5)).ShouldBe(ApprovalTimer.Escalate);
        ApprovalClock.Due(approval, States.Now.AddDays(2)).ShouldBe(ApprovalTimer.Expire);
    }

    [Fact]
    public void WhatHasHappened_OrIsNotWanted_IsNotDue()
    {
        var approval = States.Approval(ApprovalStatus.Open, States.Now.AddHours(1)) with { Reminded = true };
        ApprovalClock.NextAt(approval).ShouldBe(approval.Asked.ExpiresAt);
        ApprovalClock.Due(approval, States.Now.AddHours(5)).ShouldBeNull();
    }
}
