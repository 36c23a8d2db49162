using System.Reflection;
using DbUp;
using DbUp.Engine;
using Npgsql;

namespace Agentic.Orchestration.Storage.Postgres;

/// <summary>
/// Brings a database to today's schema: each script and the note that it ran are one transaction, so one that was killed in
/// the middle starts again. Whoever holds the host's lock does it: nobody works on the tables meanwhile.
/// </summary>
internal static class PostgresMigrations
{
    /// <exception cref="InvalidOperationException">A newer version made the database, or a script failed.</exception>
    public static void Apply(NpgsqlDataSource source)
    {
        var scripts = Assembly
            .GetExecutingAssembly()
            .GetManifestResourceNames()
            .Where(name => name.Contains(".Postgres.schema-", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => SqlScript.FromStream(name, Assembly.GetExecutingAssembly().GetManifestResourceStream(name)))
            .ToArray();
        var upgrade = DeployChanges
            .To.PostgresqlDatabase(new DbUp.Postgresql.PostgresqlConnectionManager(source))
            .JournalToPostgresqlTable(null, "migrations")
            .WithScripts(scripts)
            .WithTransactionPerScript()
            .WithVariablesDisabled()
            .LogToNowhere()
            .Build();
        if (upgrade.GetExecutedScripts().Except(scripts.Select(script => script.Name)).FirstOrDefault() is { } newer)
        {
            throw new InvalidOperationException(
                $"The store has seen {newer}, which this version does not know. Use the newer program."
            );
        }
        var result = upgrade.PerformUpgrade();
        if (!result.Successful)
        {
            throw new InvalidOperationException(
                $"The store could not be brought to today's schema: {result.ErrorScript?.Name} failed.",
                result.Error
            );
        }
    }
}
