using Npgsql;

namespace Agentic.Orchestration.Storage.Postgres;

/// <summary>Rows by which others find what an append did: wake-ups, queues, runs, closures. None of them can refuse it.</summary>
internal static class PostgresIndexRows
{
    public static void AddTo(NpgsqlBatch batch, Append append)
    {
        foreach (var work in append.Work)
        {
            if (work.DueAt is { } due)
            {
                batch.Add(
                    """
                    INSERT INTO work (request_id, queue, due_at, leased_until) VALUES ($1, $2, $3, $4)
                    ON CONFLICT (request_id, queue)
                    DO UPDATE SET due_at = excluded.due_at, leased_until = excluded.leased_until, leased_by = ''
                    """,
                    work.RequestId,
                    work.Queue,
                    StoredTime.ToMicros(due),
                    work.LeasedUntil is { } until ? StoredTime.ToMicros(until) : 0L
                );
            }
            else
            {
                batch.Add("DELETE FROM work WHERE request_id = $1 AND queue = $2", work.RequestId, work.Queue);
            }
        }
        foreach (var row in append.Approvals)
        {
            batch.Add(
                """
                INSERT INTO approvals (id, request_id, status, role, deadline, at_risk, created_at, at_risk_currency)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO UPDATE SET status = excluded.status,
                    role = excluded.role, deadline = excluded.deadline
                """,
                row.Id,
                row.RequestId,
                row.Status.ToString(),
                row.Role,
                StoredTime.ToMicros(row.Deadline),
                row.AtRisk?.Minor ?? 0,
                StoredTime.ToMicros(row.CreatedAt),
                row.AtRisk?.Currency ?? ""
            );
        }
        foreach (var row in append.HandOffs)
        {
            batch.Add(
                "INSERT INTO hand_offs VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO UPDATE SET status = excluded.status",
                row.Id,
                row.RequestId,
                row.Status,
                row.Topic,
                StoredTime.ToMicros(row.DueAt)
            );
        }
        foreach (var row in append.Runs)
        {
            batch.Add(
                """
                INSERT INTO runs VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO UPDATE SET
                    status = excluded.status, hash = excluded.hash, updated_at = excluded.updated_at
                """,
                row.Id,
                row.RequestId,
                (long)row.Ordinal,
                row.Workflow,
                row.Hash,
                row.Status,
                StoredTime.ToMicros(row.UpdatedAt)
            );
        }
        if (append.Closure is { } closure)
        {
            batch.Add(
                """
                INSERT INTO closures VALUES ($1, $2, $3, $4) ON CONFLICT (request_id) DO UPDATE SET
                    at = excluded.at, status = excluded.status, assisted = excluded.assisted
                """,
                append.RequestId,
                StoredTime.ToMicros(closure.At),
                closure.Status.ToString(),
                closure.Assisted ? 1L : 0L
            );
        }
        else if (append.Reopens)
        {
            batch.Add("DELETE FROM closures WHERE request_id = $1", append.RequestId);
        }
        foreach (var row in append.Judgements)
        {
            batch.Add(
                "INSERT INTO judgements VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
                row.HandOffId,
                StoredTime.ToMicros(row.At),
                row.Wrong ? 1L : 0L
            );
        }
        foreach (var row in append.Definitions)
        {
            batch.Add(
                "INSERT INTO definitions VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
                row.Hash,
                row.Id,
                row.File,
                row.Source
            );
        }
        foreach (var key in append.EventKeys)
        {
            batch.Add("INSERT INTO event_keys VALUES ($1, $2) ON CONFLICT DO NOTHING", key, append.RequestId);
        }
    }
}
