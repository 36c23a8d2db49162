using Agentic.Contracts;

namespace Agentic.Orchestration.Policies;

internal sealed record PolicyDecision(GateOutcome Outcome, IReadOnlyList<Rule> Rules, ApprovalDemand? Approval);
