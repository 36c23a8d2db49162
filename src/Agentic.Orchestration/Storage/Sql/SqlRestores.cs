namespace Agentic.Orchestration.Storage.Sql;

internal sealed class SqlRestores(ISqlDatabase database) : IRestoreStore
{
    public Task AddAsync(RestoreRow restore, CancellationToken cancellationToken) =>
        database.ExecuteAsync(session => Add(session, restore), cancellationToken);

    public static void Add(ISqlSession session, RestoreRow restore) =>
        session.Execute(
            "INSERT INTO restores (by_user, reason, at, checkpoint, backup_at) VALUES ($1, $2, $3, $4, $5)",
            restore.By,
            restore.Reason,
            StoredTime.ToMicros(restore.At),
            restore.Checkpoint,
            StoredTime.ToMicros(restore.BackupAt)
        );

    public async Task<RestoreRow?> FindLastAsync(CancellationToken cancellationToken) =>
        (
            await database.QueryAsync(
                "SELECT by_user, reason, at, checkpoint, backup_at FROM restores ORDER BY at DESC LIMIT 1",
                row => new RestoreRow(
                    row.GetString(0),
                    row.GetString(1),
                    StoredTime.FromMicros(row.GetInt64(2)),
                    row.GetInt64(3),
                    StoredTime.FromMicros(row.GetInt64(4))
                )
            )
        ).SingleOrDefault();
}
