using System.Data.Common;
using Agentic.Orchestration.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace Agentic.Orchestration.Storage.Sqlite;

/// <summary>One writer, readers that never wait for it, and the seals of tables without a journal.</summary>
internal sealed class SqliteDatabase(string file, SqliteConnection connection, TableSeals? seals)
    : ISqlDatabase,
        IAsyncDisposable
{
    private readonly SqliteReaders _readers = new(file);
    private readonly SqliteWriter _writer = new(connection);

    public SqlDialect Dialect => SqlDialect.Sqlite;

    public Task<AppendConflict?> AppendAsync(Append append, CancellationToken cancellationToken) =>
        _writer.AppendAsync(append, cancellationToken);

    public Task ExecuteAsync(Action<ISqlSession> write, CancellationToken cancellationToken) =>
        _writer.ExecuteAsync(write, cancellationToken);

    public Task WriteSealedAsync(string table, Action<ISqlSession> write, CancellationToken cancellationToken) =>
        _writer.ExecuteAsync(session => TableSeals.Write(seals, session, table, write), cancellationToken);

    /// <summary>A read is over in microseconds, so it does not leave its thread.</summary>
    public Task<IReadOnlyList<T>> QueryAsync<T>(string sql, Func<DbDataReader, T> map, params ReadOnlySpan<object?> values) =>
        Task.FromResult(_readers.Query(sql, map, values));

    public Task<WriterFigures> ReadFiguresAsync(CancellationToken cancellationToken) =>
        Task.FromResult(
            new WriterFigures(
                _writer.Appends,
                _writer.Commits,
                _writer.Conflicts,
                new[] { file, file + "-wal" }.Where(File.Exists).Sum(path => new FileInfo(path).Length)
            )
        );

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _readers.Dispose();
    }
}
