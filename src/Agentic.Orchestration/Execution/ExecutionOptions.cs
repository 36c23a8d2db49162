namespace Agentic.Orchestration.Execution;

/// <summary>How patient execution is with outside systems.</summary>
internal sealed class ExecutionOptions
{
    /// <summary>First pause after a failed call; doubles with each further one. Default 1 s.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest pause between calls. Default 5 min.</summary>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Unclear answers to one effect after which a human is told, while reconciling goes on. Default 5.</summary>
    public int UnclearBeforeHandOff { get; set; } = 5;

    /// <summary>
    /// Failed tries of one action, whatever failed, after which a human is told, while trying goes on. Default 5.
    /// </summary>
    public int FailuresBeforeHandOff { get; set; } = 5;

    /// <summary>Voided approvals of one action at which a person takes the request over. Default 3.</summary>
    public int MaxVoided { get; set; } = 3;

    public TimeSpan Backoff(int attempt) =>
        TimeSpan.FromTicks(Math.Min(MaxRetryDelay.Ticks, RetryDelay.Ticks * (1L << Math.Clamp(attempt - 1, 0, 20))));
}
