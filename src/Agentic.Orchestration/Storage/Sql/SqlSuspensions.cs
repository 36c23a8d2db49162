using Dapper;

namespace Agentic.Orchestration.Storage.Sqlite;

internal sealed class SqliteSuspensions(SqliteDatabase database) : ISuspensionStore
{
    public Task AddAsync(SuspensionRow suspension, CancellationToken cancellationToken) =>
        database.WriteSealedAsync(
            "suspensions",
            connection =>
                connection.Execute(
                    "INSERT INTO suspensions (pack, suspended, by_user, reason, at) VALUES (@Pack, @Suspended, @By, "
                        + "@Reason, @At)",
                    new
                    {
                        suspension.Pack,
                        suspension.Suspended,
                        suspension.By,
                        suspension.Reason,
                        At = StoredTime.ToMicros(suspension.At),
                    }
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
