namespace Agentic.Orchestration.Storage.Sql;

internal sealed class SqlHosts(ISqlDatabase database) : IHostStore
{
    public Task SaveAsync(HostRow host, CancellationToken cancellationToken) =>
        database.ExecuteAsync(
            session =>
                session.Execute(
                    "INSERT INTO hosts (id, name, roles, version, started_at, seen_at, load, failures, mails) "
                        + "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO UPDATE SET "
                        + "seen_at = excluded.seen_at, load = excluded.load, failures = excluded.failures",
                    host.Id,
                    host.Name,
                    host.Roles,
                    host.Version,
                    StoredTime.ToMicros(host.StartedAt),
                    StoredTime.ToMicros(host.SeenAt),
                    (long)host.Load,
                    host.Failures,
                    host.Mails ? 1L : 0L
                ),
            cancellationToken
        );

    public Task RemoveAsync(string id, CancellationToken cancellationToken) =>
        database.ExecuteAsync(session => session.Execute("DELETE FROM hosts WHERE id = $1", id), cancellationToken);

    public async Task<IReadOnlyList<HostRow>> ListAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync(
            "SELECT id, name, roles, version, started_at, seen_at, load, failures, mails FROM hosts ORDER BY started_at, id",
            row => new HostRow(
                row.GetString(0),
                row.GetString(1),
                row.GetString(2),
                row.GetString(3),
                StoredTime.FromMicros(row.GetInt64(4)),
                StoredTime.FromMicros(row.GetInt64(5)),
                row.GetInt64(8) == 1,
                (int)row.GetInt64(6),
                row.GetInt64(7)
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
