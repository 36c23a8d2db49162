using MassTransit;

namespace Agentic.Orchestration.Messaging;

/// <summary>Whether wake-ups reach their consumers now. Without a bus requests are accepted and wait.</summary>
internal sealed class BusHealth(IBusControl bus)
{
    public bool IsReady => bus.CheckHealth().Status == BusHealthStatus.Healthy;

    /// <summary>Healthy, Degraded or Unhealthy, for ops.</summary>
    public string Status => bus.CheckHealth().Status.ToString();
}
