using Agentic.Contracts;

namespace Agentic.Orchestration.Policies;

/// <summary>Reasons that come from the gate itself, not from a pack's rule.</summary>
internal static class GateReasons
{
    public static readonly LocalText PersonLooks = new("Das schaut sich ein Mensch an.", "A person looks at this.");

    public static readonly GateReason CostOfError = new(
        "cost-of-error",
        new(
            "Die Fehlerkosten liegen über dem Rahmen für automatische Schritte.",
            "The cost of an error is above what may run automatically."
        ),
        new("Bei diesem Betrag schaut ein Mensch darüber.", "A person looks at an amount like this.")
    );

    public static readonly GateReason Assist = new(
        "assist",
        new(
            "Diese Aktion bereitet die Maschine nur vor; ausgeführt wird sie vom Kundenservice.",
            "The machine only prepares this action; customer service carries it out."
        ),
        PersonLooks
    );

    public static readonly GateReason Autonomy = new(
        "autonomy",
        new("Diese Aktion läuft noch nicht selbstständig.", "This action does not run on its own yet."),
        PersonLooks
    );

    /// <summary>Rule of the reason that says that what would be sealed contradicts itself.</summary>
    public const string InconsistentRule = "inconsistent";

    /// <param name="field">The argument that does not fit.</param>
    public static GateReason Inconsistent(string field, string why) =>
        new(
            InconsistentRule,
            new($"Passt nicht zusammen ({field}): {why}", $"Does not fit together ({field}): {why}"),
            PersonLooks
        );

    /// <param name="opinion">Null when the reviewer did not answer.</param>
    public static GateReason SecondOpinion(Opinion? opinion) =>
        new(
            "second-opinion",
            opinion is null
                ? new("Die zweite Meinung fehlt.", "The second opinion is missing.")
                : new(
                    $"Die zweite Meinung widerspricht: {string.Join(" ", opinion.Doubts.Select(doubt => doubt.De))}",
                    $"The second opinion disagrees: {string.Join(" ", opinion.Doubts.Select(doubt => doubt.En))}"
                ),
            PersonLooks
        );

    public static GateReason Undo(string by, string reason) =>
        new("undo", new($"{by} möchte das zurücknehmen: {reason}", $"{by} wants to take this back: {reason}"), PersonLooks);

    public static readonly GateReason Statutory = new(
        "statutory",
        new("Gesetzliches Recht: keine Maschine lehnt das ab.", "A statutory right: no machine declines this."),
        PersonLooks
    );

    public static readonly GateReason RefusedBefore = new(
        "refused-before",
        new("Wurde in diesem Anliegen schon abgelehnt.", "Was refused in this request already."),
        new("Das wurde bereits abgelehnt.", "This has already been declined.")
    );

    public static readonly GateReason RefusedEarlier = new(
        "refused-earlier",
        new("Wurde in diesem Anliegen schon einmal abgelehnt.", "Was refused in this request once already."),
        PersonLooks
    );

    public static readonly GateReason UnderWay = new(
        "already-under-way",
        new(
            "Für dasselbe Ziel läuft dieser Schritt bereits oder ist erledigt.",
            "The same step on the same target is under way or done."
        ),
        new(
            "Dafür läuft bereits ein Vorgang oder er ist schon erledigt.",
            "This is already under way or has already been done."
        )
    );

    /// <param name="run">The run whose effect holds the target.</param>
    /// <param name="status">How far that effect is: it says until when the target is held, and who can release it.</param>
    public static GateReason HeldBy(string run, EffectStatus status)
    {
        var (de, en) = status switch
        {
            EffectStatus.Unknown => (
                "ob es geschah, ist offen; wer den Fall dort beantwortet, gibt das Ziel frei",
                "whether it happened is open; whoever answers the case there releases the target"
            ),
            EffectStatus.Accepted => (
                "das Zielsystem hat angenommen und ist noch nicht fertig; nach seiner Frist öffnet sich dort ein Fall",
                "the destination accepted it and has not finished; after its deadline a case opens there"
            ),
            EffectStatus.Done => (
                "es ist erledigt; frei wird das Ziel nur, wenn es zurückgenommen wird oder das Zielsystem es zurückmeldet",
                "it is done; only taking it back, or word from the destination that it came back, releases the target"
            ),
            _ => ("es läuft gerade und endet von selbst oder als Fall", "it is running and ends by itself or as a case"),
        };
        return UnderWay with
        {
            Staff = new($"{UnderWay.Staff.De} Gehalten von {run}: {de}.", $"{UnderWay.Staff.En} Held by {run}: {en}."),
        };
    }

    public static readonly LocalText AskAPerson = new(
        "Sie können jederzeit mit einem Menschen sprechen.",
        "You can talk to a person at any time."
    );
}
