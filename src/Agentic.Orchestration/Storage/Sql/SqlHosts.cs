namespace Agentic.Orchestration.Storage.Sql;

internal sealed class SqlHosts(ISqlDatabase database) : IHostStore
{
    public async Task<bool> SaveAsync(HostRow host, CancellationToken cancellationToken)
    {
        var isDrained = false;
        await database.ExecuteAsync(
            session =>
                isDrained = session
                    .Query(
                        "INSERT INTO hosts (id, name, roles, version, started_at, seen_at, load, failures, mails, is_idle, "
                            + "settings) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (id) DO UPDATE SET "
                            + "seen_at = excluded.seen_at, load = excluded.load, failures = excluded.failures, "
                            + "is_idle = excluded.is_idle RETURNING drained_by",
                        row => row.GetString(0).Length > 0,
                        host.Id,
                        host.Name,
                        host.Roles,
                        host.Version,
                        StoredTime.ToMicros(host.StartedAt),
                        StoredTime.ToMicros(host.SeenAt),
                        (long)host.Load,
                        host.Failures,
                        host.Mails ? 1L : 0L,
                        host.IsIdle ? 1L : 0L,
                        host.Settings
                    )
                    .Single(),
            cancellationToken
        );
        return isDrained;
    }

    public async Task<bool> DrainAsync(string id, HostDrainRow? drain, CancellationToken cancellationToken)
    {
        var known = 0;
        await database.ExecuteAsync(
            session =>
                known = drain is null
                    ? session.Execute("UPDATE hosts SET drained_by = '', drained_since = 0, is_idle = 0 WHERE id = $1", id)
                    : session.Execute(
                        "UPDATE hosts SET is_idle = CASE drained_by WHEN '' THEN 0 ELSE is_idle END, "
                            + "drained_since = CASE drained_by WHEN '' THEN $3 ELSE drained_since END, "
                            + "drained_by = CASE drained_by WHEN '' THEN $2 ELSE drained_by END WHERE id = $1",
                        id,
                        drain.By,
                        StoredTime.ToMicros(drain.Since)
                    ),
            cancellationToken
        );
        return known == 1;
    }

    public Task RemoveAsync(string id, CancellationToken cancellationToken) =>
        database.ExecuteAsync(session => session.Execute("DELETE FROM hosts WHERE id = $1", id), cancellationToken);

    public async Task<IReadOnlyList<HostRow>> ListAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync(
            "SELECT id, name, roles, version, started_at, seen_at, load, failures, mails, is_idle, drained_by, drained_since, "
                + "settings FROM hosts ORDER BY started_at, id",
            row => new HostRow(
                row.GetString(0),
                row.GetString(1),
                row.GetString(2),
                row.GetString(3),
                StoredTime.FromMicros(row.GetInt64(4)),
                StoredTime.FromMicros(row.GetInt64(5)),
                row.GetInt64(8) == 1,
                (int)row.GetInt64(6),
                row.GetInt64(7),
                row.GetInt64(9) == 1,
                row.GetString(10) is { Length: > 0 } by ? new(by, StoredTime.FromMicros(row.GetInt64(11))) : null,
                row.GetString(12)
            )
        );
        if (rows.Any(row => row.SeenAt < since))
        {
            await database.ExecuteAsync(
                session => session.Execute("DELETE FROM hosts WHERE seen_at < $1", StoredTime.ToMicros(since)),
                cancellationToken
            );
        }
        return [.. rows.Where(row => row.SeenAt >= since)];
    }
}
