namespace Agentic.Testing;

/// <summary>Skipped, and says why, where there is no PostgreSQL.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = PostgresServers.Missing;
}
