using System.Diagnostics;
using Npgsql;

namespace Agentic.Orchestration.Storage.Postgres;

/// <summary>
/// Opens the connection that appends are written on. Each such connection holds a lock of this process: once a new one has it,
/// the server has ended the old one, and nothing that was on its way there can still be committed.
/// </summary>
internal sealed class PostgresConnector(NpgsqlDataSource source, string settings) : IAsyncDisposable
{
    /// <summary>How long a lock is waited for that a broken connection of ours may still hold.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private const string EndHolder =
        "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1 "
        + "AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) "
        + "AND ((CAST(classid AS bigint) << 32) | CAST(objid AS bigint)) = $1";

    // Not from the pool: what is closed there stays open, and its lock with it.
    private readonly string _own = new NpgsqlConnectionStringBuilder(settings) { Pooling = false }.ToString();
    private readonly long _writer = AdvisoryLocks.Writer(Guid.NewGuid());

    public NpgsqlDataSource Source => source;

    /// <summary>A connection of its own, for what must end with it.</summary>
    /// <param name="keepAlive">After how long a silent server is asked whether it is still there; null: as configured.</param>
    public NpgsqlConnection OpenOwn(TimeSpan? keepAlive = null)
    {
        var connection = new NpgsqlConnection(
            keepAlive is { } every
                ? new NpgsqlConnectionStringBuilder(_own) { KeepAlive = (int)every.TotalSeconds }.ToString()
                : _own
        );
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>After a connection was lost: the server may need a moment to notice, and to give its lock back.</summary>
    /// <exception cref="Exception">The server does not answer, or has not ended the old connection.</exception>
    public async Task<NpgsqlConnection> ConnectAsync()
    {
        var begun = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return await Task.Run(Connect);
            }
            catch (Exception failure)
                when (failure is NpgsqlException or InvalidOperationException or TimeoutException
                    && Stopwatch.GetElapsedTime(begun) < Patience
                )
            {
                await Task.Delay(Pause, TimeProvider.System);
            }
        }
    }

    public ValueTask DisposeAsync() => source.DisposeAsync();

    private NpgsqlConnection Connect()
    {
        var connection = OpenOwn();
        try
        {
            using var command = PostgresSession.Command(connection, "SELECT pg_try_advisory_lock($1)", [_writer]);
            if (command.ExecuteScalar() is true)
            {
                return connection;
            }
            // The network may have lost the old one without a word, and the server waits for it in vain.
            using var end = PostgresSession.Command(connection, EndHolder, [_writer]);
            end.ExecuteNonQuery();
            throw new InvalidOperationException("An earlier connection of this host has not ended yet.");
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
