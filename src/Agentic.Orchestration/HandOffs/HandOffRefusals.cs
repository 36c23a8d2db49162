using Agentic.Orchestration.Requests;

namespace Agentic.Orchestration.HandOffs;

/// <summary>Why an employee's act on a hand-off comes to nothing.</summary>
internal static class HandOffRefusals
{
    public sealed record HeldBy(string? User)
        : Refusal.Conflict(User is null ? "Nobody has it any more; look again." : $"{User} has it.");

    public sealed record Closed() : Refusal.Conflict("It is closed already.");

    public sealed record NoRole() : Refusal.Forbidden("This needs a role at the desk, and nobody handles their own account.");

    public sealed record OnlyAQuestion() : Refusal.Conflict("This is a question about one effect; resolve it.");

    /// <summary>The planner has no step left for it: once given back, nobody would be responsible for it.</summary>
    public sealed record StillOwed()
        : Refusal.Conflict("This is still owed to the customer. Propose an action for it, or resolve it.");

    public sealed record PlanChanged() : Refusal.Conflict("The plan changed meanwhile; look again.");

    public sealed record UnderWay() : Refusal.Conflict("The same step is under way in this request already.");

    public sealed record Uncheckable(string Why)
        : Refusal.Unavailable($"The proposal cannot be checked now: {Why}. Nothing was changed.");

    public sealed record UnknownAction(IEnumerable<string> Known)
        : Refusal.Invalid("action", $"Must be one of {string.Join(", ", Known)}.");

    /// <summary>Closing would skip what the customer has said yes to, and the money would never leave.</summary>
    public sealed record StepIsAgreed()
        : Refusal.Conflict("The customer agreed to a step that is not carried out yet. Close it when that is done or refused.");

    /// <summary>Its effects would be left as they are, with nobody who finishes them or takes them back.</summary>
    public sealed record StepIsBegun(int Ordinal)
        : Refusal.Conflict(
            $"Step {Ordinal} is carried out in part. Give the request back so that it goes on, or "
                + "have operations cancel or take back that run; then close it."
        );

    /// <summary>
    /// Closing it as completed would be untrue, and the proposal would vanish without a word to the customer.
    /// </summary>
    public sealed record CustomerIsAsked()
        : Refusal.Conflict(
            "The customer is being asked to agree to a proposal. Close it when they have answered, or "
                + "decline it with a note that says how it ends."
        );

    public sealed record BeingReconciled() : Refusal.Conflict("It is being reconciled right now; look again in a moment.");

    public sealed record SaidAlready()
        : Refusal.Conflict("You have said so. It counts when somebody else looks it up and says the same.");

    public sealed record ForTheDesk() : Refusal.Forbidden("What became of it is for the desk to find out.");

    public sealed record WrongOutcome(string Detail) : Refusal.Invalid("outcome", Detail);
}
