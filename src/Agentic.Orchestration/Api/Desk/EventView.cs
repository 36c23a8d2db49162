using System.Text.Json.Nodes;

namespace Agentic.Orchestration.Api.Desk;

/// <summary>What an outside system has reported about the request.</summary>
/// <param name="UsedBy">Ordinal of the action that used the event; null when none did.</param>
public sealed record EventView(string Source, string Type, string Key, JsonObject Data, DateTimeOffset At, int? UsedBy);
