using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Engine.Canonical;

namespace Agentic.Orchestration.Gate;

internal static class SealDifference
{
    /// <summary>What an approver has to know: everything sealed, except what is new with every approval.</summary>
    public static IReadOnlyList<Difference> Between(JsonObject before, JsonObject after) =>
        [.. JsonDifference.Between(before, after).Where(difference => difference.Path is not ("nonce" or "expiresAt"))];
}
