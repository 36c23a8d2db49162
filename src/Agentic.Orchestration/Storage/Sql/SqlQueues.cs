namespace Agentic.Orchestration.Storage.Sql;

internal sealed class SqlQueues(ISqlDatabase database) : IQueueStore
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
            SELECT {SqlRows.ApprovalColumns} FROM approvals
            WHERE (CAST($1 AS text) IS NULL OR status = $1)
                AND (CAST($2 AS text) IS NULL OR role = $2)
                AND (CAST($3 AS text) IS NULL OR id > $3)
            ORDER BY id LIMIT $4
            """,
            SqlRows.ToApproval,
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
            $"""
            SELECT {SqlRows.HandOffColumns} FROM hand_offs
            WHERE (CAST($1 AS text) IS NULL OR status = $1)
                AND (CAST($2 AS text) IS NULL OR topic = $2)
                AND (CAST($3 AS text) IS NULL OR id > $3)
            ORDER BY id LIMIT $4
            """,
            SqlRows.ToHandOff,
            status,
            topic,
            after,
            limit
        );
}
