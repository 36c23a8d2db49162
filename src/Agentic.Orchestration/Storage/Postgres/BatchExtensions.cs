using Npgsql;

namespace Agentic.Orchestration.Storage.Postgres;

internal static class BatchExtensions
{
    /// <param name="values">Values of <c>$1</c>, <c>$2</c>, …</param>
    public static void Add(this NpgsqlBatch batch, string sql, params ReadOnlySpan<object> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            // Found on the way to the server, it would cost the connection, and every append that shares it.
            ArgumentNullException.ThrowIfNull(value, nameof(values));
            command.Parameters.Add(new() { Value = value });
        }
        batch.BatchCommands.Add(command);
    }
}
