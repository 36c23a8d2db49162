using Agentic.Contracts;
using Agentic.Engine.Runs;
using Agentic.Orchestration.Requests.Cases;
using Agentic.Orchestration.Requests.Messages;

namespace Agentic.Orchestration.Requests;

/// <summary>
/// What has to happen next, and when, read from the state alone. Each append stores the answer as the request's one
/// wake-up per queue: it cannot be lost, and it is gone when the append that did the work commits.
/// </summary>
internal static class NextWork
{
    public const string Planning = "planning",
        Execution = "execution",
        Notification = "notification";

    /// <summary>A visitor has this long to show who they are.</summary>
    public static readonly TimeSpan VisitorPatience = TimeSpan.FromHours(24);

    /// <summary>When planning is due; null when the customer's last word is answered.</summary>
    public static DateTimeOffset? PlanningAt(RequestState state) =>
        state is not { Planning.Due: true, IsWithPerson: false, IsWithdrawn: false, Resolution: null } ? null
        // Until then nothing is planned; after that the request is closed.
        : state.IsVisitor ? (state.ReturnedAt ?? state.ReceivedAt) + VisitorPatience
        : state.Planning.RetryAt ?? state.UpdatedAt;

    /// <summary>When somebody has to be written to; null when everybody knows.</summary>
    public static DateTimeOffset? NotificationAt(RequestState state) =>
        !state.IsVisitor && (MailPolicy.IsCustomerDue(state) || state.Approvals.Any(MailPolicy.IsDue))
            ? state.Notified.RetryAt ?? state.UpdatedAt
            : null;

    public static DateTimeOffset? ExecutionAt(RequestState state)
    {
        DateTimeOffset? earliest = null;
        foreach (var action in state.Actions)
        {
            if (ActionAt(state, action) is { } due && (earliest is null || due < earliest))
            {
                earliest = due;
            }
        }
        return earliest;
    }

    /// <summary>When an action can be carried further; null when it has ended or waits for somebody.</summary>
    public static DateTimeOffset? ActionAt(RequestState state, ActionState action) => NextFor(state, action)?.At;

    /// <summary>The next work for an action, and when it is due; null when it has ended or waits for somebody.</summary>
    public static (DateTimeOffset At, ActionWork Work)? NextFor(RequestState state, ActionState action)
    {
        var next = FindUnpaused(state, action);
        // After an unexpected failure nothing of it is tried before its pause is over.
        return next is { } found && action.Stuck is { Step: RunStuck.Failure } failed && failed.RetryAt > found.At
            ? (failed.RetryAt, found.Work)
            : next;
    }

    private static (DateTimeOffset At, ActionWork Work)? FindUnpaused(RequestState state, ActionState action)
    {
        if (AtomicPlan.NextEvent(state, action) is { } happened)
        {
            return (state.UpdatedAt, new ActionWork.FollowPlan(happened));
        }
        // A call was under way when nobody was left to record its outcome: reconcile now, whatever the action's state.
        if (action.Effects.Any(effect => effect.Status == EffectStatus.Intended))
        {
            return (state.UpdatedAt, RunOrTakeBack(action));
        }
        // Nothing is tried while people investigate, or their findings would be out of date.
        if (
            action.Effects.Any(effect =>
                effect.Status == EffectStatus.Unknown && state.HasPendingManualAnswers(action.Ordinal, effect.Key)
            )
        )
        {
            return null;
        }
        if (
            action.Status is ActionStatus.Unclear
            || action.Effects.Any(effect => effect is { Status: EffectStatus.Unknown, RetryAt: null })
        )
        {
            return At(action.Effects.Min(effect => effect.RetryAt), RunOrTakeBack(action));
        }
        // A person has the request: unclear effects are still reconciled and undos go on, but nothing new is carried
        // out.
        if (
            state.IsStopped(action)
            && action.Undo is null
            && action.Run is not { Status: RunStatus.Faulted }
            && !action.Status.IsTerminal()
        )
        {
            return At(
                action.Effects.Where(effect => effect.Status == EffectStatus.Unknown).Min(effect => effect.RetryAt),
                RunOrTakeBack(action)
            );
        }
        if (action.IsPermitted && action.Status == ActionStatus.Executing)
        {
            return At(
                action.Effects.Min(effect => effect.RetryAt) ?? action.Stuck?.RetryAt ?? RunAt(state, action),
                RunOrTakeBack(action)
            );
        }
        if ((state.IsStopped(action) && !action.Status.IsTerminal()) || action.AwaitsConsent)
        {
            return null;
        }
        if (action.Status.IsTerminal())
        {
            return AfterTheEnd(state, action);
        }
        return action.Status switch
        {
            ActionStatus.Confirmed when !DependenciesEnded(state, action) => null,
            ActionStatus.Confirmed => (
                action.Stuck?.RetryAt ?? state.UpdatedAt,
                DependenciesDone(state, action) ? RunOrTakeBack(action) : new ActionWork.Skip()
            ),
            ActionStatus.Executing => At(action.Stuck?.RetryAt ?? RunAt(state, action), RunOrTakeBack(action)),
            ActionStatus.AwaitingApproval => AtTheGate(state, action),
            _ => null,
        };
    }

