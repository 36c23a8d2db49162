using Agentic.Orchestration.Requests;

namespace Agentic.Orchestration.Api.Customers;

/// <summary>Why a request is not opened, beyond what a single field must look like.</summary>
internal static class SubmissionRefusals
{
    public sealed record SessionEnded() : Refusal.NotSignedIn("The session has ended. Sign in again, or leave it out.");

    public sealed record SignInFirst()
        : Refusal.NotSignedIn("Sign in with POST /api/session and send the token as 'Authorization: Bearer …'.");

    public sealed record NotForOthers() : Refusal.Forbidden("Customers submit for themselves; leave 'customerId' out.");

    public sealed record NobodyKnownYet()
        : Refusal.Invalid("customerId", "Leave it out: without a session nobody knows yet whose request it is.");

    public sealed record CustomerMissing()
        : Refusal.Invalid("customerId", "Staff name the customer, with 1 to 100 characters.");

    public sealed record NoSuchCustomer(string CustomerId)
        : Refusal.Invalid("customerId", $"There is no customer '{CustomerId}'.");

    public sealed record CustomerUncheckable()
        : Refusal.Unavailable("Whether there is such a customer cannot be looked up now. Nothing was stored.");

    public sealed record KeyTooShort(int Least)
        : Refusal.Invalid("Idempotency-Key", $"Without a session it must be random, with at least {Least} characters.");

    public sealed record TooManyRequests(int Seconds)
        : Refusal.TooMuch("Too many requests", $"Try again in {Seconds} s. Nothing was stored.");

    public sealed record VisitorFirst() : Refusal.Forbidden("Sign in as a customer first, or with POST /api/verification.");
}
