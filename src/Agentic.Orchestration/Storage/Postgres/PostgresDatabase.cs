using System.Data.Common;
using Agentic.Orchestration.Storage.Sql;
using Npgsql;

namespace Agentic.Orchestration.Storage.Postgres;

/// <summary>Appends share commits; everything else writes in a transaction of its own.</summary>
/// <param name="written">Told after each commit to a sealed table, with the table's name.</param>
internal sealed class PostgresDatabase(PostgresConnector connector, TableSeals? seals, Action<string> written)
    : ISqlDatabase,
        IAsyncDisposable
{
    private readonly PostgresWriter _writer = new(connector);
    private readonly SemaphoreSlim _places = new(16);

    public string? WriteProblem => _writer.Problem;

    public SqlDialect Dialect => SqlDialect.Postgres;

    public Task<AppendConflict?> AppendAsync(Append append, CancellationToken cancellationToken) =>
        _writer.AppendAsync(append, cancellationToken);

    public Task<IReadOnlyList<T>> QueryAsync<T>(string sql, Func<DbDataReader, T> map, params ReadOnlySpan<object?> values) =>
        ReadAsync(sql, map, values.ToArray());

    public async Task ExecuteAsync(Action<ISqlSession> write, CancellationToken cancellationToken)
    {
        // Each blocks a thread: a server that stands still must not take all of them.
        await _places.WaitAsync(cancellationToken);
        try
        {
            await Task.Run(() => Execute(write), cancellationToken);
        }
        finally
        {
            _places.Release();
        }
    }

    public async Task WriteSealedAsync(string table, Action<ISqlSession> write, CancellationToken cancellationToken)
    {
        await ExecuteAsync(
            session =>
            {
                // A seal is over the whole table: one writes at a time.
                session.Query("SELECT 1 FROM pg_advisory_xact_lock($1)", _ => 1, AdvisoryLocks.Table(table));
                TableSeals.Write(seals, session, table, write);
            },
            cancellationToken
        );
        written(table);
    }

    public async Task<WriterFigures> ReadFiguresAsync(CancellationToken cancellationToken) =>
        new(
            _writer.Appends,
            _writer.Commits,
            _writer.Conflicts,
            (await QueryAsync("SELECT pg_database_size(current_database())", row => row.GetInt64(0))).Single()
        );

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _places.Dispose();
        await connector.DisposeAsync();
    }

    private async Task<IReadOnlyList<T>> ReadAsync<T>(string sql, Func<DbDataReader, T> map, object?[] values)
    {
        try
        {
            await using var connection = await connector.Source.OpenConnectionAsync();
            await using var command = PostgresSession.Command(connection, sql, values);
            await using var rows = await command.ExecuteReaderAsync();
            var found = new List<T>();
            while (await rows.ReadAsync())
            {
                found.Add(map(rows));
            }
            return found;
        }
        catch (NpgsqlException away) when (away is not PostgresException || away.IsTransient)
        {
            throw new StoreUnavailableException($"The store does not answer: {away.Message}", away);
        }
    }

    private void Execute(Action<ISqlSession> write)
    {
        var isCommitting = false;
        try
        {
            using var connection = connector.Source.OpenConnection();
            using var transaction = connection.BeginTransaction();
            var session = new PostgresSession(connection);
            write(session);
            isCommitting = true;
            transaction.Commit();
        }
        catch (Exception failure) when (failure is NpgsqlException or InvalidOperationException)
        {
            throw isCommitting
                ? new StoreOutcomeUnknownException($"The store does not say whether it committed: {failure.Message}", failure)
                : new StoreUnavailableException($"The store did not commit: {failure.Message}", failure);
        }
    }
}
