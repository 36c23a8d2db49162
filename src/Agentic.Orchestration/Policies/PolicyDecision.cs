using Agentic.Contracts;

namespace Agentic.Orchestration.Policies;

public sealed record PolicyDecision(GateOutcome Outcome, IReadOnlyList<Rule> Rules, ApprovalDemand? Approval);
