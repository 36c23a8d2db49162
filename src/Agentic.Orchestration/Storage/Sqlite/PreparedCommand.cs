using System.Diagnostics;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Agentic.Orchestration.Storage.Sqlite;

/// <summary>
/// A statement of the writer that is parsed once; values are bound by position. It talks to SQLite's own functions: the
/// ADO.NET command looks every parameter up by name at each call, which took longer than many of these writes.
/// </summary>
internal sealed class PreparedCommand : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    /// <exception cref="SqliteException">The text is no statement of this database.</exception>
    public PreparedCommand(SqliteConnection connection, string sql)
    {
        _database = connection.Handle!;
        Check(raw.sqlite3_prepare_v3(_database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
    }

    /// <returns>How many rows it inserted, changed or deleted.</returns>
    /// <exception cref="SqliteException">SQLite refused it.</exception>
    public int Execute(params ReadOnlySpan<object?> values)
    {
        Run(values, _ => true);
        return raw.sqlite3_changes(_database);
    }

    /// <returns>The first column of the first row: a long or a string; null where there is none.</returns>
    /// <exception cref="SqliteException">SQLite refused it.</exception>
    public object? Scalar(params ReadOnlySpan<object?> values) => Run(values, Column);

    public void Dispose() => _statement.Dispose();

    private T Run<T>(ReadOnlySpan<object?> values, Func<int, T> read)
    {
        Debug.Assert(values.Length == raw.sqlite3_bind_parameter_count(_statement), "A value is missing or one too many.");
        try
        {
            for (var index = 0; index < values.Length; index++)
            {
                Check(Bind(index + 1, values[index]));
            }
            var result = raw.sqlite3_step(_statement);
            Check(result);
            return read(result);
        }
        finally
        {
            // What it reports is the step's error once more, which is on its way already.
            raw.sqlite3_reset(_statement);
        }
    }

    private object? Column(int result) =>
        result != raw.SQLITE_ROW
            ? null
            : raw.sqlite3_column_type(_statement, 0) switch
            {
                raw.SQLITE_NULL => null,
                raw.SQLITE_INTEGER => raw.sqlite3_column_int64(_statement, 0),
                _ => raw.sqlite3_column_text(_statement, 0).utf8_to_string(),
            };

    private int Bind(int number, object? value) =>
        value switch
        {
            null => raw.sqlite3_bind_null(_statement, number),
            long integer => raw.sqlite3_bind_int64(_statement, number, integer),
            int integer => raw.sqlite3_bind_int64(_statement, number, integer),
            string text => raw.sqlite3_bind_text(_statement, number, text),
            // Without a byte to point at, SQLite would take it for no value at all.
            byte[] { Length: 0 } => raw.sqlite3_bind_zeroblob(_statement, number, 0),
            byte[] bytes => raw.sqlite3_bind_blob(_statement, number, bytes),
            _ => throw new ArgumentException($"No column is made from a {value.GetType()}.", nameof(value)),
        };

    private void Check(int result)
    {
        if (result is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE))
        {
            SqliteException.ThrowExceptionForRC(result, _database);
        }
    }
}
