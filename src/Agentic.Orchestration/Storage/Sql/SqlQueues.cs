namespace Agentic.Orchestration.Storage.Sqlite;

internal sealed class SqliteQueues(SqliteDatabase database) : IQueueStore
{
    public Task<IReadOnlyList<ApprovalRow>> ListApprovalsAsync(
        string? status,
        string? role,
        string? after,
        int limit,
        CancellationToken cancellationToken
    ) =>
        database.QueryAsync(
            $"""
            SELECT {SqliteRows.ApprovalColumns} FROM approvals
            WHERE ($1 IS NULL OR status = $1) AND ($2 IS NULL OR role = $2) AND ($3 IS NULL OR id > $3)
            ORDER BY id LIMIT $4
            """,
            SqliteRows.ToApproval,
            status,
            role,
            after,
            limit
        );

    public Task<IReadOnlyList<HandOffRow>> ListHandOffsAsync(
        string? status,
        string? topic,
        string? after,
        int limit,
        CancellationToken cancellationToken
    ) =>
        database.QueryAsync(
            $"SELECT {SqliteRows.HandOffColumns} FROM hand_offs WHERE ($1 IS NULL OR status = $1) AND ($2 IS NULL OR topic = "
                + $"$2) AND ($3 IS NULL OR id > $3) ORDER BY id LIMIT $4",
            SqliteRows.ToHandOff,
            status,
            topic,
            after,
            limit
        );
}
