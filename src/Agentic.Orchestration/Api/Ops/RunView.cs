using System.Text.Json.Nodes;
using Agentic.Contracts;

namespace Agentic.Orchestration.Api.Ops;

/// <param name="State">The action's state, or <c>Stuck</c>.</param>
public sealed record RunView(
    string Id,
    string RequestId,
    int Ordinal,
    string Action,
    string? Workflow,
    string? Hash,
    string State,
    RunStuck? Stuck,
    IReadOnlyList<EffectView> Effects,
    JsonObject? Run,
    string? EndedBecause
);
