using Microsoft.Data.Sqlite;

namespace Agentic.Orchestration.Storage.Sqlite;

/// <summary>The statements of one append, in the order in which they can refuse it: guards first, rows after.</summary>
internal sealed class AppendCommands(SqliteConnection connection) : IDisposable
{
    private readonly List<PreparedCommand> _all = [];
    private PreparedCommand? _begin,
        _commit,
        _rollback,
        _savepoint,
        _release,
        _undo,
        _insertRequest,
        _updateRequest,
        _version,
        _event,
        _isAppended,
        _work,
        _workDone,
        _approval,
        _handOff,
        _run,
        _ledger,
        _ledgerStatus,
        _makeRoom,
        _target,
        _targetLive,
        _busy,
        _limitUsed,
        _limit,
        _limitRelease,
        _idempotency,
        _idempotencyFind,
        _suspended,
        _eventKey,
        _owner,
        _closure,
        _reopen,
        _judgement,
        _definition;

    public void Begin() => Use(ref _begin, "BEGIN IMMEDIATE").Execute();

    public void Commit() => Use(ref _commit, "COMMIT").Execute();

    public void TryRollback()
    {
        try
        {
            Use(ref _rollback, "ROLLBACK").Execute();
        }
        catch (SqliteException)
        {
            // There was no transaction left to roll back.
        }
    }

    public void Savepoint() => Use(ref _savepoint, "SAVEPOINT one").Execute();

    public void Release(bool rollback)
    {
        if (rollback)
        {
            Use(ref _undo, "ROLLBACK TO one").Execute();
        }
        Use(ref _release, "RELEASE one").Execute();
    }

    public bool IsAppended(Append append) =>
        Use(ref _isAppended, "SELECT 1 FROM events WHERE request_id = $1 AND append_id = $2 LIMIT 1", 2)
            .Scalar(append.RequestId, append.Id)
            is not null;

    public AppendConflict? TryAppend(Append append)
    {
        if (append.Idempotency is { } idempotency && AddIdempotency(idempotency) is { } used)
        {
            return used;
        }
        if (
            append.RequiresActive is { } pack
            && Use(ref _suspended, "SELECT suspended FROM suspensions WHERE pack = $1 ORDER BY number DESC LIMIT 1", 1)
                .Scalar(pack)
                is 1L
        )
        {
            return new AppendConflict.PackSuspended(pack);
        }
        if (Advance(append) is { } conflict)
        {
            return conflict;
        }
        foreach (var entry in append.Ledger)
        {
            if (WriteLedger(entry) is { } busy)
            {
                return busy;
            }
        }
        foreach (var limit in append.Limits)
        {
            if (WriteLimit(limit) is { } exceeded)
            {
                return exceeded;
            }
        }
        WriteRows(append);
        return null;
    }

    public void Dispose() => _all.ForEach(command => command.Dispose());

    private AppendConflict.Version? Advance(Append append)
    {
        var row = append.Request;
        var advanced =
            append.ExpectedVersion == 0
                ? Use(
                        ref _insertRequest,
                        "INSERT INTO requests (id, customer_id, status, locale, created_at, updated_at, version, "
                            + "head, mac, key_owner) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING",
                        10
                    )
                    .Execute(
                        row.Id,
                        row.CustomerId,
                        row.Status.ToString(),
                        row.Locale,
                        SqliteStore.Micros(row.CreatedAt),
                        SqliteStore.Micros(row.UpdatedAt),
                        row.Version,
                        row.Head,
                        row.Mac,
                        row.KeyOwner
                    )
                : Use(
                        ref _updateRequest,
                        "UPDATE requests SET status = $2, updated_at = $3, version = $4, head = $5, mac = $6, "
                            + "checked = 0 WHERE id = $1 AND version = $7",
                        7
                    )
                    .Execute(
                        row.Id,
                        row.Status.ToString(),
                        SqliteStore.Micros(row.UpdatedAt),
                        row.Version,
                        row.Head,
                        row.Mac,
                        append.ExpectedVersion
                    );
        if (advanced == 0)
        {
            return new AppendConflict.Version(
                (long?)Use(ref _version, "SELECT version FROM requests WHERE id = $1", 1).Scalar(append.RequestId) ?? 0
            );
        }
        if (append.IsOwnerNew)
        {
            Use(ref _owner, "UPDATE requests SET customer_id = $2 WHERE id = $1", 2).Execute(row.Id, row.CustomerId);
        }
        foreach (var stored in append.Events)
        {
            Use(
                    ref _event,
                    "INSERT INTO events (request_id, version, append_id, type, at, payload, hash, format, key_id, "
                        + "commitment) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                    10
                )
                .Execute(
                    append.RequestId,
                    stored.Version,
                    append.Id,
                    stored.Type,
                    SqliteStore.Micros(stored.At),
                    stored.Payload,
                    stored.Hash,
                    stored.Format,
                    stored.KeyId,
                    stored.Commitment
                );
        }
        return null;
    }

