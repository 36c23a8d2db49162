using Agentic.Orchestration.Storage.Sql;
using Npgsql;

namespace Agentic.Orchestration.Storage.Postgres;

/// <summary>A store on a PostgreSQL server, for any number of hosts.</summary>
internal sealed class PostgresStore : SqlStore
{
    private readonly PostgresDatabase _database;
    private readonly PostgresClock _clock;
    private readonly PostgresSignals _signals;

    private PostgresStore(PostgresDatabase database, PostgresClock clock, PostgresSignals signals)
        : base(database) => (_database, _clock, _signals) = (database, clock, signals);

    public override bool IsShared => true;

    public override string? WriteProblem => _database.WriteProblem;

    public override TimeProvider Clock => _clock;

    internal override ISignals Signals => _signals;

    /// <summary>Opens the store and brings the database to today's schema, unless another host did.</summary>
    /// <param name="settings">An Npgsql connection string; the database exists and may be empty.</param>
    /// <param name="seal">Keyed hash over what tables hold that no journal explains; null to leave their seals alone.</param>
    /// <exception cref="InvalidOperationException">
    /// The server does not answer, or the database was made by a newer version.
    /// </exception>
    public static PostgresStore Open(string settings, Func<byte[], byte[]>? seal = null)
    {
        var given = Check(settings);
        var source = NpgsqlDataSource.Create(given);
        try
        {
            var connector = new PostgresConnector(source, given.ToString());
            var seals = seal is null ? null : new TableSeals(SqlDialect.Postgres, seal);
            Prepare(connector, seals);
            var clock = PostgresClock.Start(source);
            var signals = new PostgresSignals(connector);
            return new(new(connector, seals, table => signals.Send(new(SignalKinds.Table, table))), clock, signals);
        }
        catch (Exception failure)
        {
            source.Dispose();
            throw failure is NpgsqlException
                ? new InvalidOperationException(
                    $"ConnectionStrings:Store: the PostgreSQL server at {given.Host}:{given.Port} refuses: {failure.Message}",
                    failure
                )
                : failure;
        }
    }

    /// <summary>Hosts that start at once do this one after the other.</summary>
    private static void Prepare(PostgresConnector connector, TableSeals? seals)
    {
        using var alone = connector.OpenOwn();
        // Another host may be changing large tables.
        using (var patience = new NpgsqlCommand("SET lock_timeout = '10min'", alone))
        {
            patience.ExecuteNonQuery();
        }
        using var turn = PostgresSession.Command(alone, "SELECT pg_advisory_lock($1)", [AdvisoryLocks.Schema]);
        turn.CommandTimeout = 0;
        turn.ExecuteNonQuery();
        PostgresMigrations.Apply(connector.Source);
        using var transaction = alone.BeginTransaction();
        seals?.Begin(new PostgresSession(alone));
        transaction.Commit();
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
                "ConnectionStrings:Store names several servers or multiplexing: locks and what is read after them must be on one "
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
            + "-c tcp_keepalives_count=3 -c tcp_user_timeout=30000 "
            // A host that stands still in the middle of a transaction must not hold its locks, nor may others wait for them long.
            + "-c idle_in_transaction_session_timeout=10000 -c lock_timeout=5000";
        return given;
    }

    public override async ValueTask DisposeAsync()
    {
        await _signals.DisposeAsync();
        await _clock.DisposeAsync();
        await _database.DisposeAsync();
    }
}
