using Dapper;

namespace Agentic.Orchestration.Storage.Sqlite;

internal sealed class SqliteWakeUps(SqliteDatabase database) : IWakeUpStore
{
    public Task<IReadOnlyList<WorkRow>> ListDueAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        database.QueryAsync(
            "SELECT request_id, queue, due_at FROM work WHERE due_at <= $1 ORDER BY due_at LIMIT $2",
            row => new WorkRow(row.GetString(0), row.GetString(1), StoredTime.FromMicros(row.GetInt64(2))),
            StoredTime.ToMicros(now),
            limit
        );

    public async Task<IReadOnlyList<WorkRow>> ClaimDueAsync(
        DateTimeOffset now,
        DateTimeOffset until,
        int limit,
        CancellationToken cancellationToken
    )
    {
        const string free =
            "SELECT request_id, queue FROM work WHERE due_at <= $1 AND leased_until <= $1 ORDER BY due_at LIMIT $2";
        // Most sweeps find nothing, and reading does not wait for the writer.
        if ((await database.QueryAsync(free, row => row.GetString(0), StoredTime.ToMicros(now), limit)).Count == 0)
        {
            return [];
        }
        IReadOnlyList<WorkRow> claimed = [];
        await database.ExecuteAsync(
            connection =>
            {
                using var claim = new PreparedQuery(
                    connection,
                    $"UPDATE work SET leased_until = $3 WHERE (request_id, queue) IN ({free}) RETURNING request_id, "
                        + $"queue, due_at",
                    3
                );
                claimed =
                [
                    .. claim
                        .Read(
                            row => new WorkRow(
                                row.GetString(0),
                                row.GetString(1),
                                StoredTime.FromMicros(row.GetInt64(2)),
                                until
                            ),
                            [StoredTime.ToMicros(now), limit, StoredTime.ToMicros(until)]
                        )
                        .OrderBy(row => row.DueAt),
                ];
            },
            cancellationToken
        );
        return claimed;
    }

    public Task SetLeaseAsync(string requestId, string queue, DateTimeOffset until, CancellationToken cancellationToken) =>
        database.ExecuteAsync(
            connection =>
                connection.Execute(
                    "UPDATE work SET leased_until = @until WHERE request_id = @requestId AND queue = @queue",
                    new
                    {
                        requestId,
                        queue,
                        until = StoredTime.ToMicros(until),
                    }
                ),
            cancellationToken
        );

    public Task RemoveQueueAsync(string queue, CancellationToken cancellationToken) =>
        database.ExecuteAsync(
            connection => connection.Execute("DELETE FROM work WHERE queue = @queue", new { queue }),
            cancellationToken
        );

    public async Task<DateTimeOffset?> FindNextDueAsync(CancellationToken cancellationToken) =>
        (
            await database.QueryAsync(
                "SELECT min(due_at) FROM work",
                row => row.IsDBNull(0) ? (DateTimeOffset?)null : StoredTime.FromMicros(row.GetInt64(0))
            )
        ).Single();
}
