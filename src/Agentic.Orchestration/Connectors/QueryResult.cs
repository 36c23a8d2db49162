using System.Text.Json.Nodes;

namespace Agentic.Orchestration.Connectors;

public abstract record QueryResult
{
    public sealed record Found(JsonObject Value) : QueryResult;

    /// <summary>Try later: nothing is known to be wrong with the question.</summary>
    public sealed record Unavailable(string Reason) : QueryResult;
}
