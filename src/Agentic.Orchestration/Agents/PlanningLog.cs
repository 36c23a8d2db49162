using Microsoft.Extensions.Logging;

namespace Agentic.Orchestration.Agents;

internal static partial class PlanningLog
{
    [LoggerMessage(2001, LogLevel.Warning, "The model did not answer for request {RequestId} (try {Attempt})")]
    public static partial void ModelFailed(ILogger logger, Exception exception, string requestId, int attempt);

    [LoggerMessage(2003, LogLevel.Error, "Planning of request {RequestId} failed (try {Attempt}); it is tried again later")]
    public static partial void RoundFailed(ILogger logger, Exception exception, string requestId, int attempt);

    [LoggerMessage(2002, LogLevel.Warning, "No second opinion on {Action} of request {RequestId}: a human decides")]
    public static partial void ReviewFailed(ILogger logger, Exception exception, string requestId, string action);

    [LoggerMessage(
        2004,
        LogLevel.Warning,
        "Pack {Pack} has no vocabulary for the planner without a language model: people get what is written to it. Configure "
            + "a model (section Model), or give it a phrases.yaml"
    )]
    public static partial void NeedsModel(ILogger logger, string pack);

    [LoggerMessage(
        2005,
        LogLevel.Warning,
        "Several packs have an action {Action}: {Packs}. A planner sees each with its pack's name before it"
    )]
    public static partial void Overlap(ILogger logger, string action, string packs);
}
