using Microsoft.Extensions.Logging;

namespace Agentic.Orchestration.Journal;

/// <summary>The first head of each day as a log line, so that it reaches wherever logs are kept.</summary>
internal sealed partial class LogAnchor(ILogger<LogAnchor> log) : IAnchorSink
{
    private DateTime _day;

    public Task PublishAsync(Anchor anchor, CancellationToken cancellationToken)
    {
        if (_day != anchor.At.UtcDateTime.Date)
        {
            _day = anchor.At.UtcDateTime.Date;
            Head(log, anchor.Number, anchor.Count, anchor.Root);
        }
        return Task.CompletedTask;
    }

    [LoggerMessage(1002, LogLevel.Information, "Checkpoint {Number} over {Count} requests has root {Root}")]
    private static partial void Head(ILogger logger, long number, long count, string root);
}
