using System.Data.Common;
using Agentic.Orchestration.Storage.Sql;
using Npgsql;

namespace Agentic.Orchestration.Storage.Postgres;

internal sealed class PostgresSession(NpgsqlConnection connection) : ISqlSession
{
    public int Execute(string sql, params ReadOnlySpan<object?> values)
    {
        using var command = Command(connection, sql, values);
        return command.ExecuteNonQuery();
    }

    public IReadOnlyList<T> Query<T>(string sql, Func<DbDataReader, T> map, params ReadOnlySpan<object?> values)
    {
        using var command = Command(connection, sql, values);
        using var rows = command.ExecuteReader();
        var found = new List<T>();
        while (rows.Read())
        {
            found.Add(map(rows));
        }
        return found;
    }

    public static NpgsqlCommand Command(NpgsqlConnection connection, string sql, ReadOnlySpan<object?> values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value ?? DBNull.Value });
        }
        return command;
    }
}
