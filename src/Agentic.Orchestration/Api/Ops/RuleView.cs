using Agentic.Contracts;

namespace Agentic.Orchestration.Api.Ops;

/// <param name="Reason">The rule in words, as staff read it in a decision.</param>
/// <param name="Observe">Journalled, but decides nothing yet.</param>
public sealed record RuleView(string Id, GateOutcome Outcome, LocalText Reason, string? Role, int? Quorum, bool Observe);
