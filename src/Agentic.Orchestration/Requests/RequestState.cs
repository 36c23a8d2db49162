using Agentic.Contracts;

namespace Agentic.Orchestration.Requests;

/// <summary>
/// What a request's journal adds up to. Never stored: it is folded from the facts, so it cannot disagree with them.
/// </summary>
public sealed record RequestState
{
    public required string Id { get; init; }

    public required string Text { get; init; }

    public required string Locale { get; init; }

    public required string CustomerId { get; init; }

    public required string SubmittedBy { get; init; }

    /// <summary>Its business domain. Final once a plan has been proposed.</summary>
    public required string Pack { get; init; }

    /// <summary>Wishes of other domains in this request's words, each with the request in which it goes on.</summary>
    public IReadOnlyList<WishReferred> Referred { get; init; } = [];

    public string? LinkedTo { get; init; }

    /// <summary>A wish of another domain in the words of <see cref="LinkedTo"/>: nobody wrote a second time.</summary>
    public bool IsReferral { get; init; }

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
    public OpenQuestion? Question =>
        Questions.LastOrDefault(question => question.By is not null)
        ?? Questions.FirstOrDefault(question => question.Ordinal is not null)
        ?? (Questions.Count > 0 ? Questions[^1] : null);

    /// <summary>The customer exercises a statutory right: acknowledged, and never declined by a machine.</summary>
    public bool IsStatutory { get; init; }

    /// <summary>When an employee last gave it back.</summary>
    public DateTimeOffset? ReturnedAt { get; init; }

    public bool IsWithdrawn { get; init; }

    /// <summary>Set when an employee closed the request: <c>completed</c> or <c>declined</c>.</summary>
    public string? Resolution { get; init; }

    public FeedbackGiven? Feedback { get; init; }

    /// <summary>How often feedback was given.</summary>
    public int FeedbackCount { get; init; }

    public RequestStatus Status => RequestStatusTable.Of(this);

    /// <summary>
    /// Something can still be stopped: a step that is not carried out yet, or planning. What is owed to the customer
    /// cannot be withdrawn.
    /// </summary>
    public bool CanBeWithdrawn =>
        !IsWithdrawn
        && !Status.IsTerminal()
        && (
            Planning.Due
            || Questions.Any(question => !question.IsByRun)
            || Actions.Any(action => action.CanBeStopped)
            || HandOffs.Any(handOff => handOff is { IsOpen: true, TakesOverRequest: true, Topic: not HandOffTopics.Owed })
        );

    public ActionState Action(int ordinal) => Actions.First(action => action.Ordinal == ordinal);

    /// <summary>A plan is shown, and nothing happens before the customer says yes or no to it.</summary>
    public bool AwaitsConfirmation =>
        this is { IsWithdrawn: false, Planning.Due: false, Resolution: null }
        && Actions.Any(action =>
            !IsStopped(action) && ((!PlanConfirmed && action.Status == ActionStatus.Proposed) || action.AwaitsConsent)
        );

    /// <summary>Stopped because a person has the request; what that person proposed goes on.</summary>
    public bool IsStopped(ActionState action) => IsWithPerson && action.ProposedBy is null;

    /// <summary>A person has the whole request; the automaton starts nothing new.</summary>
    public bool IsWithPerson => HandOffs.Any(handOff => handOff.TakesOverRequest && handOff.IsOpen);

    /// <summary>People, and not the outside system, have said what became of it.</summary>
    public bool WasReconciledManually(int ordinal, string effectKey) =>
        HandOffs.Any(handOff =>
            handOff is { IsOpen: false, IsAboutEffect: true, ClosedBy: not "agentic" } && handOff.AsksAbout(ordinal, effectKey)
        );

    /// <summary>People have begun to say what became of this unclear effect.</summary>
    public bool HasPendingManualAnswers(int ordinal, string effectKey) =>
        HandOffs.Any(handOff =>
            handOff is { IsOpen: true, Topic: HandOffTopics.Unclear, Answers.Count: > 0 }
            && handOff.AsksAbout(ordinal, effectKey)
        );
}
