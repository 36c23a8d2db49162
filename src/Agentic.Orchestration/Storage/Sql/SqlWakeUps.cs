namespace Agentic.Orchestration.Storage.Sql;

internal sealed class SqlWakeUps(ISqlDatabase database) : IWakeUpStore
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
            session =>
                claimed = [
                    .. session
                        .Query(
                            $"UPDATE work SET leased_until = $3 WHERE (request_id, queue) IN "
                                + $"({free}{database.Dialect.SkipLocked}) RETURNING request_id, queue, due_at",
                            row => new WorkRow(
                                row.GetString(0),
                                row.GetString(1),
                                StoredTime.FromMicros(row.GetInt64(2)),
                                until
                            ),
                            StoredTime.ToMicros(now),
                            limit,
                            StoredTime.ToMicros(until)
                        )
                        .OrderBy(row => row.DueAt),
                ],
            cancellationToken
        );
        return claimed;
    }

    public Task SetLeaseAsync(string requestId, string queue, DateTimeOffset until, CancellationToken cancellationToken) =>
        database.ExecuteAsync(
            session =>
                session.Execute(
                    "UPDATE work SET leased_until = $3 WHERE request_id = $1 AND queue = $2",
                    requestId,
                    queue,
                    StoredTime.ToMicros(until)
                ),
            cancellationToken
        );

    public Task RemoveQueueAsync(string queue, CancellationToken cancellationToken) =>
        database.ExecuteAsync(session => session.Execute("DELETE FROM work WHERE queue = $1", queue), cancellationToken);

    public async Task<DateTimeOffset?> FindNextDueAsync(CancellationToken cancellationToken) =>
        (
            await database.QueryAsync(
                "SELECT min(due_at) FROM work",
                row => row.IsDBNull(0) ? (DateTimeOffset?)null : StoredTime.FromMicros(row.GetInt64(0))
            )
        ).Single();
}
