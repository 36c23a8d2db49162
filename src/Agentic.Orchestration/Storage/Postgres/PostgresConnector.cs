using Npgsql;

namespace Agentic.Orchestration.Storage.Postgres;

/// <summary>The database's connections, and the one that says that this host is the only one.</summary>
internal sealed class PostgresConnector(NpgsqlDataSource source) : IAsyncDisposable
{
    public NpgsqlDataSource Source => source;

    /// <summary>A connection that holds the host's lock as long as it is open.</summary>
    /// <exception cref="InvalidOperationException">Another host holds it.</exception>
    public NpgsqlConnection Connect()
    {
        var connection = source.OpenConnection();
        try
        {
            using var command = new NpgsqlCommand("SELECT pg_try_advisory_lock($1)", connection);
            command.Parameters.Add(new() { Value = AdvisoryLocks.Host });
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

    public ValueTask DisposeAsync() => source.DisposeAsync();
}
