using Agentic.Contracts;

namespace Agentic.Orchestration.Policies;

/// <summary>Reasons that come from the gate itself, not from a pack's rule.</summary>
internal static class GateReasons
{
    public static readonly LocalText PersonLooks = new("Das schaut sich ein Mensch an.", "A person looks at this.");

    public static readonly GateReason CostOfError = new("cost-of-error",
        new("Die Fehlerkosten liegen über dem Rahmen für automatische Schritte.", "The cost of an error is above what may run automatically."),
        new("Bei diesem Betrag schaut ein Mensch darüber.", "A person looks at an amount like this."));

    public static readonly GateReason Assist = new("assist",
        new("Diese Aktion bereitet die Maschine nur vor; ausgeführt wird sie vom Kundenservice.", "The machine only prepares this action; customer service carries it out."), PersonLooks);

    public static readonly GateReason Autonomy = new("autonomy",
        new("Diese Aktion läuft noch nicht selbstständig.", "This action does not run on its own yet."), PersonLooks);

    /// <summary>Rule of the reason that says that what would be sealed contradicts itself.</summary>
    public const string InconsistentRule = "inconsistent";

    /// <param name="field">The argument that does not fit.</param>
    public static GateReason Inconsistent(string field, string why) => new(InconsistentRule, new($"Passt nicht zusammen ({field}): {why}", $"Does not fit together ({field}): {why}"), PersonLooks);

    /// <param name="opinion">Null when the reviewer did not answer.</param>
    public static GateReason SecondOpinion(Opinion? opinion) => new("second-opinion",
        opinion is null ? new("Die zweite Meinung fehlt.", "The second opinion is missing.")
            : new($"Die zweite Meinung widerspricht: {string.Join(" ", opinion.Doubts.Select(doubt => doubt.De))}", $"The second opinion disagrees: {string.Join(" ", opinion.Doubts.Select(doubt => doubt.En))}"),
        PersonLooks);

    public static GateReason Undo(string by, string reason) => new("undo",
        new($"{by} möchte das zurücknehmen: {reason}", $"{by} wants to take this back: {reason}"), PersonLooks);

    public static readonly GateReason Statutory = new("statutory",
        new("Gesetzliches Recht: keine Maschine lehnt das ab.", "A statutory right: no machine declines this."), PersonLooks);

    public static readonly GateReason RefusedBefore = new("refused-before",
        new("Wurde in diesem Anliegen schon abgelehnt.", "Was refused in this request already."),
        new("Das wurde bereits abgelehnt.", "This has already been declined."));

    public static readonly GateReason RefusedEarlier = new("refused-earlier",
        new("Wurde in diesem Anliegen schon einmal abgelehnt.", "Was refused in this request once already."), PersonLooks);

    public static readonly GateReason UnderWay = new("already-under-way",
        new("Für dasselbe Ziel läuft dieser Schritt bereits oder ist erledigt.", "The same step on the same target is under way or done."),
        new("Dafür läuft bereits ein Vorgang oder er ist schon erledigt.", "This is already under way or has already been done."));

    public static readonly LocalText AskAPerson = new("Sie können jederzeit mit einem Menschen sprechen.", "You can talk to a person at any time.");
}
