using System.Diagnostics.Metrics;

namespace Agentic.Orchestration.Messaging;

/// <summary>The meter <c>Agentic</c>.</summary>
internal static class Telemetry
{
    private static readonly Meter Meter = new("Agentic");
    private static long _failedMessages;

    private static readonly Counter<long> ConsumeFailures = Meter.CreateCounter<long>(
        "agentic.consume.failures",
        description: "Messages whose consumer threw; their work is swept up later."
    );

    public static readonly Counter<long> WakeUpsSent = Meter.CreateCounter<long>(
        "agentic.wakeups.sent",
        description: "Wake-ups handed to the bus."
    );

    /// <summary>Since this process began.</summary>
    public static long FailedMessages => Interlocked.Read(ref _failedMessages);

    public static void ConsumeFailed(string message)
    {
        Interlocked.Increment(ref _failedMessages);
        ConsumeFailures.Add(1, new KeyValuePair<string, object?>("message", message));
    }
}
