using Agentic.Lab.Chaos;

namespace Agentic.Scenarios;

/// <summary>Skipped, and says why, where PostgreSQL or RabbitMQ is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ClusterFactAttribute : FactAttribute
{
    public ClusterFactAttribute() => Skip = ClusterRun.Missing;
}
