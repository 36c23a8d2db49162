using Agentic.Orchestration.Requests;

namespace Agentic.Orchestration.Intake;

/// <summary>Why a customer's act comes to nothing.</summary>
internal static class IntakeRefusals
{
    public sealed record UnknownPack(IEnumerable<string> Known)
        : Refusal.Invalid("pack", $"Must be one of {string.Join(", ", Known)}, or left out.");

    public sealed record VisitorsRequestClosed() : Refusal.Conflict("The request is closed. Write it again.");

    public sealed record SomebodyElses() : Refusal.Conflict("This request is somebody else's already.");

    public sealed record QuestionClosed() : Refusal.Conflict("This question is not open any more.");

    public sealed record TooManyMessages(int Most)
        : Refusal.TooMuch(
            "Too many messages",
            $"A request has at most {Most} messages. Submit a new one, or ask for a person with POST "
                + "/api/requests/{id}/handoff."
        );

    public sealed record LinkAsksNothingNew()
        : Refusal.Forbidden(
            "A link lets you answer and confirm. To ask for something new, sign in, or show who you are "
                + "with POST /api/verification."
        );

    public sealed record VisitorSaidEnough() : Refusal.Forbidden("Please show who you are first; then we read on.");

    public sealed record NeedsSession()
        : Refusal.Forbidden(
            "This plan came of words that were written with the link only. Sign in, or show who you are "
                + "with POST /api/verification, to confirm it."
        );

    public sealed record PlanIsNewer(int Version) : Refusal.Conflict($"The plan is at version {Version} now.");

    public sealed record NothingToConfirm() : Refusal.Conflict("There is nothing to confirm now.");

    public sealed record Closed() : Refusal.Conflict("The request is closed. Write a message to continue it.");

    public sealed record ClosedAlready() : Refusal.Conflict("The request is closed already.");

    public sealed record BeyondRecall()
        : Refusal.Conflict("Everything in it is being carried out already and cannot be stopped.");

    public sealed record TooMuchFeedback(int Most)
        : Refusal.TooMuch(
            "Too much feedback",
            $"Feedback on a request can be changed {Most} times. For anything else write a message."
        );
}