    private AppendConflict.TargetBusy? WriteLedger(LedgerRow entry)
    {
        foreach (var target in entry.Live ? entry.Targets : [])
        {
            if (entry.Again)
            {
                Use(
                        ref _makeRoom,
                        "UPDATE ledger_targets SET live = 0 WHERE kind = $1 AND target = $2 AND live = 1 AND key IN "
                            + "(SELECT key FROM ledger WHERE status = 'Done' AND key <> $3)",
                        3
                    )
                    .Execute(entry.Kind, target, entry.Key);
            }
            if (
                Use(
                        ref _busy,
                        "SELECT l.request_id FROM ledger_targets t JOIN ledger l ON l.key = t.key WHERE t.kind = $1 "
                            + "AND t.target = $2 AND t.live = 1 AND t.key <> $3",
                        3
                    )
                    .Scalar(entry.Kind, target, entry.Key)
                is string holder
            )
            {
                return new(target, holder);
            }
        }
        Use(ref _ledger, "INSERT INTO ledger VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (key) DO NOTHING", 7)
            .Execute(
                entry.Key,
                entry.Kind,
                entry.RequestId,
                entry.Ordinal,
                entry.Status.ToString(),
                entry.Live ? 1 : 0,
                SqliteStore.Micros(entry.At)
            );
        if (
            Use(
                    ref _ledgerStatus,
                    "UPDATE ledger SET status = $2, live = $3 WHERE key = $1 AND request_id = $4 AND ordinal = $5",
                    5
                )
                .Execute(entry.Key, entry.Status.ToString(), entry.Live ? 1 : 0, entry.RequestId, entry.Ordinal) == 0
        )
        {
            // The same key in another request: the same effect on the same target.
            return new(entry.Targets.Count > 0 ? entry.Targets[0] : entry.Key, "");
        }
        foreach (var target in entry.Targets)
        {
            Use(ref _target, "INSERT INTO ledger_targets VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING", 4)
                .Execute(entry.Kind, target, entry.Key, entry.Live ? 1 : 0);
            Use(ref _targetLive, "UPDATE ledger_targets SET live = $4 WHERE kind = $1 AND target = $2 AND key = $3", 4)
                .Execute(entry.Kind, target, entry.Key, entry.Live ? 1 : 0);
        }
        return null;
    }

    private AppendConflict.LimitExceeded? WriteLimit(LimitRow row)
    {
        var (counter, value, maximum, window, currency) = row.Reservation;
        if (row.Release)
        {
            Use(ref _limitRelease, "DELETE FROM limits WHERE counter = $1 AND entry = $2", 2).Execute(counter, row.Entry);
            return null;
        }
        if (maximum is { } most)
        {
            var used = (long)
                Use(
                        ref _limitUsed,
                        "SELECT coalesce(sum(value), 0) FROM limits WHERE counter = $1 AND at >= $2 AND entry <> $3",
                        3
                    )
                    .Scalar(counter, SqliteStore.Micros(row.At - window), row.Entry)!;
            if (used + value > most)
            {
                return new(counter);
            }
        }
        Use(
                ref _limit,
                "INSERT INTO limits (counter, entry, value, at, currency) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
                5
            )
            .Execute(counter, row.Entry, value, SqliteStore.Micros(row.At), currency ?? "");
        return null;
    }

