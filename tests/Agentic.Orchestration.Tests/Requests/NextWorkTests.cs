using Agentic.Contracts;
using Agentic.Orchestration.Requests;

namespace Agentic.Orchestration.Tests.Requests;

public sealed class NextWorkTests
{
    private static readonly DateTimeOffset Later = States.Now.AddHours(2);

    [Fact]
    public void Confirmed_CarriesOnAtOnce_OnceWhatItDependsOnHasEnded()
    {
        var waiting = States.Action(ActionStatus.Confirmed, 2) with { After = [1] };
        Find(States.Action(ActionStatus.Executing), waiting).ShouldBeNull();
        Find(States.Action(ActionStatus.Done), waiting).ShouldBe((States.Now, new ActionWork.CarryOn()));
        Find(States.Action(ActionStatus.Denied), waiting).ShouldBe((States.Now, new ActionWork.Skip()));
    }

    [Fact]
    public void CallWithoutARecordedOutcome_IsReconciledAtOnce_WhateverTheStatus()
    {
        foreach (var status in Enum.GetValues<ActionStatus>())
        {
            var action = States.Action(status) with { Effects = [States.Effect(EffectStatus.Intended)] };
            Find(action).ShouldBe((States.Now, new ActionWork.CarryOn()));
            Find(action with { Undo = new(1, "it failed", "agentic") }).ShouldBe((States.Now, new ActionWork.TakeBack()));
        }
    }

    [Fact]
    public void UnclearEffect_IsTriedWhenItIsTime_AndNeverWhilePeopleFindOut()
    {
        var action = States.Action(ActionStatus.Executing) with
        {
            Effects = [States.Effect(EffectStatus.Unknown) with { RetryAt = Later }],
        };
        Find(action).ShouldBe((Later, new ActionWork.CarryOn()));
        var asked = States.Request(action) with
        {
            HandOffs =
            [
                States.HandOff(HandOffTopics.Unclear) with
                {
                    EffectKey = "k1",
                    Answers = [new("paul", "Paul", "executed", "Looked it up.", Later)],
                },
            ],
        };
        NextWork.NextFor(asked, action).ShouldBeNull();
    }

    [Fact]
    public void AtTheGate_TheApprovalSaysWhatIsNext()
    {
        var action = States.Action(ActionStatus.AwaitingApproval);
        (DateTimeOffset, ActionWork)? Of(ApprovalState approval) =>
            NextWork.NextFor(States.Request(action) with { Approvals = [approval] }, action);
        var open = States.Approval(ApprovalStatus.Open, remindAt: Later);
        Of(open).ShouldBe((Later, new ActionWork.WatchApproval(open)));
        var approved = States.Approval(ApprovalStatus.Approved);
        Of(approved).ShouldBe((States.Now, new ActionWork.UseApproval(approved)));
        Of(States.Approval(ApprovalStatus.Voided)).ShouldBe((States.Now, new ActionWork.CarryOn()));
        Of(States.Approval(ApprovalStatus.Rejected)).ShouldBeNull();
    }

    [Fact]
    public void AfterTheEnd_WhatWasOnlyAccepted_AndAnUndoThatNobodyDecides_AreDueAsTheirTimesCome()
    {
        var accepted = States.Effect(EffectStatus.Accepted) with { AskAt = Later };
        var action = States.Action(ActionStatus.Done) with { Effects = [accepted] };
        var undo = States.Approval(ApprovalStatus.Open, gate: ApprovalRequested.Undo);
        var state = States.Request(action) with { Approvals = [undo] };
        NextWork.NextFor(state, action).ShouldBe((Later, new ActionWork.AskDestination()));
        var late = action with { Effects = [accepted with { AskAt = undo.Asked.ExpiresAt.AddHours(1) }] };
        NextWork.NextFor(state, late).ShouldBe((undo.Asked.ExpiresAt, new ActionWork.ExpireUndo(undo)));
        Find(States.Action(ActionStatus.Done)).ShouldBeNull();
    }

    [Fact]
    public void WithAPerson_NothingNewIsBegun()
    {
        foreach (var status in new[] { ActionStatus.Confirmed, ActionStatus.Executing, ActionStatus.AwaitingApproval })
        {
            var action = States.Action(status);
            NextWork.NextFor(States.Request(action) with { HandOffs = [States.HandOff("asked")] }, action).ShouldBeNull();
            var proposed = action with { ProposedBy = "paula" };
            var state = States.Request(proposed) with
            {
                HandOffs = [States.HandOff("asked")],
                Approvals = [States.Approval(ApprovalStatus.Approved)],
            };
            NextWork.NextFor(state, proposed).ShouldNotBeNull("the person who has the request proposed it");
        }
    }

    [Fact]
    public void AfterAnUnexpectedFailure_NothingIsTriedBeforeItsPauseIsOver()
    {
        var failed = States.Action(ActionStatus.Confirmed) with
        {
            Stuck = new(1, RunStuck.Failure, "InvalidOperationException: …", 1, Later),
        };
        Find(failed).ShouldBe((Later, new ActionWork.CarryOn()));
    }

    [Fact]
    public void TheRequestsWakeUp_IsTheEarliestOfItsActions()
    {
        var late = States.Action(ActionStatus.Executing) with
        {
            Effects = [States.Effect(EffectStatus.Unknown) with { RetryAt = Later }],
        };
        NextWork.ExecutionAt(States.Request(late)).ShouldBe(Later);
        NextWork.ExecutionAt(States.Request(late, States.Action(ActionStatus.Confirmed, 2))).ShouldBe(States.Now);
        NextWork.ExecutionAt(States.Request(States.Action(ActionStatus.Done))).ShouldBeNull();
    }

    private static (DateTimeOffset, ActionWork)? Find(params ActionState[] actions) =>
        NextWork.NextFor(States.Request(actions), actions[^1]);
}
