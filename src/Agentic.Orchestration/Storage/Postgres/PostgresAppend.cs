using Npgsql;

namespace Agentic.Orchestration.Storage.Postgres;

/// <summary>
/// The statements of one append, in the order in which they can refuse it. A guard answers with one text: null when it lets
/// the append pass. So the statements of many appends go to the server in one round trip.
/// </summary>
internal static class PostgresAppend
{
    public const string KeyUsed = "key",
        Suspended = "suspended",
        Stale = "version",
        Busy = "busy ",
        Exceeded = "limit ";

    /// <summary>Locks to hold before the guards look. Taken in one order, so that two hosts never wait in a circle.</summary>
    public static IEnumerable<long> LocksOf(Append append) =>
        append
            .Ledger.Where(entry => entry.Live)
            .SelectMany(entry => entry.Targets.Select(target => AdvisoryLocks.Target(entry.Kind, target)))
            .Concat(
                append
                    .Limits.Where(limit => limit is { Release: false, Reservation.Maximum: not null })
                    .Select(limit => AdvisoryLocks.Counter(limit.Reservation.Counter))
            );

    public static void AddTo(NpgsqlBatch batch, Append append)
    {
        if (append.Idempotency is { } key)
        {
            batch.Add(
                $"""
                WITH added AS (INSERT INTO idempotency VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING 1)
                SELECT CASE WHEN EXISTS (SELECT 1 FROM added) THEN NULL ELSE '{KeyUsed}' END
                """,
                key.Scope,
                key.Key,
                key.BodyHash,
                key.RequestId
            );
        }
        if (append.RequiresActive is { } pack)
        {
            batch.Add(
                $"""
                SELECT CASE WHEN (SELECT suspended FROM suspensions WHERE pack = $1 ORDER BY number DESC LIMIT 1) = 1
                THEN '{Suspended}' END
                """,
                pack
            );
        }
        AddRequest(batch, append);
        foreach (var entry in append.Ledger)
        {
            AddEntry(batch, entry);
        }
        foreach (var limit in append.Limits)
        {
            AddLimit(batch, limit);
        }
        PostgresIndexRows.AddTo(batch, append);
    }

    private static void AddRequest(NpgsqlBatch batch, Append append)
    {
        var row = append.Request;
        if (append.ExpectedVersion == 0)
        {
            batch.Add(
                $"""
                WITH added AS (
                    INSERT INTO requests (id, customer_id, status, locale, created_at, updated_at, version, head, mac,
                        key_owner) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING RETURNING 1
                )
                SELECT CASE WHEN EXISTS (SELECT 1 FROM added) THEN NULL ELSE '{Stale}' END
                """,
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
            );
        }
        else
        {
            batch.Add(
                $"""
                WITH moved AS (
                    UPDATE requests SET status = $2, updated_at = $3, version = $4, head = $5, mac = $6, checked = 0
                    WHERE id = $1 AND version = $7 RETURNING 1
                )
                SELECT CASE WHEN EXISTS (SELECT 1 FROM moved) THEN NULL ELSE '{Stale}' END
                """,
                row.Id,
                row.Status.ToString(),
                StoredTime.ToMicros(row.UpdatedAt),
                row.Version,
                row.Head,
                row.Mac,
                append.ExpectedVersion
            );
        }
        if (append.IsOwnerNew)
        {
            batch.Add("UPDATE requests SET customer_id = $2 WHERE id = $1", row.Id, row.CustomerId);
        }
        foreach (var stored in append.Events)
        {
            batch.Add(
                """
                INSERT INTO events (request_id, version, append_id, type, at, payload, hash, format, key_id, commitment)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
                """,
                append.RequestId,
                stored.Version,
                append.Id,
                stored.Type,
                StoredTime.ToMicros(stored.At),
                stored.Payload,
                stored.Hash,
                (long)stored.Format,
                stored.KeyId,
                stored.Commitment
            );
        }
    }

    private static void AddEntry(NpgsqlBatch batch, LedgerRow entry)
    {
        foreach (var target in entry.Live ? entry.Targets : [])
        {
            if (entry.Again)
            {
                batch.Add(
                    """
                    UPDATE ledger_targets SET live = 0 WHERE kind = $1 AND target = $2 AND live = 1 AND key IN
                        (SELECT key FROM ledger WHERE status = 'Done' AND key <> $3)
                    """,
                    entry.Kind,
                    target,
                    entry.Key
                );
            }
            batch.Add(
                $"""
                SELECT '{Busy}' || $2 || chr(10) || (
                    SELECT l.request_id FROM ledger_targets t JOIN ledger l ON l.key = t.key
                    WHERE t.kind = $1 AND t.target = $2 AND t.live = 1 AND t.key <> $3 LIMIT 1
                )
                """,
                entry.Kind,
                target,
                entry.Key
            );
        }
        batch.Add(
            "INSERT INTO ledger VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (key) DO NOTHING",
            entry.Key,
            entry.Kind,
            entry.RequestId,
            (long)entry.Ordinal,
            entry.Status.ToString(),
            entry.Live ? 1L : 0L,
            StoredTime.ToMicros(entry.At)
        );
        // The same key in another request: the same effect on the same target.
        batch.Add(
            $"""
            WITH kept AS (
                UPDATE ledger SET status = $2, live = $3 WHERE key = $1 AND request_id = $4 AND ordinal = $5 RETURNING 1
            )
            SELECT CASE WHEN EXISTS (SELECT 1 FROM kept) THEN NULL ELSE '{Busy}' || CAST($6 AS text) || chr(10) END
            """,
            entry.Key,
            entry.Status.ToString(),
            entry.Live ? 1L : 0L,
            entry.RequestId,
            (long)entry.Ordinal,
            entry.Targets.Count > 0 ? entry.Targets[0] : entry.Key
        );
        foreach (var target in entry.Targets)
        {
            batch.Add(
                """
                INSERT INTO ledger_targets VALUES ($1, $2, $3, $4) ON CONFLICT (kind, target, key)
                DO UPDATE SET live = excluded.live
                """,
                entry.Kind,
                target,
                entry.Key,
                entry.Live ? 1L : 0L
            );
        }
    }

    private static void AddLimit(NpgsqlBatch batch, LimitRow row)
    {
        var (counter, value, maximum, window, currency) = row.Reservation;
        if (row.Release)
        {
            batch.Add("DELETE FROM limits WHERE counter = $1 AND entry = $2", counter, row.Entry);
            return;
        }
        if (maximum is { } most)
        {
            batch.Add(
                $"""
                SELECT CASE WHEN coalesce(sum(value), 0) + $4 > $5 THEN '{Exceeded}' || $1 END
                FROM limits WHERE counter = $1 AND at >= $2 AND entry <> $3
                """,
                counter,
                StoredTime.ToMicros(row.At - window),
                row.Entry,
                value,
                most
            );
        }
        batch.Add(
            "INSERT INTO limits VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
            counter,
            row.Entry,
            value,
            StoredTime.ToMicros(row.At),
            currency ?? ""
        );
    }
}
