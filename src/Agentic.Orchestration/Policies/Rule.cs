using Agentic.Contracts;

namespace Agentic.Orchestration.Policies;

/// <param name="Conceal">The refusal shows nothing of what was read: a foreign object looks like a missing one.</param>
/// <param name="AutomationOnly">An employee may ask for it all the same; then others approve it.</param>
/// <param name="Observe">Journalled, but decides nothing yet.</param>
public sealed record Rule(
    string Id,
    Condition When,
    GateOutcome Outcome,
    LocalText Staff,
    LocalText Customer,
    ApprovalDemand? Approval,
    LocalText? Instead,
    bool Observe,
    bool Conceal = false,
    bool AutomationOnly = false
);
