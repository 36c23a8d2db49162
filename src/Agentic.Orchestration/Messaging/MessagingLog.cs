using Microsoft.Extensions.Logging;

namespace Agentic.Orchestration.Messaging;

internal static partial class MessagingLog
{
    [LoggerMessage(4001, LogLevel.Error, "A consumer of {Message} failed; its work stays due and is tried again")]
    public static partial void ConsumeFailed(ILogger logger, Exception exception, string message);

    [LoggerMessage(4002, LogLevel.Warning, "The bus did not take a wake-up; the sweep sends it again")]
    public static partial void PublishFailed(ILogger logger, Exception exception);

    [LoggerMessage(4003, LogLevel.Error, "Reading due work failed; the next sweep tries again")]
    public static partial void SweepFailed(ILogger logger, Exception exception);
}
