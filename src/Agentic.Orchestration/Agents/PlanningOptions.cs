namespace Agentic.Orchestration.Agents;

/// <summary>What one planning round may cost.</summary>
internal sealed class PlanningOptions
{
    /// <summary>Model turns in one round before a person takes over. Default 12.</summary>
    public int MaxTurns { get; set; } = 12;

    /// <summary>Model turns with a refused call in one round before a person takes over. Default 3.</summary>
    public int MaxRefusals { get; set; } = 3;

    /// <summary>Tokens (in and out) that one request may use before a person takes over. Default 200,000.</summary>
    public long MaxTokens { get; set; } = 200_000;

    /// <summary>Time for one model answer. Default 60 s.</summary>
    public TimeSpan TurnTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Tries while the model is down before a person takes over. Default 5.</summary>
    public int MaxAttempts { get; set; } = 5;

    /// <summary>First pause while the model is down; four times as long with each further one. Default 4 s.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>Re-plans after a refusal. Default 3.</summary>
    public int MaxReplans { get; set; } = 3;

    /// <summary>Largest number of actions in one plan. Default 20.</summary>
    public int MaxActions { get; set; } = 20;
}
