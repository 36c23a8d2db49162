using Dapper;

namespace Agentic.Orchestration.Storage.Sqlite;

internal sealed class SqliteAccounts(SqliteDatabase database) : IAccountStore
{
    public Task SaveAsync(AccountRow account, CancellationToken cancellationToken) =>
        database.WriteSealedAsync(
            "accounts",
            connection =>
                connection.Execute(
                    "INSERT INTO accounts VALUES (@User, @Name, @Email, @roles, @at) ON CONFLICT (user) DO UPDATE "
                        + "SET name = excluded.name, email = excluded.email, roles = excluded.roles, at = excluded.at",
                    new
                    {
                        account.User,
                        account.Name,
                        account.Email,
                        roles = string.Join('\n', account.Roles),
                        at = StoredTime.ToMicros(account.At),
                    }
                ),
            cancellationToken
        );

    public Task<IReadOnlyList<AccountRow>> ListAsync(CancellationToken cancellationToken) =>
        database.QueryAsync(
            "SELECT user, name, email, roles, at FROM accounts ORDER BY user",
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
            connection =>
                _ = absence is null
                    ? connection.Execute("DELETE FROM absences WHERE user = @user", new { user })
                    : connection.Execute(
                        "INSERT INTO absences VALUES (@user, @until, @Deputy) ON CONFLICT (user) DO UPDATE SET "
                            + "until = excluded.until, deputy = excluded.deputy",
                        new
                        {
                            user,
                            until = StoredTime.ToMicros(absence.Until),
                            absence.Deputy,
                        }
                    ),
            cancellationToken
        );

    public Task<IReadOnlyList<AbsenceRow>> ListAbsencesAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        database.QueryAsync(
            "SELECT user, until, deputy FROM absences WHERE until > $1 ORDER BY user",
            row => new AbsenceRow(row.GetString(0), StoredTime.FromMicros(row.GetInt64(1)), row.GetString(2)),
            StoredTime.ToMicros(now)
        );

    public Task SaveSessionEndAsync(SessionEndRow row, CancellationToken cancellationToken) =>
        database.WriteSealedAsync(
            "session_ends",
            connection =>
                connection.Execute(
                    "INSERT INTO session_ends VALUES (@Subject, @Epoch, @dismissed, @at) ON CONFLICT (subject) DO UPDATE "
                        + "SET epoch = excluded.epoch, dismissed = excluded.dismissed, at = excluded.at",
                    new
                    {
                        row.Subject,
                        row.Epoch,
                        dismissed = row.Dismissed ? 1 : 0,
                        at = StoredTime.ToMicros(row.At),
                    }
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
