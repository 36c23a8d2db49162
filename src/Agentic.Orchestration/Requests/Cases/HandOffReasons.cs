using Agentic.Contracts;

namespace Agentic.Orchestration.Requests.Cases;

/// <summary>Why a request goes to a person, for the person.</summary>
public static class HandOffReasons
{
    public static readonly LocalText CustomerAsks =
            new("Der Kunde möchte mit einem Menschen sprechen.", "The customer asks for a person."),
        NoPlanInTime = new("Es wurde nicht rechtzeitig ein Vorschlag gefunden.", "The planner found no plan in time."),
        NothingUsable =
            new(
                "Es kam kein Vorschlag zustande, der sich ausführen lässt.",
                "The planner proposed nothing that can be carried out."
            ),
        AllRefused = new("Jeder andere Vorschlag wurde abgelehnt.", "Every other proposal was refused."),
        NobodyVerified = new("Niemand hat gezeigt, wessen Wunsch es ist.", "Nobody has shown whose wish it is."),
        ModelSilent = new("Das Sprachmodell antwortet nicht.", "The language model does not answer."),
        NothingNew =
            new(
                "Der Kunde hat etwas geschrieben, aus dem sich nichts Neues ergibt: Möchte er etwas anderes, oder nicht mehr?",
                "The customer wrote something that comes to nothing new: do they want something else, or no longer?"
            ),
        SaysNo = new("Der Kunde sagt nein, während etwas schon läuft.", "The customer says no while something is under way."),
        PackSuspended = new("Der Ablauf ist angehalten.", "The pack is suspended."),
        VoidedTooOften =
            new(
                "Die Freigabe ist zu oft verfallen, weil sich immer wieder etwas geändert hat.",
                "The approval was voided too often, because something kept changing."
            ),
        WasItRight = new("Es lief ohne einen Menschen: War es richtig?", "It ran without a human: was it right?");

    public static LocalText Budget(long used, long allowed) =>
        new($"Das Anliegen hat {used} von {allowed} Tokens verbraucht.", $"The request has used {used} tokens of {allowed}.");

    public static LocalText PlanningFailed(string cause) =>
        new($"Die Planung scheitert an einem Fehler ({cause}).", $"Planning fails with an error ({cause}).");

    public static LocalText NobodyDecides(string role) =>
        new(
            $"Niemand mit der Rolle {role} ist da, der das freigeben könnte.",
            $"Nobody with the role {role} is there to approve this."
        );

    public static LocalText NoPreview(string action) =>
        new($"{action} lässt sich nicht vorab prüfen.", $"{action} cannot be previewed.");

    public static LocalText Statutory(string action, IEnumerable<LocalText> reasons) =>
        new(
            $"{action}: {string.Join(" ", reasons.Select(reason => reason.De))}",
            $"{action}: {string.Join(" ", reasons.Select(reason => reason.En))}"
        );

    public static LocalText UnknownWorkflow(string action, string? hash) =>
        new(
            $"Den Ablauf von „{action}“ ({hash}) gibt es hier nicht.",
            $"The workflow of '{action}' ({hash}) is not on this host."
        );

    public static LocalText Expired(string approval, bool wasApproved) =>
        wasApproved
            ? new(
                $"Die Freigabe {approval} war erteilt und ist abgelaufen, bevor der Schritt ausgeführt werden konnte.",
                $"Approval {approval} was given and expired before the step could be carried out."
            )
            : new($"Die Freigabe {approval} ist abgelaufen.", $"Approval {approval} expired.");

    /// <param name="words">The customer's own; null when they gave none.</param>
    public static LocalText Objects(string? words) =>
        new(
            $"Der Kunde widerspricht einer automatischen Entscheidung{(words is null ? "." : ": " + words)}",
            $"The customer objects to an automated decision{(words is null ? "." : ": " + words)}"
        );

    public static LocalText TakenOver(string by) =>
        new($"{by} übernimmt, statt zu entscheiden.", $"{by} takes over instead of deciding.");

    /// <param name="why">As the caller or the outside system put it.</param>
    public static LocalText Unclear(string operation, IEnumerable<string> targets, string why, string key)
    {
        var on = string.Join(", ", targets);
        return new($"{operation} bei {on}: {why}. Schlüssel {key}.", $"{operation} on {on}: {why}. Key {key}.");
    }

    public static LocalText Stuck(string action, string cause) =>
        new(
            $"„{action}“ scheitert immer wieder: {cause}. Es wird weiter versucht; bitte nachsehen, ob von Hand "
                + $"geholfen werden muss.",
            $"'{action}' fails again and again: {cause}. It is still tried; find out whether it needs a hand."
        );

    /// <param name="why">As the outside system or the run put it.</param>
    public static LocalText ActionFailed(string action, string why) =>
        new(
            $"„{action}“ hat nicht geklappt: {why} Der Kunde hatte zugestimmt; bitte klären, wie es weitergeht.",
            $"'{action}' did not work: {why} The customer had agreed to it; find out how to go on."
        );

    public static LocalText EventNobodyWaitsFor(string what) =>
        new(
            $"Ein Ereignis, auf das kein Schritt wartet: {what}. Bitte prüfen, ob dem Kunden etwas fehlt.",
            $"An event that no step waits for: {what}. Find out whether the customer is owed anything."
        );

    public static LocalText EndedEarly(string action, IEnumerable<string> missing)
    {
        var left = string.Join(", ", missing);
        return new(
            $"„{action}“ ging zu Ende, ohne dass {left} geschah. Der Kunde hatte zugestimmt; bitte klären.",
            $"'{action}' ended without {left}. The customer had agreed to it; find out how to go on."
        );
    }

    /// <param name="why">What is different now, in both languages.</param>
    public static LocalText NoLongerHolds(string operation, LocalText why) =>
        new(
            $"{operation} wurde nicht ausgeführt: Seit der Zusage hat sich etwas geändert. {why.De}",
            $"{operation} was not carried out: something has changed since it was agreed. {why.En}"
        );

    public static LocalText CameBack(string key) => new($"{key} kam zurück.", $"{key} came back.");

    /// <param name="isUnknown">The destination does not know it any more.</param>
    public static LocalText NotSettled(string key, bool isUnknown) =>
        isUnknown
            ? new(
                $"{key} ist angewiesen, und das andere System kennt es nicht.",
                $"{key} was instructed, and the other system does not know it."
            )
            : new(
                $"{key} ist angewiesen; ob es ankam, hat niemand gemeldet.",
                $"{key} was instructed; nobody has reported whether it arrived."
            );

    public static LocalText NotAfterAll(string key) =>
        new(
            $"{key} galt als ausgeführt, und das andere System hat es abgelehnt. Bitte prüfen, was dem Kunden fehlt.",
            $"{key} was taken for carried out, and the other system has refused it. Find out what the customer is still owed."
        );

    public static LocalText HappenedAfterAll(string key) =>
        new(
            $"{key} galt als nicht ausgeführt oder zurückgekommen und ist doch geschehen. Bitte nicht noch einmal zahlen.",
            $"{key} was taken for not carried out or returned, and has happened after all. Do not pay it again."
        );

    public static LocalText UndoRefused(string operation, string? why) =>
        new(
            $"{operation} wurde abgelehnt: {why}. Bitte von Hand zurücknehmen.",
            $"{operation} was refused: {why}. Take it back by hand."
        );

    public static LocalText NotUndoneWhole(string why) =>
        new($"Ließ sich nicht ganz zurücknehmen: {why}", $"Could not be taken back whole: {why}");
}
