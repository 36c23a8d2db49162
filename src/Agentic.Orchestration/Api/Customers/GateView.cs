using Agentic.Contracts;

namespace Agentic.Orchestration.Api.Customers;

/// <param name="Reasons">For customers without rule ids.</param>
/// <param name="ByMachine">Decided without a human so far; the customer may object.</param>
/// <param name="Facts">From which data it was decided; empty while it is under way.</param>
public sealed record GateView(
    GateOutcome Outcome,
    IReadOnlyList<ReasonView> Reasons,
    string? Instead,
    bool ByMachine,
    IReadOnlyList<FactView> Facts
);
