namespace Agentic.Orchestration.Packs;

/// <summary>Texts that every pack has, because every request can come to these points.</summary>
public static class CustomerTexts
{
    public const string PlanIntro = "plan.intro", PlanContinues = "plan.continues", PlanNeedsColleague = "plan.needsColleague", ActionDenied = "action.denied", ActionDone = "action.done", ActionInstructed = "action.instructed", Credited = "effect.credited", MoneyReturned = "effect.returned", NotSettled = "effect.notSettled",
        ActionFailed = "action.failed", ActionUndone = "action.undone", UndoAsked = "action.undoAsked", ActionSkipped = "action.skipped", ActionRejected = "action.rejected",
        Waiting = "action.waiting", Voided = "action.voided", Late = "action.late", Expired = "action.expired", Unclear = "action.unclear", Stuck = "action.stuck", Suspended = "action.suspended", Edited = "action.edited", Requoted = "action.requoted",
        HandedOff = "request.handedOff", Claimed = "request.claimed", Draft = "handOff.draft", StatutoryReceived = "request.statutoryReceived", Withdrawn = "request.withdrawn", WithdrawnOwed = "request.withdrawnOwed", Completed = "request.completed", CompletedInstructed = "request.completedInstructed", PartlyCompleted = "request.partlyCompleted",
        Declined = "request.declined", Failed = "request.failed", PlanRejected = "plan.rejected", AlreadyUnderWay = "plan.alreadyUnderWay", TooManyReplans = "plan.tooManyReplans", Postponed = "plan.postponed", VisitorAsked = "request.visitorAsked", VisitorGone = "request.visitorGone",
        NotConfirmed = "plan.notConfirmed", NeedsPerson = "action.needsPerson", PassedOn = "message.passedOn", Reported = "request.reported", ClosedByPerson = "request.closedByPerson", GoesOn = "action.goesOn", Known = "plan.known", Overtaken = "action.overtaken", WithdrawnRest = "request.withdrawnRest", RestDone = "request.restDone";

    /// <summary>They promise a person: each is told together with an open case, or an open approval.</summary>
    public static readonly IReadOnlyList<string> PromisePerson =
        [ActionFailed, Expired, NotSettled, MoneyReturned, HandedOff, Claimed, TooManyReplans, WithdrawnOwed, NeedsPerson, PassedOn, Reported, Waiting, Late, Overtaken];

    public static readonly IReadOnlyList<string> Required =
    [
        PlanIntro, PlanContinues, PlanNeedsColleague, ActionDenied, ActionDone, ActionInstructed, Credited, MoneyReturned, NotSettled, ActionFailed, ActionUndone, UndoAsked, ActionSkipped, ActionRejected, Waiting, Voided, Late, Expired, Unclear, Stuck, Suspended, Edited, Requoted,
        HandedOff, Claimed, Draft, StatutoryReceived, Withdrawn, WithdrawnOwed, Completed, CompletedInstructed, PartlyCompleted, Declined, Failed, PlanRejected, AlreadyUnderWay, TooManyReplans, Postponed, VisitorAsked, VisitorGone,
        NotConfirmed, NeedsPerson, PassedOn, Reported, ClosedByPerson, GoesOn, Known, Overtaken, WithdrawnRest, RestDone,
    ];
}
