using System.Data.Common;

namespace Agentic.Orchestration.Storage.Sql;

internal sealed class SqlAccounts(ISqlDatabase database) : IAccountStore
{
    private const string SessionEndColumns = "subject, epoch, dismissed, at";

    public Task SaveAsync(AccountRow account, CancellationToken cancellationToken) =>
        database.WriteSealedAsync(
            "accounts",
            session =>
                session.Execute(
                    "INSERT INTO accounts (\"user\", name, email, roles, at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (\"user\") "
                        + "DO UPDATE SET name = excluded.name, email = excluded.email, roles = excluded.roles, at = excluded.at",
                    account.User,
                    account.Name,
                    account.Email,
                    string.Join('\n', account.Roles),
                    StoredTime.ToMicros(account.At)
                ),
            cancellationToken
        );

    public Task<IReadOnlyList<AccountRow>> ListAsync(CancellationToken cancellationToken) =>
        database.QueryAsync(
            "SELECT \"user\", name, email, roles, at FROM accounts ORDER BY \"user\"",
            row => new AccountRow(
                row.GetString(0),
                row.GetString(1),
                row.GetString(2),
                row.GetString(3).Split('\n', StringSplitOptions.RemoveEmptyEntries),
                StoredTime.FromMicros(row.GetInt64(4))
            )
        );

    public Task SetAbsenceAsync(string user, AbsenceRow? absence, CancellationToken cancellationToken) =>
        database.WriteSealedAsync(
            "absences",
            session =>
                _ = absence is null
                    ? session.Execute("DELETE FROM absences WHERE \"user\" = $1", user)
                    : session.Execute(
                        "INSERT INTO absences (\"user\", until, deputy) VALUES ($1, $2, $3) ON CONFLICT (\"user\") DO UPDATE "
                            + "SET until = excluded.until, deputy = excluded.deputy",
                        user,
                        StoredTime.ToMicros(absence.Until),
                        absence.Deputy
                    ),
            cancellationToken
        );

    public Task<IReadOnlyList<AbsenceRow>> ListAbsencesAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        database.QueryAsync(
            "SELECT \"user\", until, deputy FROM absences WHERE until > $1 ORDER BY \"user\"",
            row => new AbsenceRow(row.GetString(0), StoredTime.FromMicros(row.GetInt64(1)), row.GetString(2)),
            StoredTime.ToMicros(now)
        );

    public async Task<SessionEndRow> EndSessionsAsync(
        string subject,
        bool? dismissed,
        DateTimeOffset at,
        CancellationToken cancellationToken
    )
    {
        SessionEndRow? ended = null;
        await database.WriteSealedAsync(
            "session_ends",
            session =>
                ended = session
                    .Query(
                        "INSERT INTO session_ends (subject, epoch, dismissed, at) VALUES ($1, 1, $2, $4) "
                            + "ON CONFLICT (subject) DO UPDATE SET epoch = session_ends.epoch + 1, at = excluded.at, "
                            + "dismissed = CASE WHEN $3 = 1 THEN session_ends.dismissed ELSE excluded.dismissed END "
                            + $"RETURNING {SessionEndColumns}",
                        ToSessionEnd,
                        subject,
                        dismissed == true ? 1L : 0L,
                        dismissed is null ? 1L : 0L,
                        StoredTime.ToMicros(at)
                    )
                    .Single(),
            cancellationToken
        );
        return ended!;
    }

    public Task<IReadOnlyList<SessionEndRow>> ListSessionEndsAsync(CancellationToken cancellationToken) =>
        database.QueryAsync($"SELECT {SessionEndColumns} FROM session_ends ORDER BY subject", ToSessionEnd);

    private static SessionEndRow ToSessionEnd(DbDataReader row) =>
        new(row.GetString(0), row.GetInt64(1), row.GetInt64(2) == 1, StoredTime.FromMicros(row.GetInt64(3)));
}
