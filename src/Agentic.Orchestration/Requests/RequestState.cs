using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Engine.Runs;

namespace Agentic.Orchestration.Requests;

/// <summary>What a request's journal adds up to. Never stored: it is folded from the facts, so it cannot disagree with them.</summary>
public sealed record RequestState
{
    public required string Id { get; init; }

    public required string Text { get; init; }

    public required string Locale { get; init; }

    public required string CustomerId { get; init; }

    public required string SubmittedBy { get; init; }

    public required string Pack { get; init; }

    public string? LinkedTo { get; init; }

    /// <summary>Nobody knows yet who wrote it.</summary>
    public bool IsVisitor { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    public long Version { get; init; }

    public IReadOnlyList<ConversationLine> Conversation { get; init; } = [];

    public PlanningState Planning { get; init; } = new();

    public NotificationState Notified { get; init; } = new();

    public int PlanVersion { get; init; }

    public bool PlanConfirmed { get; init; }

    public bool Atomic { get; init; }

    /// <summary>The plan came of words that were written with a link only: the customer confirms it with a session.</summary>
    public bool NeedsSession { get; init; }

    /// <summary>The customer's last answer to a plan.</summary>
    public PlanAnswer? LastAnswer { get; init; }

    public IReadOnlyList<ActionState> Actions { get; init; } = [];

    public IReadOnlyList<ApprovalState> Approvals { get; init; } = [];

    public IReadOnlyList<HandOffState> HandOffs { get; init; } = [];

    /// <summary>What outside systems have reported, oldest first.</summary>
    public IReadOnlyList<ReportedEvent> OutsideEvents { get; init; } = [];

    /// <summary>What the customer has been asked and has not answered, oldest first.</summary>
    public IReadOnlyList<OpenQuestion> Questions { get; init; } = [];

    /// <summary>The one that the customer's next words answer: an employee's first, then a run's, then the planner's.</summary>
    public OpenQuestion? Question => Questions.LastOrDefault(question => question.By is not null) ?? Questions.FirstOrDefault(question => question.Ordinal is not null) ?? (Questions.Count > 0 ? Questions[^1] : null);

    /// <summary>The customer exercises a statutory right: acknowledged, and never declined by a machine.</summary>
    public bool IsStatutory { get; init; }

    /// <summary>When an employee last gave it back.</summary>
    public DateTimeOffset? ReturnedAt { get; init; }

    public bool IsWithdrawn { get; init; }

    /// <summary>Set when an employee closed the request: <c>completed</c> or <c>declined</c>.</summary>
    public string? Resolution { get; init; }

    public FeedbackGiven? Feedback { get; init; }

    /// <summary>How often feedback was given.</summary>
    public int Feedbacks { get; init; }

    public RequestStatus Status => RequestStatusTable.Of(this);

    /// <summary>Something has not been carried out yet, or is still thought about. What is owed is nothing that one could stop.</summary>
    public bool CanBeWithdrawn => !IsWithdrawn && !Status.IsTerminal() && (Planning.Due || Questions.Any(question => !question.IsByRun) || Actions.Any(action => action.CanBeStopped)
        || HandOffs.Any(handOff => handOff is { IsOpen: true, Parks: true, Topic: not HandOffTopics.Owed }));

    public ActionState Action(int ordinal) => Actions.First(action => action.Ordinal == ordinal);

    /// <summary>A plan is shown, and nothing happens before the customer says yes or no to it.</summary>
    public bool AwaitsConfirmation => this is { IsWithdrawn: false, Planning.Due: false, Resolution: null }
        && Actions.Any(action => !IsStopped(action) && ((!PlanConfirmed && action.Status == ActionStatus.Proposed) || action.AwaitsConsent));

    /// <summary>Stopped because a person has the request; what that person proposed goes on.</summary>
    public bool IsStopped(ActionState action) => IsParked && action.ProposedBy is null;

    /// <summary>A person has the whole request; the automaton starts nothing new.</summary>
    public bool IsParked => HandOffs.Any(handOff => handOff.Parks && handOff.IsOpen);

    /// <summary>People, and not the outside system, have said what became of it.</summary>
    public bool IsSaidByPeople(int ordinal, string effectKey) =>
        HandOffs.Any(handOff => handOff is { IsOpen: false, IsAboutEffect: true, ClosedBy: not "agentic" } && handOff.AsksAbout(ordinal, effectKey));

    /// <summary>People have begun to say what became of this unclear effect.</summary>
    public bool IsLookedUp(int ordinal, string effectKey) =>
        HandOffs.Any(handOff => handOff is { IsOpen: true, Topic: HandOffTopics.Unclear, Answers.Count: > 0 } && handOff.AsksAbout(ordinal, effectKey));
}

public sealed record ConversationLine(string From, string Text, DateTimeOffset At, bool ByModel, string? Key = null);

/// <param name="Taken">It has been used up; no other step may go on with it.</param>
public sealed record ReportedEvent(OutsideEventReceived Event, DateTimeOffset At, OutsideEventTaken? Taken = null);

public sealed record PlanAnswer(int PlanVersion, bool Accepted, string By);

/// <param name="Due">The customer's last word (or a refusal) has not been answered by a plan, a question or a hand-off.</param>
public sealed record PlanningState(bool Due = true, int Round = 1, int Attempt = 0, DateTimeOffset? RetryAt = null, int Replans = 0, string? Feedback = null)
{
    public IReadOnlyList<ModelTurnTaken> Turns { get; init; } = [];

    /// <summary>Tokens that the whole request has used.</summary>
    public long Tokens { get; init; }

