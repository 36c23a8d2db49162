using Agentic.Contracts;

namespace Agentic.Orchestration.Api.Desk;

public sealed record DecisionView(string By, DecisionKind Decision, string? Reason, DateTimeOffset At);
