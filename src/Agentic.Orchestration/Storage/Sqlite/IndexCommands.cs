using Microsoft.Data.Sqlite;

namespace Agentic.Orchestration.Storage.Sqlite;

/// <summary>Rows by which others find what an append did: wake-ups, queues, runs, closures. None of them can refuse it.</summary>
internal sealed class IndexCommands(SqliteConnection connection) : PreparedCommands(connection)
{
    private PreparedCommand? _work,
        _workDone,
        _approval,
        _handOff,
        _closure,
        _reopen,
        _judgement,
        _definition,
        _eventKey,
        _run;

    public void Write(Append append)
    {
        foreach (var work in append.Work)
        {
            _ = work.DueAt is { } due
                ? Use(
                        ref _work,
                        "INSERT INTO work (request_id, queue, due_at, leased_until) VALUES (?1, ?2, ?3, ?4) "
                            + "ON CONFLICT (request_id, queue) DO UPDATE SET due_at = excluded.due_at, "
                            + "leased_until = excluded.leased_until, leased_by = ''"
                    )
                    .Execute(
                        work.RequestId,
                        work.Queue,
                        StoredTime.ToMicros(due),
                        work.LeasedUntil is { } until ? StoredTime.ToMicros(until) : 0L
                    )
                : Use(ref _workDone, "DELETE FROM work WHERE request_id = ?1 AND queue = ?2")
                    .Execute(work.RequestId, work.Queue);
        }
        foreach (var row in append.Approvals)
        {
            Use(
                    ref _approval,
                    "INSERT INTO approvals (id, request_id, status, role, deadline, at_risk, created_at, "
                        + "at_risk_currency) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (id) DO UPDATE SET "
                        + "status = excluded.status, role = excluded.role, deadline = excluded.deadline"
                )
                .Execute(
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
            Use(
                    ref _handOff,
                    "INSERT INTO hand_offs VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (id) DO UPDATE SET status = excluded.status"
                )
                .Execute(row.Id, row.RequestId, row.Status, row.Topic, StoredTime.ToMicros(row.DueAt));
        }
        if (append.Closure is { } closure)
        {
            Use(
                    ref _closure,
                    "INSERT INTO closures VALUES (?1, ?2, ?3, ?4) ON CONFLICT (request_id) DO UPDATE SET at = "
                        + "excluded.at, status = excluded.status, assisted = excluded.assisted"
                )
                .Execute(
                    append.RequestId,
                    StoredTime.ToMicros(closure.At),
                    closure.Status.ToString(),
                    closure.Assisted ? 1 : 0
                );
        }
        else if (append.Reopens)
        {
            Use(ref _reopen, "DELETE FROM closures WHERE request_id = ?1").Execute(append.RequestId);
        }
        foreach (var row in append.Judgements)
        {
            Use(ref _judgement, "INSERT INTO judgements VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING")
                .Execute(row.HandOffId, StoredTime.ToMicros(row.At), row.Wrong ? 1 : 0);
        }
        foreach (var row in append.Definitions)
        {
            Use(ref _definition, "INSERT INTO definitions VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING")
                .Execute(row.Hash, row.Id, row.File, row.Source);
        }
        foreach (var key in append.EventKeys)
        {
            Use(ref _eventKey, "INSERT INTO event_keys VALUES (?1, ?2) ON CONFLICT DO NOTHING").Execute(key, append.RequestId);
        }
        foreach (var row in append.Runs)
        {
            Use(
                    ref _run,
                    "INSERT INTO runs VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (id) DO UPDATE SET status = "
                        + "excluded.status, hash = excluded.hash, updated_at = excluded.updated_at"
                )
                .Execute(
                    row.Id,
                    row.RequestId,
                    row.Ordinal,
                    row.Workflow,
                    row.Hash,
                    row.Status,
                    StoredTime.ToMicros(row.UpdatedAt)
                );
        }
    }
}
