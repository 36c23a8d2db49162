using Agentic.Contracts;

namespace Agentic.Orchestration.Storage.Sql;

internal sealed class SqlQueues(ISqlDatabase database) : IQueueStore
{
    public Task<IReadOnlyList<ApprovalRow>> ListApprovalsAsync(
        string? status,
        string? role,
        string? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var (sql, values) = Approvals(status, role, after, limit);
        return database.QueryAsync(sql, SqlRows.ToApproval, values);
    }

    public Task<IReadOnlyList<HandOffRow>> ListHandOffsAsync(
        string? status,
        string? topic,
        string? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var (sql, values) = HandOffs(status, topic, after, limit);
        return database.QueryAsync(sql, SqlRows.ToHandOff, values);
    }

    public async Task<QueueCounts> CountAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (open, overdue) = await CountAsync("approvals WHERE status = $1", "deadline", ApprovalStatus.Open.ToString(), now);
        var (handOffs, late) = await CountAsync(
            $"hand_offs WHERE status = $1 AND topic <> '{HandOffTopics.Sample}'",
            "due_at",
            "open",
            now
        );
        return new(open, overdue, handOffs, late);
    }

    internal static (string Sql, object?[] Values) Approvals(string? status, string? role, string? after, int limit) =>
        SqlFilter
            .Of(("status =", status), ("role =", role), ("id >", after))
            .Page($"SELECT {SqlRows.ApprovalColumns} FROM approvals", "id", limit);

    internal static (string Sql, object?[] Values) HandOffs(string? status, string? topic, string? after, int limit) =>
        SqlFilter
            .Of(("status =", status), ("topic =", topic), ("id >", after))
            .Page($"SELECT {SqlRows.HandOffColumns} FROM hand_offs", "id", limit);

    private async Task<(long All, long Late)> CountAsync(string rows, string due, string status, DateTimeOffset now) =>
        (
            await database.QueryAsync(
                $"SELECT count(*), coalesce(sum(CASE WHEN {due} < $2 THEN 1 ELSE 0 END), 0) FROM {rows}",
                row => (row.GetInt64(0), row.GetInt64(1)),
                status,
                StoredTime.ToMicros(now)
            )
        ).Single();
}
