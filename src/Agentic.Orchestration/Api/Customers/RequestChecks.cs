using System.Security.Claims;
using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Requests;

namespace Agentic.Orchestration.Api.Customers;

/// <summary>What the body of a call must look like, whoever sends it.</summary>
internal static class RequestChecks
{
    private const int MaxText = 4000,
        MaxKey = 200;

    public static Refusal? Text(string? text) =>
        text is null || text.Trim().Length == 0 ? new Refusal.Invalid("text", "Say in your own words what you need.")
        : text.Length > MaxText ? new Refusal.Invalid("text", $"Is too long: {MaxText} characters at most.")
        : text.Any(character => char.IsControl(character) && character is not ('\n' or '\r' or '\t'))
            ? new Refusal.Invalid("text", "Holds control characters; send plain text.")
        : null;

    public static Refusal? Key(string? key) =>
        key is { Length: > MaxKey } or ""
            ? new Refusal.Invalid("Idempotency-Key", $"Must have 1 to {MaxKey} characters.")
            : null;

    public static Refusal? Optional(string field, string? text) =>
        text is { Length: > MaxText } ? new Refusal.Invalid(field, $"Is too long: {MaxText} characters at most.") : null;

    public static Refusal? Feedback(GiveFeedback body) =>
        body.Score is < 1 or > 5 ? new Refusal.Invalid("score", "Must be from 1 to 5.") : Optional("comment", body.Comment);

    public static Refusal? SignedIn(ClaimsPrincipal user) =>
        Caller.Of(user).CustomerId is null ? new SubmissionRefusals.VisitorFirst() : null;
}
