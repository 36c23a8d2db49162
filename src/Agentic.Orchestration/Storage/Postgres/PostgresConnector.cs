using System.Diagnostics;
using Npgsql;

namespace Agentic.Orchestration.Storage.Postgres;

/// <summary>
/// The database's connections, and the one that says that this host is the only one. Who opens the store raises its epoch;
/// every transaction asks for the epoch that it belongs to, so a host that lost its lock unnoticed can write nothing more.
/// </summary>
internal sealed class PostgresConnector(NpgsqlDataSource source, string settings) : IAsyncDisposable
{
    /// <summary>How long a lock is waited for that a broken connection of ours may still hold.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    // Not from the pool: what is closed there stays open, and its lock with it.
    private readonly string _own = new NpgsqlConnectionStringBuilder(settings) { Pooling = false }.ToString();

    public const string EpochQuery = "SELECT epoch FROM host WHERE epoch = $1 FOR SHARE";

    public NpgsqlDataSource Source => source;

    /// <summary>Of this host, once <see cref="BeginEpoch"/> was called.</summary>
    public long Epoch { get; private set; }

    /// <summary>A connection that holds the host's lock as long as it is open.</summary>
    /// <exception cref="InvalidOperationException">Another host holds it.</exception>
    public NpgsqlConnection Connect()
    {
        var connection = new NpgsqlConnection(_own);
        try
        {
            connection.Open();
            using var command = PostgresSession.Command(connection, "SELECT pg_try_advisory_lock($1)", [AdvisoryLocks.Host]);
            return command.ExecuteScalar() is true
                ? connection
                : throw new InvalidOperationException(
                    "Another host works on this PostgreSQL database. This version runs one host on each: stop the other one, "
                        + "or name another database in ConnectionStrings:Store."
                );
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>After a connection was lost: the server may need a moment to notice, and to give its lock back.</summary>
    /// <exception cref="Exception">The server does not answer, or another host has taken over.</exception>
    public async Task<NpgsqlConnection> ReconnectAsync()
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

    public void BeginEpoch(NpgsqlConnection locked)
    {
        using var command = PostgresSession.Command(locked, "UPDATE host SET epoch = epoch + 1 RETURNING epoch", []);
        Epoch = (long)command.ExecuteScalar()!;
    }

    public ValueTask DisposeAsync() => source.DisposeAsync();
}
