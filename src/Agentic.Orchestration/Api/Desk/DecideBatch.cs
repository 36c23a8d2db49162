namespace Agentic.Orchestration.Api.Desk;

/// <param name="Decisions">At most 20; each is decided on its own seal.</param>
public sealed record DecideBatch(IReadOnlyList<BatchDecision> Decisions);
