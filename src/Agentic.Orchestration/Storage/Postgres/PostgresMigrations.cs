using System.Reflection;
using DbUp;
using DbUp.Engine;
using DbUp.Postgresql;
using Npgsql;

namespace Agentic.Orchestration.Storage.Postgres;

/// <summary>
/// Brings a database to today's schema: each script and the note that it ran are one transaction, so one that was killed in
/// the middle starts again. A schema script may change what an older program rests on, so such a program refuses the database
/// from then on. An addition only adds: older programs go on beside it, and start on it, while hosts are upgraded one by one.
/// </summary>
internal static class PostgresMigrations
{
    /// <summary>
    /// The caller holds <see cref="AdvisoryLocks.Schema"/>: hosts that start at once do it one after the other.
    /// </summary>
    /// <exception cref="InvalidOperationException">A newer version made the database, or a script failed.</exception>
    public static void Apply(NpgsqlDataSource source)
    {
        Run(source, ".Postgres.schema-", "migrations", isBreaking: true);
        Run(source, ".Postgres.addition-", "additions", isBreaking: false);
    }

    private static void Run(NpgsqlDataSource source, string kind, string journal, bool isBreaking)
    {
        var scripts = Assembly
            .GetExecutingAssembly()
            .GetManifestResourceNames()
            .Where(name => name.Contains(kind, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => SqlScript.FromStream(name, Assembly.GetExecutingAssembly().GetManifestResourceStream(name)))
            .ToArray();
        var upgrade = DeployChanges
            .To.PostgresqlDatabase(new PostgresqlConnectionManager(source))
            .JournalToPostgresqlTable(null, journal)
            .WithScripts(scripts)
            .WithTransactionPerScript()
            .WithVariablesDisabled()
            .LogToNowhere()
            .Build();
        if (
            isBreaking
            && upgrade.GetExecutedScripts().Except(scripts.Select(script => script.Name)).FirstOrDefault() is { } newer
        )
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
