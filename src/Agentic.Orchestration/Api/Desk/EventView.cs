using System.Text.Json.Nodes;

namespace Agentic.Orchestration.Api.Desk;

/// <summary>What an outside system has reported about the request.</summary>
/// <param name="UsedBy">The step (ordinal of its action) that went on with it; null when no step did.</param>
public sealed record EventView(string Source, string Type, string Key, JsonObject Data, DateTimeOffset At, int? UsedBy);
