using Microsoft.Data.Sqlite;

namespace Agentic.Orchestration.Storage.Sqlite;

/// <summary>What all parts of the SQLite store share: one writer, the readers, the seals of tables without a journal.</summary>
internal sealed class SqliteDatabase(string file, SqliteConnection connection, TableSeals? seals) : IAsyncDisposable
{
    private readonly SqliteReaders _readers = new(file);
    private readonly SqliteWriter _writer = new(connection);

    public string File => file;

    public SqliteWriter Writer => _writer;

    public Task<AppendConflict?> AppendAsync(Append append, CancellationToken cancellationToken) =>
        _writer.AppendAsync(append, cancellationToken);

    public Task ExecuteAsync(Action<SqliteConnection> write, CancellationToken cancellationToken) =>
        _writer.ExecuteAsync(write, cancellationToken);

    /// <summary>Writes to a table that carries a seal, and renews the seal unless somebody has changed the table.</summary>
    public Task WriteSealedAsync(string table, Action<SqliteConnection> write, CancellationToken cancellationToken) =>
        _writer.ExecuteAsync(
            connection =>
            {
                var intact = seals?.IsIntact(connection, table) ?? false;
                write(connection);
                if (intact)
                {
                    seals!.Renew(connection, table);
                }
            },
            cancellationToken
        );

    /// <summary>
    /// Reads the last commit and never waits for the writer. A read is over in microseconds, so it does not leave its thread.
    /// </summary>
    /// <param name="sql">One of a fixed set of texts, with its values as <c>$1</c>, <c>$2</c>, …</param>
    public Task<IReadOnlyList<T>> QueryAsync<T>(
        string sql,
        Func<SqliteDataReader, T> map,
        params ReadOnlySpan<object?> values
    ) => Task.FromResult(_readers.Query(sql, map, values));

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _readers.Dispose();
    }
}
