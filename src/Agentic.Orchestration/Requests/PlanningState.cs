using Agentic.Contracts;

namespace Agentic.Orchestration.Requests;

/// <param name="Due">The customer's last word (or a refusal) has not been answered by a plan, a question or a hand-off.</param>
public sealed record PlanningState(
    bool Due = true,
    int Round = 1,
    int Attempt = 0,
    DateTimeOffset? RetryAt = null,
    int Replans = 0,
    string? Feedback = null
)
{
    public IReadOnlyList<ModelTurnTaken> Turns { get; init; } = [];

    /// <summary>Tokens that the whole request has used.</summary>
    public long Tokens { get; init; }

    /// <summary>What was refused in this request; the same target does not come back through a re-plan.</summary>
    public IReadOnlyList<string> RefusedTargets { get; init; } = [];
}