    private static (DateTimeOffset At, ActionWork Work)? AfterTheEnd(RequestState state, ActionState action)
    {
        var undo = OpenUndo(state, action);
        return SettlementAt(action) is { } settlement && !(undo?.Asked.ExpiresAt < settlement)
                ? (settlement, new ActionWork.AskDestination())
            : undo is null ? null
            : (undo.Asked.ExpiresAt, new ActionWork.ExpireUndo(undo));
    }

    private static (DateTimeOffset At, ActionWork Work)? AtTheGate(RequestState state, ActionState action)
    {
        var approval = state.Approvals.LastOrDefault(approval => approval.Asked.Ordinal == action.Ordinal);
        return approval?.Status switch
        {
            ApprovalStatus.Approved => (action.Stuck?.RetryAt ?? state.UpdatedAt, new ActionWork.UseApproval(approval)),
            // Voided without a successor yet: the gate has to decide anew.
            ApprovalStatus.Voided => (action.Stuck?.RetryAt ?? state.UpdatedAt, new ActionWork.CarryOn()),
            ApprovalStatus.Open => At(ApprovalClock.NextAt(approval), new ActionWork.WatchApproval(approval)),
            _ => null,
        };
    }

    private static ActionWork RunOrTakeBack(ActionState action) =>
        action.Undo is not null || action.Run is { Status: RunStatus.Faulted }
            ? new ActionWork.TakeBack()
            : new ActionWork.CarryOn();

    private static (DateTimeOffset At, ActionWork Work)? At(DateTimeOffset? at, ActionWork work) =>
        at is { } due ? (due, work) : null;

    private static bool DependenciesDone(RequestState state, ActionState action) =>
        action.After.All(ordinal => state.Action(ordinal).Status == ActionStatus.Done);

    private static bool DependenciesEnded(RequestState state, ActionState action) =>
        action.After.All(ordinal => state.Action(ordinal).Status.IsTerminal());

    private static DateTimeOffset? RunAt(RequestState state, ActionState action)
    {
        if (action.Run is null || action.Undo is not null)
        {
            return state.UpdatedAt;
        }
        var run = action.Run;
        return run.Status != RunStatus.Running || run.Open.Any(step => step.Waiting is null || HasArrived(state, action, step))
            ? state.UpdatedAt
            : RunEngine.DueAt(run);
    }

    /// <summary>What a step waited for has come: the customer's answer, an employee's, or an outside event.</summary>
    public static bool HasArrived(RequestState state, ActionState action, OpenStep step) =>
        step.Waiting?.For switch
        {
            "answer" => AnswerTo(action, step) is not null,
            "human" => TaskOf(state, action, step) is { IsOpen: false },
            "event" => EventFor(state, step.Waiting) is not null,
            _ => false,
        };

    /// <summary>The customer's answer to just this step.</summary>
    public static string? AnswerTo(ActionState action, OpenStep step) =>
        action.Answers.GetValueOrDefault(step.Step) ?? action.Answers.GetValueOrDefault(0);

    /// <summary>
    /// The oldest event that a step waits for and that no other step has used up. It may have come before the step did.
    /// </summary>
    /// <param name="wait">Its key is <c>source:type/key</c>, or for an Elsa event a type alone.</param>
    public static OutsideEventReceived? EventFor(RequestState state, StepWait wait, IReadOnlySet<string>? except = null) =>
        state
            .OutsideEvents.FirstOrDefault(known =>
                known.Taken is null
                && Fits(wait, known.Event)
                && !EventCorrelation.IsAboutSomethingElse(state, known.Event)
                && except?.Contains(known.Event.EventId) != true
            )
            ?.Event;

    public static bool Fits(StepWait wait, OutsideEventReceived reported) =>
        wait.Key == $"{reported.Source}:{reported.Type}/{reported.Key}" || wait.Key == reported.Type;

    /// <summary>
    /// The human task that a step of a run waits for; older journals do not say which step, and ask one at a time.
    /// </summary>
    public static HandOffState? TaskOf(RequestState state, ActionState action, OpenStep step) =>
        state.HandOffs.LastOrDefault(handOff =>
            handOff.Ordinal == action.Ordinal
            && !handOff.TakesOverRequest
            && !HandOffTopics.Reserved.Contains(handOff.Topic)
            && (handOff.Step is null || handOff.Step == step.Step)
        );

    /// <summary>
    /// When the destination is asked what became of what it accepted; null when it told, or need not be asked.
    /// </summary>
    public static DateTimeOffset? SettlementAt(ActionState action) =>
        action.Effects.Where(effect => effect.Status == EffectStatus.Accepted).Min(effect => effect.AskAt);

    /// <summary>Somebody asked to take the finished action back, and nobody has decided yet.</summary>
    public static ApprovalState? OpenUndo(RequestState state, ActionState action) =>
        state.Approvals.LastOrDefault(approval =>
            approval is { IsUndo: true, Status: ApprovalStatus.Open } && approval.Asked.Ordinal == action.Ordinal
        );
}
