using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Agentic.Orchestration.Storage.Sqlite;

/// <summary>A statement with rows as its answer that is parsed once; values are bound by position.</summary>
internal sealed class PreparedQuery : IDisposable
{
    private readonly SqliteCommand _command;

    public PreparedQuery(SqliteConnection connection, string sql, int parameters)
    {
        _command = connection.CreateCommand();
        _command.CommandText = sql;
        for (var number = 1; number <= parameters; number++)
        {
            _command.Parameters.Add(new SqliteParameter($"${number}", null));
        }
    }

    public IReadOnlyList<T> Read<T>(Func<DbDataReader, T> map, ReadOnlySpan<object?> values)
    {
        for (var index = 0; index < values.Length; index++)
        {
            _command.Parameters[index].Value = values[index] ?? DBNull.Value;
        }
        using var rows = _command.ExecuteReader();
        var found = new List<T>();
        while (rows.Read())
        {
            found.Add(map(rows));
        }
        return found;
    }

    public void Dispose() => _command.Dispose();
}
