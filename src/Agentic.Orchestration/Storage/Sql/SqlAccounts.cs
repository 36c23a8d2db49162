namespace Agentic.Orchestration.Storage.Sql;

internal sealed class SqlAccounts(ISqlDatabase database) : IAccountStore
{
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

    public Task SaveSessionEndAsync(SessionEndRow row, CancellationToken cancellationToken) =>
        database.WriteSealedAsync(
            "session_ends",
            session =>
                session.Execute(
                    "INSERT INTO session_ends (subject, epoch, dismissed, at) VALUES ($1, $2, $3, $4) ON CONFLICT (subject) "
                        + "DO UPDATE SET epoch = excluded.epoch, dismissed = excluded.dismissed, at = excluded.at",
                    row.Subject,
                    row.Epoch,
                    row.Dismissed ? 1 : 0,
                    StoredTime.ToMicros(row.At)
                ),
            cancellationToken
        );

    public Task<IReadOnlyList<SessionEndRow>> ListSessionEndsAsync(CancellationToken cancellationToken) =>
        database.QueryAsync(
            "SELECT subject, epoch, dismissed, at FROM session_ends ORDER BY subject",
            row => new SessionEndRow(
                row.GetString(0),
                row.GetInt64(1),
                row.GetInt64(2) == 1,
                StoredTime.FromMicros(row.GetInt64(3))
            )
        );
}
