namespace Agentic.Contracts;

/// <param name="Text">The customer's own words.</param>
/// <param name="SubmittedBy">The signed-in user; differs from the customer when staff submit on their behalf.</param>
/// <param name="LinkedTo">An earlier request that this one continues.</param>
/// <param name="Pack">The pack that the caller named, or the host's default one, which speaks for the request until the
/// actions of its first plan choose another (<see cref="PackChosen"/>).</param>
/// <param name="Visitor">Submitted without a session: nothing is read or planned until the writer is known.</param>
/// <param name="Referral">Its words were taken over from <paramref name="LinkedTo"/>, which belongs to another business
/// domain; the customer did not write again.</param>
/// <param name="ByLink">The writer held only the link of a request and had not shown who they are.</param>
public sealed record RequestReceived(
    string Text,
    string Locale,
    string CustomerId,
    string SubmittedBy,
    string Pack,
    string? LinkedTo = null,
    bool Visitor = false,
    bool ByLink = false,
    bool Referral = false
) : JournalEvent;

/// <summary>The visitor turned out to be a known customer, whose request it is from now on.</summary>
/// <param name="By">The session that showed it.</param>
public sealed record CustomerVerified(string CustomerId, string By) : JournalEvent;

/// <param name="ByLink">Whoever wrote it held the request's link and had not shown who they are.</param>
/// <param name="Question">The run's question that it answers, as <c>ordinal/step</c>; null for the question that is next in
/// line: an employee's, then a run's, then the planner's.</param>
public sealed record CustomerWrote(string Text, bool ByLink = false, string? Question = null) : JournalEvent;

/// <param name="Key">The pack text that was rendered; what tells two messages of the same kind apart.</param>
public sealed record CustomerTold(string Key, string Text, bool ByModel = false, string? From = null) : JournalEvent;

/// <param name="Ordinal">The action whose run waits for the answer; null when the planner asks.</param>
/// <param name="By">The employee who asks about an approval; its answer starts no planning.</param>
/// <param name="Step">The step of the run that asks: each round of a loop is a step of its own.</param>
public sealed record CustomerAsked(string Text, bool ByModel, int? Ordinal = null, string? By = null, int? Step = null)
    : JournalEvent;

/// <param name="How"><c>confirmation</c> (the route) or <c>message</c> (a deterministic yes).</param>
public sealed record PlanConfirmed(int PlanVersion, string By, string How) : JournalEvent;

public sealed record PlanRejected(int PlanVersion, string By) : JournalEvent;

public sealed record RequestWithdrawn(string By, string? Reason = null) : JournalEvent;

public sealed record FeedbackGiven(bool Solved, int Score, string? Comment) : JournalEvent;

public sealed record ObjectionRaised(string? Text) : JournalEvent;

/// <summary>Somebody tried what they may not; kept because the attempt itself is evidence.</summary>
public sealed record AccessRefused(string By, string Operation, string Reason) : JournalEvent;
