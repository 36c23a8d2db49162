using Agentic.Orchestration.Storage.Postgres;
using Agentic.Orchestration.Storage.Sql;
using Agentic.Orchestration.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Agentic.Orchestration.Storage;

/// <summary>
/// Copies a store from one database to the other, row by row and in one transaction: all of it or nothing. The journals stay the
/// bytes that they were, so their chains, checkpoints and the anchor hold at both ends.
/// </summary>
internal static class StoreCopy
{
    /// <summary>What belongs to one database only.</summary>
    private static readonly string[] Own = ["host", "hosts", "clock", "migrations", "additions"];

    /// <param name="file">A SQLite store; no host works on it.</param>
    /// <param name="settings">An Npgsql connection string; the database may be empty or have empty tables.</param>
    /// <param name="seal">As for opening a store.</param>
    /// <param name="restore">On record in the same transaction; null when the store only moves.</param>
    /// <returns>How many rows were copied.</returns>
    /// <exception cref="InvalidOperationException">
    /// Somebody works on the file, the database holds rows, or one of them cannot be opened.
    /// </exception>
    public static async Task<long> ToPostgresAsync(
        string file,
        string settings,
        Func<byte[], byte[]> seal,
        CancellationToken cancellationToken,
        RestoreRow? restore = null
    )
    {
        // Both get today's schema, and the file its lock.
        await using var from = SqliteStore.Open(file);
        await PostgresStore.Open(settings).DisposeAsync();
        await using var source = await OpenFileAsync(file, SqliteOpenMode.ReadOnly, cancellationToken);
        await using var target = new NpgsqlConnection(settings);
        await target.OpenAsync(cancellationToken);
        await using var transaction = await target.BeginTransactionAsync(cancellationToken);
        using var read = new SqliteSession(source);
        var write = new PostgresSession(target);
        var copied = 0L;
        foreach (var table in TablesOf(write))
        {
            if (write.Query($"SELECT 1 FROM {table} LIMIT 1", _ => 1).Count > 0)
            {
                throw new InvalidOperationException(
                    $"The database is not empty: its table {table} has rows. Name an empty one; nothing was copied."
                );
            }
            copied += await ImportAsync(table, source, target, ColumnsOf(write, table), cancellationToken);
        }
        write.Query(
            "SELECT setval(pg_get_serial_sequence('suspensions', 'number'), "
                + "(SELECT coalesce(max(number), 0) + 1 FROM suspensions), false)",
            _ => 1
        );
        Reseal(new(SqlDialect.Sqlite, seal), read, new(SqlDialect.Postgres, seal), write);
        if (restore is not null)
        {
            SqlRestores.Add(write, restore);
        }
        await transaction.CommitAsync(cancellationToken);
        return copied;
    }

    /// <summary>As it is at one moment; hosts may work on it meanwhile.</summary>
    /// <param name="settings">An Npgsql connection string.</param>
    /// <param name="file">A new SQLite file.</param>
    /// <param name="seal">As for opening a store.</param>
    /// <returns>How many rows were copied.</returns>
    public static async Task<long> ToSqliteAsync(
        string settings,
        string file,
        Func<byte[], byte[]> seal,
        CancellationToken cancellationToken
    )
    {
        await SqliteStore.Open(file).DisposeAsync();
        await using var source = new NpgsqlConnection(settings);
        await source.OpenAsync(cancellationToken);
        await using var moment = await source.BeginTransactionAsync(
            System.Data.IsolationLevel.RepeatableRead,
            cancellationToken
        );
        await using var target = await OpenFileAsync(file, SqliteOpenMode.ReadWrite, cancellationToken);
        var read = new PostgresSession(source);
        using var write = new SqliteSession(target);
        write.Execute("BEGIN IMMEDIATE");
        var copied = 0L;
        foreach (var table in TablesOf(read))
        {
            copied += await InsertAsync(table, source, write, ColumnsOf(read, table), cancellationToken);
        }
        Reseal(new(SqlDialect.Postgres, seal), read, new(SqlDialect.Sqlite, seal), write);
        write.Execute("COMMIT");
        return copied;
    }

    private static async Task<SqliteConnection> OpenFileAsync(
        string file,
        SqliteOpenMode mode,
        CancellationToken cancellationToken
    )
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = file,
                Mode = mode,
                Pooling = false,
            }.ToString()
        );
        await connection.OpenAsync(cancellationToken);
        return connection;
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

    private static async Task<long> ImportAsync(
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
                            $"{table}: {columns[column]} holds {other.GetType().Name}; nothing was copied."
                        ),
                    }
                );
            }
        }
        await import.CompleteAsync(cancellationToken);
        return count;
    }

    private static async Task<long> InsertAsync(
        string table,
        NpgsqlConnection source,
        SqliteSession write,
        IReadOnlyList<string> columns,
        CancellationToken cancellationToken
    )
    {
        var names = string.Join(", ", columns);
        var places = string.Join(", ", Enumerable.Range(1, columns.Count).Select(number => $"${number}"));
        await using var select = new NpgsqlCommand($"SELECT {names} FROM {table}", source);
        await using var rows = await select.ExecuteReaderAsync(cancellationToken);
        var (count, values) = (0L, new object[columns.Count]);
        for (; await rows.ReadAsync(cancellationToken); count++)
        {
            rows.GetValues(values);
            write.Execute($"INSERT INTO {table} ({names}) VALUES ({places})", values);
        }
        return count;
    }

    /// <summary>
    /// A seal is over rows as their database writes them. One that fits is made anew; one that does not is copied as it is, so
    /// that the change stays visible.
    /// </summary>
    private static void Reseal(TableSeals before, ISqlSession read, TableSeals after, ISqlSession write)
    {
        foreach (var table in TableSeals.Tables.Where(table => before.Fits(read, table)))
        {
            after.Renew(write, table);
        }
    }
}
