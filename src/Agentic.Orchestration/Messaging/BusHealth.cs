using MassTransit;

namespace Agentic.Orchestration.Messaging;

/// <summary>Whether wake-ups reach their consumers now. Without a bus requests are accepted and wait.</summary>
internal sealed class BusHealth(IBusControl bus, HostDrain drain)
{
    public bool IsReady => bus.CheckHealth().Status == BusHealthStatus.Healthy;

    /// <summary>Healthy, Degraded, Unhealthy, or Left while the host is drained; for ops.</summary>
    public string Status => drain.IsOut ? "Left" : bus.CheckHealth().Status.ToString();
}
