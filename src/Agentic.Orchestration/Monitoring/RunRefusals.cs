using Agentic.Orchestration.Requests;

namespace Agentic.Orchestration.Monitoring;

/// <summary>Why operations' act on a run comes to nothing.</summary>
internal static class RunRefusals
{
    public sealed record ReasonMissing(int Most) : Refusal.Invalid("reason", $"Say why, with 1 to {Most} characters.");

    public sealed record NotPossible(string Why) : Refusal.Conflict(Why);

    public sealed record NoRight() : Refusal.Forbidden("This needs the role ops, and nobody acts on their own request.");
}
