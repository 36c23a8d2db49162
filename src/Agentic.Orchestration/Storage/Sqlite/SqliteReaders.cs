using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Agentic.Orchestration.Storage.Sqlite;

/// <summary>
/// Connections for reading. Each keeps its statements: parsing a statement anew took longer than most of these reads.
/// </summary>
internal sealed class SqliteReaders(string file) : IDisposable
{
    private const int MaxIdle = 16;
    private readonly string _connection = new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString();
    private readonly ConcurrentBag<Reader> _idle = [];
    private volatile bool _isClosed;

    /// <summary>Sees the last commit and never waits for the writer.</summary>
    /// <param name="sql">One of a fixed set of texts, with its values as <c>$1</c>, <c>$2</c>, …</param>
    /// <param name="map">Reads columns by position, so a row type stays free of database names.</param>
    public IReadOnlyList<T> Query<T>(string sql, Func<DbDataReader, T> map, params ReadOnlySpan<object?> values)
    {
        var reader = _idle.TryTake(out var idle) ? idle : new Reader(_connection);
        try
        {
            var rows = reader.Query(sql, map, values);
            if (!_isClosed && _idle.Count < MaxIdle)
            {
                _idle.Add(reader);
                reader = null;
                if (_isClosed)
                {
                    // Closed between the question and the answer.
                    Dispose();
                }
            }
            return rows;
        }
        finally
        {
            // One that failed, or one too many.
            reader?.Dispose();
        }
    }

    public void Dispose()
    {
        _isClosed = true;
        while (_idle.TryTake(out var reader))
        {
            reader.Dispose();
        }
    }

    private sealed class Reader : IDisposable
    {
        private readonly SqliteConnection _connection;
        private readonly Dictionary<string, PreparedQuery> _commands = [];

        public Reader(string connection)
        {
            _connection = new(connection);
            _connection.Open();
        }

        public IReadOnlyList<T> Query<T>(string sql, Func<DbDataReader, T> map, ReadOnlySpan<object?> values)
        {
            if (!_commands.TryGetValue(sql, out var command))
            {
                _commands[sql] = command = new(_connection, sql, values.Length);
            }
            return command.Read(map, values);
        }

        public void Dispose()
        {
            foreach (var command in _commands.Values)
            {
                command.Dispose();
            }
            _connection.Dispose();
        }
    }
}
