using Agentic.Orchestration.Storage.Sql;
using Npgsql;

namespace Agentic.Orchestration.Storage.Postgres;

/// <summary>A store on a PostgreSQL server, for one host so far: a second one is refused at start.</summary>
internal sealed class PostgresStore : SqlStore
{
    private readonly PostgresDatabase _database;

    private PostgresStore(PostgresDatabase database)
        : base(database) => _database = database;

    /// <summary>Brings the database to today's schema and takes the host's lock.</summary>
    /// <param name="settings">An Npgsql connection string; the database exists and may be empty.</param>
    /// <param name="seal">Keyed hash over what tables hold that no journal explains; null to leave their seals alone.</param>
    /// <exception cref="InvalidOperationException">
    /// The server does not answer, another host holds the store, or it was made by a newer version.
    /// </exception>
    public static PostgresStore Open(string settings, Func<byte[], byte[]>? seal = null)
    {
        var given = new NpgsqlConnectionStringBuilder(settings);
        // The statements are a fixed set, each used again and again.
        given.MaxAutoPrepare = Math.Max(given.MaxAutoPrepare, 200);
        given.ApplicationName ??= "agentic";
        var source = NpgsqlDataSource.Create(given);
        try
        {
            PostgresMigrations.Apply(source);
            var connector = new PostgresConnector(source);
            var locked = connector.Connect();
            var seals = seal is null ? null : new TableSeals(SqlDialect.Postgres, seal);
            using (var connection = source.OpenConnection())
            {
                using var transaction = connection.BeginTransaction();
                var session = new PostgresSession(connection);
                // The lock is ours, so whoever held a lease is gone.
                session.Execute("UPDATE work SET leased_until = 0 WHERE leased_until > 0");
                seals?.Begin(session);
                transaction.Commit();
            }
            return new(new(connector, locked, seals));
        }
        catch (NpgsqlException silent)
        {
            source.Dispose();
            throw new InvalidOperationException(
                $"ConnectionStrings:Store: the PostgreSQL server at {given.Host}:{given.Port} refuses: {silent.Message}",
                silent
            );
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    public override ValueTask DisposeAsync() => _database.DisposeAsync();
}
