using Microsoft.Data.Sqlite;

namespace Agentic.Orchestration.Storage.Sqlite;

/// <summary>The statements of one append, in the order in which they can refuse it: guards first, rows after.</summary>
internal sealed class AppendCommands(SqliteConnection connection) : PreparedCommands(connection)
{
    private readonly LedgerCommands _ledger = new(connection);
    private readonly IndexCommands _indexes = new(connection);

    private PreparedCommand? _begin,
        _commit,
        _rollback,
        _savepoint,
        _undo,
        _release,
        _isAppended,
        _suspended,
        _insertRequest,
        _updateRequest,
        _version,
        _owner,
        _event,
        _idempotency,
        _idempotencyFind;

    public void Begin() => Use(ref _begin, "BEGIN IMMEDIATE").Execute();

    public void Commit() => Use(ref _commit, "COMMIT").Execute();

    public void Rollback() => Use(ref _rollback, "ROLLBACK").Execute();

    public void TryRollback()
    {
        try
        {
            Rollback();
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
        Use(ref _isAppended, "SELECT 1 FROM events WHERE request_id = ?1 AND append_id = ?2 LIMIT 1")
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
            && Use(ref _suspended, "SELECT suspended FROM suspensions WHERE pack = ?1 ORDER BY number DESC LIMIT 1")
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
            if (_ledger.TryWrite(entry) is { } busy)
            {
                return busy;
            }
        }
        foreach (var limit in append.Limits)
        {
            if (_ledger.TryReserve(limit) is { } exceeded)
            {
                return exceeded;
            }
        }
        _indexes.Write(append);
        return null;
    }

    public override void Dispose()
    {
        _ledger.Dispose();
        _indexes.Dispose();
        base.Dispose();
    }

    private AppendConflict.Version? Advance(Append append)
    {
        var row = append.Request;
        var advanced =
            append.ExpectedVersion == 0
                ? Use(
                        ref _insertRequest,
                        "INSERT INTO requests (id, customer_id, status, locale, created_at, updated_at, version, "
                            + "head, mac, key_owner) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT DO NOTHING"
                    )
                    .Execute(
                        row.Id,
                        row.CustomerId,
                        row.Status.ToString(),
                        row.Locale,
                        StoredTime.ToMicros(row.CreatedAt),
                        StoredTime.ToMicros(row.UpdatedAt),
                        row.Version,
                        row.Head,
                        row.Mac,
                        row.KeyOwner
                    )
                : Use(
                        ref _updateRequest,
                        "UPDATE requests SET status = ?2, updated_at = ?3, version = ?4, head = ?5, mac = ?6, "
                            + "checked = 0 WHERE id = ?1 AND version = ?7"
                    )
                    .Execute(
                        row.Id,
                        row.Status.ToString(),
                        StoredTime.ToMicros(row.UpdatedAt),
                        row.Version,
                        row.Head,
                        row.Mac,
                        append.ExpectedVersion
                    );
        if (advanced == 0)
        {
            return new AppendConflict.Version(
                (long?)Use(ref _version, "SELECT version FROM requests WHERE id = ?1").Scalar(append.RequestId) ?? 0
            );
        }
        if (append.IsOwnerNew)
        {
            Use(ref _owner, "UPDATE requests SET customer_id = ?2 WHERE id = ?1").Execute(row.Id, row.CustomerId);
        }
        foreach (var stored in append.Events)
        {
            Use(
                    ref _event,
                    "INSERT INTO events (request_id, version, append_id, type, at, payload, hash, format, key_id, "
                        + "commitment) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"
                )
                .Execute(
                    append.RequestId,
                    stored.Version,
                    append.Id,
                    stored.Type,
                    StoredTime.ToMicros(stored.At),
                    stored.Payload,
                    stored.Hash,
                    stored.Format,
                    stored.KeyId,
                    stored.Commitment
                );
        }
        return null;
    }

    private AppendConflict.IdempotencyKeyUsed? AddIdempotency(IdempotencyRow row)
    {
        if (
            Use(ref _idempotency, "INSERT INTO idempotency VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING")
                .Execute(row.Scope, row.Key, row.BodyHash, row.RequestId) == 1
        )
        {
            return null;
        }
        var used = (
            (string)
                Use(
                        ref _idempotencyFind,
                        "SELECT request_id || ' ' || body_hash FROM idempotency WHERE scope = ?1 AND key = ?2"
                    )
                    .Scalar(row.Scope, row.Key)!
        ).Split(' ');
        return new(used[0], used[1]);
    }
}
