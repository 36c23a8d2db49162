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
                            // Materialized: asked again for each row, it would find more than the limit.
                            $"WITH free AS MATERIALIZED ({free}{database.Dialect.SkipLocked}) UPDATE work SET leased_until = $3, "
                                + "leased_by = '' WHERE (request_id, queue) IN (SELECT request_id, queue FROM free) "
                                + "RETURNING request_id, queue, due_at",
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

    public async Task<bool> TryHoldAsync(
        string requestId,
        string queue,
        string holder,
        DateTimeOffset now,
        DateTimeOffset until,
        CancellationToken cancellationToken
    )
    {
        var held = 0;
        await database.ExecuteAsync(
            session =>
                held = session.Execute(
                    "UPDATE work SET leased_until = $5, leased_by = $3 WHERE request_id = $1 AND queue = $2 "
                        + "AND (leased_by IN ('', $3) OR leased_until <= $4)",
                    requestId,
                    queue,
                    holder,
                    StoredTime.ToMicros(now),
                    StoredTime.ToMicros(until)
                ),
            cancellationToken
        );
        return held == 1;
    }

    public Task GiveBackAsync(string requestId, string queue, CancellationToken cancellationToken) =>
        database.ExecuteAsync(
            session =>
                session.Execute(
                    "UPDATE work SET leased_until = 0 WHERE request_id = $1 AND queue = $2 AND leased_by = ''",
                    requestId,
                    queue
                ),
            cancellationToken
        );

    public Task LetGoAsync(
        string requestId,
        string queue,
        string holder,
        DateTimeOffset from,
        CancellationToken cancellationToken
    ) =>
        database.ExecuteAsync(
            session =>
                session.Execute(
                    "UPDATE work SET leased_until = $4, leased_by = '' WHERE request_id = $1 AND queue = $2 AND leased_by = $3",
                    requestId,
                    queue,
                    holder,
                    StoredTime.ToMicros(from)
                ),
            cancellationToken
        );

    public Task ReleaseAsync(string holder, CancellationToken cancellationToken) =>
        database.ExecuteAsync(
            session => session.Execute("UPDATE work SET leased_until = 0, leased_by = '' WHERE leased_by = $1", holder),
            cancellationToken
        );

    public Task RemoveQueueAsync(string queue, CancellationToken cancellationToken) =>
        database.ExecuteAsync(session => session.Execute("DELETE FROM work WHERE queue = $1", queue), cancellationToken);

    public Task<IReadOnlyList<BacklogRow>> ReadBacklogAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        database.QueryAsync(
            "SELECT queue, count(*), min(due_at) FROM work WHERE due_at <= $1 GROUP BY queue ORDER BY queue",
            row => new BacklogRow(row.GetString(0), row.GetInt64(1), StoredTime.FromMicros(row.GetInt64(2))),
            StoredTime.ToMicros(now)
        );

    public async Task<DateTimeOffset?> FindNextDueAsync(CancellationToken cancellationToken) =>
        (
            await database.QueryAsync(
                "SELECT min(due_at) FROM work",
                row => row.IsDBNull(0) ? (DateTimeOffset?)null : StoredTime.FromMicros(row.GetInt64(0))
            )
        ).Single();
}
