namespace Agentic.Orchestration.OutsideEvents;

/// <summary>The source gave an id that it has used for another event: nothing of this one is taken on.</summary>
internal sealed class EventIdReusedException(string id) : Exception($"Event id '{id}' was used for another event.");
