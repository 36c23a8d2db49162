using System.Data.Common;
using Agentic.Orchestration.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace Agentic.Orchestration.Storage.Sqlite;

/// <summary>The writer's own connection, inside the transaction that it has begun.</summary>
internal sealed class SqliteSession(SqliteConnection connection) : ISqlSession, IDisposable
{
    private readonly Dictionary<string, PreparedCommand> _commands = [];
    private readonly Dictionary<string, PreparedQuery> _queries = [];

    public int Execute(string sql, params ReadOnlySpan<object?> values)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            // Values are bound by number; "$1" is a name to SQLite, and "?1" a number.
            _commands[sql] = command = new(connection, sql.Replace('$', '?'));
        }
        return command.Execute(values);
    }

    public IReadOnlyList<T> Query<T>(string sql, Func<DbDataReader, T> map, params ReadOnlySpan<object?> values)
    {
        if (!_queries.TryGetValue(sql, out var query))
        {
            _queries[sql] = query = new(connection, sql, values.Length);
        }
        return query.Read(map, values);
    }

    public void Dispose()
    {
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }
        foreach (var query in _queries.Values)
        {
            query.Dispose();
        }
    }
}
