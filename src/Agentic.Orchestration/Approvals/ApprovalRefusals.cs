using Agentic.Contracts;
using Agentic.Orchestration.Requests;

namespace Agentic.Orchestration.Approvals;

/// <summary>Why a change of an approval comes to nothing.</summary>
internal static class ApprovalRefusals
{
    public sealed record EditWithoutArguments() : Refusal.Invalid("arguments", "An edit needs the changed arguments, whole.");

    public sealed record OnlyEditsHaveArguments()
        : Refusal.Invalid("arguments", "Only an edit has arguments; approve and reject apply to what was sealed.");

    public sealed record NothingChanged() : Refusal.Invalid("arguments", "Nothing is changed; approve or reject instead.");

    public sealed record RejectionWithoutReason()
        : Refusal.Invalid("reason", "A rejection needs a reason: the customer and the planner are told it.");

    public sealed record ReasonTooLong(int Most) : Refusal.Invalid("reason", $"Is too long: {Most} characters at most.");

    public sealed record TextLength(int Most) : Refusal.Invalid("text", $"Must have 1 to {Most} characters.");

    public sealed record UndoIsFixed() : Refusal.Invalid("decision", "What is taken back is fixed; approve or reject.");

    /// <param name="Field">The argument that was changed.</param>
    public sealed record DeniedByPolicy(string Field, string Why) : Refusal.Invalid(Field, $"Policy refuses this: {Why}");

    public sealed record Uncheckable(string? Why)
        : Refusal.Unavailable($"The edit cannot be checked now: {Why}. Nothing was changed.");

    public sealed record HeldBy(string User, DateTimeOffset? Until)
        : Refusal.Conflict(
            Until is { } until ? $"{User} has it until {until:O}. Take it over by name first, or wait." : $"{User} has it."
        );

    public sealed record SealDiffers() : Refusal.Conflict("The seal does not fit: this is not what the approval shows now.");

    public sealed record DecidedAlready() : Refusal.Conflict("You have decided already.");

    public sealed record Expired() : Refusal.Conflict("The approval has expired.");

    public sealed record NotOpen(ApprovalStatus Status) : Refusal.Conflict($"The approval is {Status}.");

    public sealed record CannotBeTakenBack(string Why) : Refusal.Conflict(Why);

    public sealed record AwaitsConsent() : Refusal.Conflict("The customer has to confirm a change first.");

    public sealed record NotWaiting() : Refusal.Conflict("The action does not wait for a decision any more.");

    public sealed record ActionChanged() : Refusal.Conflict("The action changed meanwhile.");

    public sealed record Suspended() : Refusal.Conflict("The pack is suspended; nothing was decided.");

    public sealed record PaidBefore()
        : Refusal.Conflict("Money was paid out for the same object before: look at this one by itself.");

    public sealed record NoBatch(Money Most)
        : Refusal.Invalid(
            "decisions",
            $"A batch has one action and one reason, at most {Most} each, and nothing that was changed "
                + "since somebody approved it."
        );

    public sealed record NoRight(string Why) : Refusal.Forbidden(Why);
}