    private void WriteRows(Append append)
    {
        foreach (var work in append.Work)
        {
            _ = work.DueAt is { } due
                ? Use(
                        ref _work,
                        "INSERT INTO work VALUES ($1, $2, $3, $4) ON CONFLICT (request_id, queue) DO UPDATE SET "
                            + "due_at = excluded.due_at, leased_until = excluded.leased_until",
                        4
                    )
                    .Execute(
                        work.RequestId,
                        work.Queue,
                        SqliteStore.Micros(due),
                        work.LeasedUntil is { } until ? SqliteStore.Micros(until) : 0L
                    )
                : Use(ref _workDone, "DELETE FROM work WHERE request_id = $1 AND queue = $2", 2)
                    .Execute(work.RequestId, work.Queue);
        }
        foreach (var row in append.Approvals)
        {
            Use(
                    ref _approval,
                    "INSERT INTO approvals (id, request_id, status, role, deadline, at_risk, created_at, "
                        + "at_risk_currency) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO UPDATE SET "
                        + "status = excluded.status, role = excluded.role, deadline = excluded.deadline",
                    8
                )
                .Execute(
                    row.Id,
                    row.RequestId,
                    row.Status.ToString(),
                    row.Role,
                    SqliteStore.Micros(row.Deadline),
                    row.AtRisk?.Minor ?? 0,
                    SqliteStore.Micros(row.CreatedAt),
                    row.AtRisk?.Currency ?? ""
                );
        }
        foreach (var row in append.HandOffs)
        {
            Use(
                    ref _handOff,
                    "INSERT INTO hand_offs VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO UPDATE SET status = excluded.status",
                    5
                )
                .Execute(row.Id, row.RequestId, row.Status, row.Topic, SqliteStore.Micros(row.DueAt));
        }
        if (append.Closure is { } closure)
        {
            Use(
                    ref _closure,
                    "INSERT INTO closures VALUES ($1, $2, $3, $4) ON CONFLICT (request_id) DO UPDATE SET at = "
                        + "excluded.at, status = excluded.status, assisted = excluded.assisted",
                    4
                )
                .Execute(append.RequestId, SqliteStore.Micros(closure.At), closure.Status.ToString(), closure.Assisted ? 1 : 0);
        }
        else if (append.Reopens)
        {
            Use(ref _reopen, "DELETE FROM closures WHERE request_id = $1", 1).Execute(append.RequestId);
        }
        foreach (var row in append.Judgements)
        {
            Use(ref _judgement, "INSERT INTO judgements VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", 3)
                .Execute(row.HandOffId, SqliteStore.Micros(row.At), row.Wrong ? 1 : 0);
        }
        foreach (var row in append.Definitions)
        {
            Use(ref _definition, "INSERT INTO definitions VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING", 4)
                .Execute(row.Hash, row.Id, row.File, row.Source);
        }
        foreach (var key in append.EventKeys)
        {
            Use(ref _eventKey, "INSERT INTO event_keys VALUES ($1, $2) ON CONFLICT DO NOTHING", 2)
                .Execute(key, append.RequestId);
        }
        foreach (var row in append.Runs)
        {
            Use(
                    ref _run,
                    "INSERT INTO runs VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO UPDATE SET status = "
                        + "excluded.status, hash = excluded.hash, updated_at = excluded.updated_at",
                    7
                )
                .Execute(
                    row.Id,
                    row.RequestId,
                    row.Ordinal,
                    row.Workflow,
                    row.Hash,
                    row.Status,
                    SqliteStore.Micros(row.UpdatedAt)
                );
        }
    }

    private AppendConflict.IdempotencyKeyUsed? AddIdempotency(IdempotencyRow row)
    {
        if (
            Use(ref _idempotency, "INSERT INTO idempotency VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING", 4)
                .Execute(row.Scope, row.Key, row.BodyHash, row.RequestId) == 1
        )
        {
            return null;
        }
        var used = (
            (string)
                Use(
                        ref _idempotencyFind,
                        "SELECT request_id || ' ' || body_hash FROM idempotency WHERE scope = $1 AND key = $2",
                        2
                    )
                    .Scalar(row.Scope, row.Key)!
        ).Split(' ');
        return new(used[0], used[1]);
    }

    private PreparedCommand Use(ref PreparedCommand? command, string sql, int parameters = 0)
    {
        if (command is null)
        {
            command = new(connection, sql, parameters);
            _all.Add(command);
        }
        return command;
    }
}
