namespace Agentic.Orchestration.Api.Ops;

/// <param name="Dropped">How many messages.</param>
public sealed record DroppedView(long Dropped);
