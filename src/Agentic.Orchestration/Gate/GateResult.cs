using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Engine.Runs;

namespace Agentic.Orchestration.Gate;

/// <param name="Values">Facts, arguments and customer: what sentences are rendered from.</param>
internal sealed record GateResult(string Gate, GateDecision Decision, JsonObject Values, RunState Run, int Step);
