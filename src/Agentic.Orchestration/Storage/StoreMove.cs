using System.Globalization;
using Agentic.Orchestration.Storage.Postgres;
using Agentic.Orchestration.Storage.Sql;
using Agentic.Orchestration.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Agentic.Orchestration.Storage;

/// <summary>
/// Copies a SQLite store to an empty PostgreSQL database, row by row and in one transaction: all of it or nothing. The journals
/// stay the bytes that they were, so their chains, checkpoints and the anchor hold at both ends.
/// </summary>
internal static class StoreMove
{
    /// <summary>What belongs to one database only.</summary>
    private static readonly string[] Own = ["host", "hosts", "clock", "migrations", "additions"];

    /// <param name="file">The SQLite store; no host works on it.</param>
    /// <param name="settings">An Npgsql connection string; the database may be empty or have empty tables.</param>
    /// <param name="seal">As for opening a store.</param>
    /// <returns>How many rows each table has.</returns>
    /// <exception cref="InvalidOperationException">
    /// Somebody works on the file, the database holds requests, or one of them cannot be opened.
    /// </exception>
    public static async Task<IReadOnlyDictionary<string, long>> CopyAsync(
        string file,
        string settings,
        Func<byte[], byte[]> seal,
        CancellationToken cancellationToken
    )
    {
        // Both get today's schema, and the file its lock.
        await using var from = SqliteStore.Open(file);
        await PostgresStore.Open(settings).DisposeAsync();
        await using var source = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = file,
                Mode = SqliteOpenMode.ReadOnly,
                Pooling = false,
            }.ToString()
        );
        await source.OpenAsync(cancellationToken);
        await using var target = new NpgsqlConnection(settings);
        await target.OpenAsync(cancellationToken);
        await using var transaction = await target.BeginTransactionAsync(cancellationToken);
        using var read = new SqliteSession(source);
        var write = new PostgresSession(target);
        var copied = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var table in TablesOf(write))
        {
            if (write.Query($"SELECT 1 FROM {table} LIMIT 1", _ => 1).Count > 0)
            {
                throw new InvalidOperationException(
                    $"The database is not empty: its table {table} has rows. Name an empty one; nothing was copied."
                );
            }
            copied[table] = await CopyAsync(table, source, target, ColumnsOf(write, table), cancellationToken);
        }
        write.Query(
            "SELECT setval(pg_get_serial_sequence('suspensions', 'number'), "
                + "(SELECT coalesce(max(number), 0) + 1 FROM suspensions), false)",
            _ => 1
        );
        Reseal(read, write, seal);
        await transaction.CommitAsync(cancellationToken);
        return copied;
    }

    private static IReadOnlyList<string> TablesOf(PostgresSession session) =>
        [
            .. session
                .Query(
                    "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() ORDER BY table_name",
                    row => row.GetString(0)
                )
                .Except(Own),
        ];

    private static IReadOnlyList<string> ColumnsOf(PostgresSession session, string table) =>
        session.Query(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = $1 "
                + "ORDER BY ordinal_position",
            row => $"\"{row.GetString(0)}\"",
            table
        );

    private static async Task<long> CopyAsync(
        string table,
        SqliteConnection source,
        NpgsqlConnection target,
        IReadOnlyList<string> columns,
        CancellationToken cancellationToken
    )
    {
        var names = string.Join(", ", columns);
        await using var select = source.CreateCommand();
        select.CommandText = $"SELECT {names} FROM {table}";
        await using var rows = await select.ExecuteReaderAsync(cancellationToken);
        await using var import = await target.BeginBinaryImportAsync(
            $"COPY {table} ({names}) FROM STDIN (FORMAT BINARY)",
            cancellationToken
        );
        var count = 0L;
        for (; await rows.ReadAsync(cancellationToken); count++)
        {
            await import.StartRowAsync(cancellationToken);
            for (var column = 0; column < columns.Count; column++)
            {
                await (
                    rows.GetValue(column) switch
                    {
                        long number => import.WriteAsync(number, cancellationToken),
                        byte[] bytes => import.WriteAsync(bytes, cancellationToken),
                        string text => import.WriteAsync(text, cancellationToken),
                        var other => throw new InvalidOperationException(
                            string.Create(
                                CultureInfo.InvariantCulture,
                                $"{table}, row {count + 1}: {columns[column]} holds {other.GetType().Name}."
                            )
                        ),
                    }
                );
            }
        }
        await import.CompleteAsync(cancellationToken);
        return count;
    }

    /// <summary>
    /// A seal is over rows as their database writes them. One that fits the file is made anew; one that does not is copied as it
    /// is, so that the change stays visible.
    /// </summary>
    private static void Reseal(SqliteSession read, PostgresSession write, Func<byte[], byte[]> seal)
    {
        var (before, after) = (new TableSeals(SqlDialect.Sqlite, seal), new TableSeals(SqlDialect.Postgres, seal));
        foreach (var table in TableSeals.Tables.Where(table => before.Fits(read, table)))
        {
            after.Renew(write, table);
        }
    }
}
