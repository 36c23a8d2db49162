using Agentic.Orchestration.Requests;

namespace Agentic.Orchestration.Api.SignIn;

/// <summary>Why somebody is not signed in.</summary>
internal static class SignInRefusals
{
    public sealed record WrongPassword() : Refusal.NotSignedIn("User or password is wrong.");

    public sealed record TooManyAttempts(int Seconds)
        : Refusal.TooMuch("Too many attempts", $"Too many wrong passwords for this account. Try again in {Seconds} s.");

    public sealed record LinkNotValid()
        : Refusal.NotSignedIn(
            "This link has expired or is incomplete. Ask for a new one by writing to us, or sign in.",
            "Link not valid",
            "secret"
        );

    public sealed record NoVerification() : Refusal.Unavailable("There is no verification by e-mail here. Sign in instead.");

    public sealed record CodeNotValid()
        : Refusal.NotSignedIn("This code is wrong, too old or used. Check it, or ask for a new one.", "Code not valid", "code");

    public sealed record AssertionNotAccepted()
        : Refusal.NotSignedIn(
            "The token must be signed by a known system for 'agentic', name a customer, be at most ten minutes long and "
                + "unused.",
            "Not accepted",
            "value"
        );

    public sealed record NoProvider() : Refusal.Missing("No identity provider is set up here; sign in with POST /api/session.");

    public sealed record ProviderSilent()
        : Refusal.Unavailable("The identity provider does not answer. Try again in a moment.");

    public sealed record NotBegunHere()
        : Refusal.NotSignedIn("This sign-in was not begun here, was given up or took too long. Begin again.");

    public sealed record NotAdmitted(string Why) : Refusal.NotSignedIn(Why);

    public sealed record StoreAway() : Refusal.Unavailable("Nobody was signed in. Try again soon.");

    public sealed record OurFault() : Refusal.Unexpected("Nobody was signed in. Ask an administrator.", "Sign-in failed");

    public sealed record OwnAccount() : Refusal.Conflict("Somebody else dismisses you: an account cannot lock itself out.");
}
