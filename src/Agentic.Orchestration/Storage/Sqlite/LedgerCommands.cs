using Microsoft.Data.Sqlite;

namespace Agentic.Orchestration.Storage.Sqlite;

/// <summary>Writes ledger entries and limit reservations; either can refuse the append.</summary>
internal sealed class LedgerCommands(SqliteConnection connection) : PreparedCommands(connection)
{
    private PreparedCommand? _makeRoom,
        _busy,
        _ledger,
        _ledgerStatus,
        _target,
        _targetLive,
        _limitRelease,
        _limitUsed,
        _limit;

    public AppendConflict.TargetBusy? TryWrite(LedgerRow entry)
    {
        foreach (var target in entry.Live ? entry.Targets : [])
        {
            if (entry.Again)
            {
                Use(
                        ref _makeRoom,
                        "UPDATE ledger_targets SET live = 0 WHERE kind = ?1 AND target = ?2 AND live = 1 AND key IN "
                            + "(SELECT key FROM ledger WHERE status = 'Done' AND key <> ?3)"
                    )
                    .Execute(entry.Kind, target, entry.Key);
            }
            if (
                Use(
                        ref _busy,
                        "SELECT l.request_id FROM ledger_targets t JOIN ledger l ON l.key = t.key WHERE t.kind = ?1 "
                            + "AND t.target = ?2 AND t.live = 1 AND t.key <> ?3"
                    )
                    .Scalar(entry.Kind, target, entry.Key)
                is string holder
            )
            {
                return new(target, holder);
            }
        }
        Use(ref _ledger, "INSERT INTO ledger VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (key) DO NOTHING")
            .Execute(
                entry.Key,
                entry.Kind,
                entry.RequestId,
                entry.Ordinal,
                entry.Status.ToString(),
                entry.Live ? 1 : 0,
                StoredTime.ToMicros(entry.At)
            );
        if (
            Use(
                    ref _ledgerStatus,
                    "UPDATE ledger SET status = ?2, live = ?3 WHERE key = ?1 AND request_id = ?4 AND ordinal = ?5"
                )
                .Execute(entry.Key, entry.Status.ToString(), entry.Live ? 1 : 0, entry.RequestId, entry.Ordinal) == 0
        )
        {
            // The same key in another request: the same effect on the same target.
            return new(entry.Targets.Count > 0 ? entry.Targets[0] : entry.Key, "");
        }
        foreach (var target in entry.Targets)
        {
            Use(ref _target, "INSERT INTO ledger_targets VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING")
                .Execute(entry.Kind, target, entry.Key, entry.Live ? 1 : 0);
            Use(ref _targetLive, "UPDATE ledger_targets SET live = ?4 WHERE kind = ?1 AND target = ?2 AND key = ?3")
                .Execute(entry.Kind, target, entry.Key, entry.Live ? 1 : 0);
        }
        return null;
    }

    public AppendConflict.LimitExceeded? TryReserve(LimitRow row)
    {
        var (counter, value, maximum, window, currency) = row.Reservation;
        if (row.Release)
        {
            Use(ref _limitRelease, "DELETE FROM limits WHERE counter = ?1 AND entry = ?2").Execute(counter, row.Entry);
            return null;
        }
        if (maximum is { } most)
        {
            var used = (long)
                Use(
                        ref _limitUsed,
                        "SELECT coalesce(sum(value), 0) FROM limits WHERE counter = ?1 AND at >= ?2 AND entry <> ?3"
                    )
                    .Scalar(counter, StoredTime.ToMicros(row.At - window), row.Entry)!;
            if (used + value > most)
            {
                return new(counter);
            }
        }
        Use(
                ref _limit,
                "INSERT INTO limits (counter, entry, value, at, currency) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING"
            )
            .Execute(counter, row.Entry, value, StoredTime.ToMicros(row.At), currency ?? "");
        return null;
    }
}
