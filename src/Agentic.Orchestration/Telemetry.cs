using System.Diagnostics.Metrics;

namespace Agentic.Orchestration;

/// <summary>The meter <c>Agentic</c>.</summary>
internal static class Telemetry
{
    private static readonly Meter Meter = new("Agentic");

    public static readonly Counter<long> ConsumeFailures = Meter.CreateCounter<long>("agentic.consume.failures", description: "Messages whose consumer threw; their work is swept up later.");

    public static readonly Counter<long> WakeUpsSent = Meter.CreateCounter<long>("agentic.wakeups.sent", description: "Wake-ups handed to the bus.");
}
