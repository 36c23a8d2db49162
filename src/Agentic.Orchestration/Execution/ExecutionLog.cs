using Agentic.Contracts;
using Microsoft.Extensions.Logging;

namespace Agentic.Orchestration.Execution;

internal static partial class ExecutionLog
{
    [LoggerMessage(
        3001,
        LogLevel.Error,
        "Action {Ordinal} of request {RequestId} is due in state {Status}, but nothing moved it"
    )]
    public static partial void NoProgress(ILogger logger, string requestId, int ordinal, ActionStatus status);

    [LoggerMessage(
        3006,
        LogLevel.Error,
        "Action {Ordinal} of request {RequestId} failed unexpectedly; it stays due and is tried again"
    )]
    public static partial void Failed(ILogger logger, Exception exception, string requestId, int ordinal);

    [LoggerMessage(
        3002,
        LogLevel.Warning,
        "Step {Step} of action {Ordinal} of request {RequestId} is stuck ({Reason}); try {Attempt}, next at {RetryAt}"
    )]
    public static partial void Stuck(
        ILogger logger,
        string requestId,
        int ordinal,
        string step,
        string reason,
        int attempt,
        DateTimeOffset retryAt
    );

    [LoggerMessage(3003, LogLevel.Warning, "Effect {Key} of request {RequestId} is unclear ({Reason}); try {Attempt}")]
    public static partial void Unclear(ILogger logger, string requestId, string key, string reason, int attempt);

    [LoggerMessage(3004, LogLevel.Information, "Effect {Key} of request {RequestId}: {Status}")]
    public static partial void Settled(ILogger logger, string requestId, string key, EffectStatus status);

    [LoggerMessage(3005, LogLevel.Information, "Approval {ApprovalId} was voided: {Count} differences")]
    public static partial void Voided(ILogger logger, string approvalId, int count);

    [LoggerMessage(
        3007,
        LogLevel.Warning,
        "What became of effect {Key} of request {RequestId} could not be asked; it is asked again"
    )]
    public static partial void SettlementNotAsked(ILogger logger, Exception exception, string requestId, string key);
}
