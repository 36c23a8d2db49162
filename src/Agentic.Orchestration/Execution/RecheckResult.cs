using System.Text.Json.Nodes;
using Agentic.Contracts;

namespace Agentic.Orchestration.Execution;

/// <summary>What a second look at facts and policy found, after the permit and before an effect.</summary>
internal abstract record RecheckResult
{
    /// <param name="Precondition">The version of the object as it was read just now.</param>
    public sealed record Holds(JsonNode? Precondition) : RecheckResult;

    /// <param name="Why">For the person who takes it over.</param>
    public sealed record Changed(LocalText Why) : RecheckResult;

    public sealed record Unavailable(string Reason) : RecheckResult;
}
