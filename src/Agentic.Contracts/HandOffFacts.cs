namespace Agentic.Contracts;

/// <param name="Topic">The queue it lands in.</param>
/// <param name="Parks">True: a person takes over the request. False: a side task while the request runs on.</param>
/// <param name="Draft">A reply to the customer that a model proposes, in the customer's language; nobody has read it
/// yet.</param>
/// <param name="Step">The step of the run that waits for the answer: each round of a loop is a step of its own.</param>
/// <param name="EffectKey">The effect that is asked about; null where the question is not about one.</param>
public sealed record HandedOff(
    string HandOffId,
    string Topic,
    LocalText Reason,
    string Summary,
    DateTimeOffset DueAt,
    bool Parks = true,
    int? Ordinal = null,
    string? Draft = null,
    string? EffectKey = null,
    int? Step = null
) : JournalEvent;

/// <param name="Name">What the customer reads.</param>
public sealed record HandOffClaimed(string HandOffId, string By, string? Name = null) : JournalEvent;

public sealed record HandOffReplied(string HandOffId, string By, string Text) : JournalEvent;

/// <summary>
/// What one person found out about money; it counts once a second one says the same. Their newer answer replaces
/// their older one.
/// </summary>
public sealed record HandOffAnswered(string HandOffId, string By, string Name, string Outcome, string Note) : JournalEvent;

/// <param name="Outcome"><c>completed</c> or <c>declined</c>; for an effect's outcome <c>executed</c> or <c>notExecuted</c>;
/// for a sample <c>right</c> or <c>wrong</c>; for a workflow's task the port that was chosen.</param>
public sealed record HandOffResolved(string HandOffId, string By, string Outcome, string Note) : JournalEvent;

/// <summary>Given back to the automaton: planning starts again with everything known.</summary>
public sealed record HandOffReturned(string HandOffId, string By, string Note) : JournalEvent;