    /// <summary>What was refused in this request; the same target does not come back through a re-plan.</summary>
    public IReadOnlyList<string> RefusedTargets { get; init; } = [];
}

/// <param name="Lines">Lines of the conversation that e-mail has dealt with.</param>
public sealed record NotificationState(int Lines = 0, int Attempt = 0, DateTimeOffset? RetryAt = null);

public sealed record ActionState
{
    public required int Ordinal { get; init; }

    /// <summary>The journal version of the last fact that changed this action.</summary>
    public long Touched { get; init; }

    public required int PlanVersion { get; init; }

    public required string Name { get; init; }

    public required JsonObject Arguments { get; init; }

    public required string Sentence { get; init; }

    public required GatePreview Preview { get; init; }

    public IReadOnlyList<int> After { get; init; } = [];

    /// <summary>The pieces that it is about, as they were called when the plan was made.</summary>
    public JsonArray? Items { get; init; }

    /// <summary>What the amount is made of: goods, delivery costs, the tax within.</summary>
    public JsonObject? Breakdown { get; init; }

    /// <summary>Hash over all that the customer's yes covers; null in journals from before it was kept.</summary>
    public string? Terms { get; init; }

    /// <summary>The money that it moves; null when it moves none, and in older journals.</summary>
    public MovedMoney? Moves { get; init; }

    /// <summary>The all-or-nothing plan that it came with; null for a plan whose actions stand alone.</summary>
    public int? AtomicPlan { get; init; }

    public IReadOnlyList<string> Targets { get; init; } = [];

    public Money? AtRisk { get; init; }

    public ActionStatus Status { get; init; }

    /// <summary>The newest run state; parsed once, when its fact is folded.</summary>
    public RunState? Run { get; init; }

    public string? Workflow { get; init; }

    public string? WorkflowHash { get; init; }

    /// <summary>The second opinion on the planner's proposal.</summary>
    public Opinion? Opinion { get; init; }

    public GateDecision? Gate { get; init; }

    public string? GateActivity { get; init; }

    public IReadOnlyList<LimitReservation> Limits { get; init; } = [];

    public IReadOnlyList<EffectState> Effects { get; init; } = [];

    public RunStuck? Stuck { get; init; }

    /// <summary>Where and since when it has been stuck, or was the last time; the attempts in between do not move it.</summary>
    public Trouble? Trouble { get; init; }

    /// <summary>Unexpected failures so far, whatever their cause; progress in between does not take them back.</summary>
    public int Failures { get; init; }

    public UndoRequired? Undo { get; init; }

    public ActionEnded? End { get; init; }

    public int Voided { get; init; }

    public string? EditedBy { get; init; }

    /// <summary>The employee who proposed it while the request was theirs; null for the planner.</summary>
    public string? ProposedBy { get; init; }

    /// <summary>The last change came from the world, not from an employee.</summary>
    public bool Requoted { get; init; }

    public string? ConfirmedBy { get; init; }

    public DateTimeOffset? ConfirmedAt { get; init; }

    /// <summary>What the customer answered to the run's questions, by step; 0 where the question did not say its step.</summary>
    public IReadOnlyDictionary<int, string> Answers { get; init; } = new Dictionary<int, string>();

    /// <summary>Set while the customer has to confirm an edit.</summary>
    public bool AwaitsConsent { get; init; }

    /// <summary>Past the point of no return: at least one effect may have happened.</summary>
    public bool IsPermitted => Effects.Count > 0;

    /// <summary>A withdrawal ends it: it has no permit yet, or waits for the customer's answer before anything was carried out.</summary>
    public bool CanBeStopped => !Status.IsTerminal() && (!IsPermitted || WaitsForAnswer);

    /// <summary>Permitted, nothing sent, and the customer has been asked something.</summary>
    public bool WaitsForAnswer => IsPermitted && Effects.All(effect => effect.Status == EffectStatus.Reserved && effect.NotSent == 0) && Run?.Open.Any(step => step.Waiting?.For == "answer") == true;
}

public sealed record Trouble(string Step, DateTimeOffset Since);

public sealed record EffectState(string Key, SealedEffect Effect, EffectStatus Status, string? UndoOf)
{
    public int Attempt { get; init; }

    /// <summary>The object's version as it was read right before the last attempt; null for the sealed one.</summary>
    public JsonNode? Precondition { get; init; }

    /// <summary>Calls in a row that certainly were not carried out.</summary>
    public int NotSent { get; init; }

    /// <summary>Its undo cannot be made; a human has it.</summary>
    public bool UndoGivenUp { get; init; }

    /// <summary>Unclear answers so far.</summary>
    public int Unclear { get; init; }

    public DateTimeOffset? IntendedAt { get; init; }

    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>Accepted, and nothing told yet: when the destination is asked.</summary>
    public DateTimeOffset? AskAt { get; init; }

    /// <summary>How often it was asked what became of it.</summary>
    public int Asked { get; init; }

    public string? Reference { get; init; }

    public JsonObject? Output { get; init; }

    public string? Reason { get; init; }

    /// <summary>Nothing else may be done to its targets.</summary>
    public bool IsLive => Status is EffectStatus.Reserved or EffectStatus.Intended or EffectStatus.Unknown or EffectStatus.Accepted || (Status == EffectStatus.Done && !Effect.Repeatable);

    /// <summary>It happened, as far as anybody knows now.</summary>
    public bool Happened => Status is EffectStatus.Done or EffectStatus.Accepted;
}

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

public sealed record RecordedDecision(string By, DecisionKind Decision, string? Reason, DateTimeOffset At, JsonObject? Arguments);
