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
        var given = Check(settings);
        var source = NpgsqlDataSource.Create(given);
        NpgsqlConnection? locked = null;
        try
        {
            var connector = new PostgresConnector(source, given.ToString());
            locked = connector.Connect();
            PostgresMigrations.Apply(source);
            connector.BeginEpoch(locked);
            var seals = seal is null ? null : new TableSeals(SqlDialect.Postgres, seal);
            using (var connection = source.OpenConnection())
            {
                using var transaction = connection.BeginTransaction();
                var session = new PostgresSession(connection);
                // Whoever held a lease belongs to an earlier epoch, and can write nothing more.
                session.Execute("UPDATE work SET leased_until = 0 WHERE leased_until > 0");
                seals?.Begin(session);
                transaction.Commit();
            }
            return new(new(connector, locked, seals));
        }
        catch (Exception failure)
        {
            locked?.Dispose();
            source.Dispose();
            throw failure is NpgsqlException
                ? new InvalidOperationException(
                    $"ConnectionStrings:Store: the PostgreSQL server at {given.Host}:{given.Port} refuses: {failure.Message}",
                    failure
                )
                : failure;
        }
    }

    /// <summary>What would take a promise back is refused, or set as it has to be.</summary>
    private static NpgsqlConnectionStringBuilder Check(string settings)
    {
        NpgsqlConnectionStringBuilder given;
        try
        {
            given = new(settings);
        }
        catch (ArgumentException wrong)
        {
            throw new InvalidOperationException($"ConnectionStrings:Store cannot be read: {wrong.Message}", wrong);
        }
        if (given.Multiplexing || given.Host?.Contains(',', StringComparison.Ordinal) == true)
        {
            throw new InvalidOperationException(
                "ConnectionStrings:Store names several servers or multiplexing: the host's lock and what it reads must be on one "
                    + "server and one session."
            );
        }
        // The statements are a fixed set, each used again and again.
        given.MaxAutoPrepare = Math.Max(given.MaxAutoPrepare, 200);
        given.ApplicationName ??= "agentic";
        // A connection that is dead without a word is noticed at both ends, and a commit that was told survives a power cut.
        given.KeepAlive = given.KeepAlive == 0 ? 30 : given.KeepAlive;
        given.Options =
            $"{given.Options} -c synchronous_commit=on -c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 "
            + "-c tcp_keepalives_count=3";
        return given;
    }

    public override ValueTask DisposeAsync() => _database.DisposeAsync();
}
