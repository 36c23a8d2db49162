using System.Text.Json.Nodes;
using Agentic.Engine.Runs;

namespace Agentic.Orchestration.Gate;

/// <summary>Where reading a workflow up to its gate ended.</summary>
internal abstract record GateReadResult
{
    public sealed record AtGate(
        RunState Run,
        StepCommand Gate,
        JsonObject Facts,
        IReadOnlyDictionary<string, FactSource> Sources
    ) : GateReadResult;

    public sealed record Unavailable(string Step, string Reason) : GateReadResult;

    /// <summary>The workflow needs something first that only the real run may do (a question, an event).</summary>
    public sealed record NotReachable(string Step) : GateReadResult;
}
