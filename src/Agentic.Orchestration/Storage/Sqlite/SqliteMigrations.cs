using System.Data;
using System.Globalization;
using System.Reflection;
using DbUp;
using DbUp.Engine;
using DbUp.Sqlite.Helpers;
using Microsoft.Data.Sqlite;

namespace Agentic.Orchestration.Storage.Sqlite;

/// <summary>Brings a store to today's schema, one transaction per script.</summary>
internal static class SqliteMigrations
{
    /// <exception cref="InvalidOperationException">A newer version made the store, or a script failed.</exception>
    public static void Apply(SqliteConnection connection)
    {
        var scripts = Assembly
            .GetExecutingAssembly()
            .GetManifestResourceNames()
            .Where(name => name.Contains(".Sqlite.schema-", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => SqlScript.FromStream(name, Assembly.GetExecutingAssembly().GetManifestResourceStream(name)))
            .ToArray();
        var journal = new UserVersion(connection, scripts);
        if (journal.Done > scripts.Length)
        {
            throw new InvalidOperationException(
                $"The store has schema {journal.Done}; this version knows {scripts.Length}. Use the newer program."
            );
        }
        var result = DeployChanges
            .To.SqliteDatabase(new SharedConnection(connection))
            .WithScripts(scripts)
            .JournalTo(journal)
            .WithTransactionPerScript()
            .WithVariablesDisabled()
            .LogToNowhere()
            .Build()
            .PerformUpgrade();
        if (!result.Successful)
        {
            throw new InvalidOperationException(
                $"The store could not be brought to today's schema: {result.ErrorScript?.Name} failed.",
                result.Error
            );
        }
    }

    /// <summary>
    /// How many scripts a store has seen stands in its <c>user_version</c>: the stores of the first version have it there.
    /// </summary>
    private sealed class UserVersion(SqliteConnection connection, SqlScript[] scripts) : IJournal
    {
        public int Done { get; } = Read(connection);

        public string[] GetExecutedScripts() => [.. scripts.Take(Done).Select(script => script.Name)];

        public void StoreExecutedScript(SqlScript script, Func<IDbCommand> dbCommandFactory)
        {
            using var command = dbCommandFactory();
            var number = Array.IndexOf(scripts, script) + 1;
            command.CommandText = string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {number}");
            command.ExecuteNonQuery();
        }

        public void EnsureTableExistsAndIsLatestVersion(Func<IDbCommand> dbCommandFactory)
        {
            // The number is part of every SQLite file.
        }

        private static int Read(SqliteConnection connection)
        {
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version";
            return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
        }
    }
}
