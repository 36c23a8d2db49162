using Agentic.Orchestration.Storage.Sql;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Agentic.Orchestration.Storage.Sqlite;

/// <summary>The single-machine store: one file, one writer, commits shared by all appends that wait at the same time.</summary>
internal sealed class SqliteStore : SqlStore
{
    private readonly StoreLock _lock;
    private readonly SqliteDatabase _database;

    private SqliteStore(StoreLock held, SqliteDatabase database)
        : base(database) => (_lock, _database) = (held, database);

    public override bool IsShared => false;

    /// <summary>There is one writer: whoever says a sign of life knows.</summary>
    public override string? WriteProblem => null;

    public override TimeProvider Clock => TimeProvider.System;

    internal override ISignals Signals { get; } = new NoSignals();

    /// <summary>Opens or creates the store and takes its lock.</summary>
    /// <param name="seal">Keyed hash over what tables hold that no journal explains; null to leave their seals alone.</param>
    /// <exception cref="InvalidOperationException">Another process holds it, or it was made by a newer version.</exception>
    public static SqliteStore Open(string file, Func<byte[], byte[]>? seal = null)
    {
        file = Path.GetFullPath(file);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var held = StoreLock.Take(file);
        SqliteConnection? connection = null;
        try
        {
            connection = new SqliteConnection(
                new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString()
            );
            connection.Open();
            // FULL, not NORMAL: with NORMAL a power cut may take back a commit that somebody was already told about.
            connection.Execute(
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=4000; PRAGMA "
                    + "cache_size=-16384; PRAGMA temp_store=MEMORY; PRAGMA busy_timeout=30000;"
            );
            SqliteMigrations.Apply(connection);
            // The lock is ours, so whoever held a lease is gone.
            connection.Execute("UPDATE work SET leased_until = 0, leased_by = '' WHERE leased_until > 0");
            var seals = seal is null ? null : new TableSeals(SqlDialect.Sqlite, seal);
            BeginSeals(connection, seals);
            return new(held, new(file, connection, seals));
        }
        catch
        {
            connection?.Dispose();
            held.Dispose();
            throw;
        }
    }

    private static void BeginSeals(SqliteConnection connection, TableSeals? seals)
    {
        using var session = new SqliteSession(connection);
        session.Execute("BEGIN IMMEDIATE");
        seals?.Begin(session);
        session.Execute("COMMIT");
    }

    public override async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _lock.Dispose();
    }
}
