namespace Agentic.Orchestration.Storage.Sql;

internal sealed class SqlSuspensions(ISqlDatabase database) : ISuspensionStore
{
    public Task AddAsync(SuspensionRow suspension, CancellationToken cancellationToken) =>
        database.WriteSealedAsync(
            "suspensions",
            session =>
                session.Execute(
                    "INSERT INTO suspensions (pack, suspended, by_user, reason, at) VALUES ($1, $2, $3, $4, $5)",
                    suspension.Pack,
                    suspension.Suspended ? 1 : 0,
                    suspension.By,
                    suspension.Reason,
                    StoredTime.ToMicros(suspension.At)
                ),
            cancellationToken
        );

    public Task<IReadOnlyList<SuspensionRow>> ListAsync(CancellationToken cancellationToken) =>
        database.QueryAsync(
            "SELECT pack, suspended, by_user, reason, at FROM suspensions WHERE number IN (SELECT max(number) FROM "
                + "suspensions GROUP BY pack) ORDER BY pack",
            row => new SuspensionRow(
                row.GetString(0),
                row.GetInt64(1) == 1,
                row.GetString(2),
                row.GetString(3),
                StoredTime.FromMicros(row.GetInt64(4))
            )
        );
}
