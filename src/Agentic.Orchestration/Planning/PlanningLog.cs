using Microsoft.Extensions.Logging;

namespace Agentic.Orchestration.Planning;

internal static partial class PlanningLog
{
    [LoggerMessage(2001, LogLevel.Warning, "The model did not answer for request {RequestId} (try {Attempt})")]
    public static partial void ModelFailed(ILogger logger, Exception exception, string requestId, int attempt);
}
