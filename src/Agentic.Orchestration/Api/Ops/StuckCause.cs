using Agentic.Contracts;

namespace Agentic.Orchestration.Api.Ops;

/// <param name="RunIds">At most 50 of them; <paramref name="Runs"/> counts all that were looked at.</param>
public sealed record StuckCause(
    string Workflow,
    string Step,
    string Reason,
    int Runs,
    DateTimeOffset Since,
    DateTimeOffset? NextTry,
    IReadOnlyList<Money> AtRisk,
    IReadOnlyList<string> RunIds
);
