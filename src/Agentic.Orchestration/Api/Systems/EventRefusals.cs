using Agentic.Orchestration.Requests;

namespace Agentic.Orchestration.Api.Systems;

/// <summary>Why a report of an outside system comes to nothing.</summary>
internal static class EventRefusals
{
    public sealed record NotSigned()
        : Refusal.NotSignedIn(
            "X-Signature must be sha256= and the hex HMAC-SHA256 of the body with the secret of a known source.",
            "Not signed"
        );

    /// <summary>The report may be ahead of what it is about, so its sender comes again.</summary>
    public sealed record NotKnownYet(string Key)
        : Refusal.Missing($"Nothing here waits for '{Key}' yet. Send it again later.", "Not known yet", "key");

    public sealed record IdReused(string Why) : Refusal.Unfit("id", Why, "Event id reused");
}
