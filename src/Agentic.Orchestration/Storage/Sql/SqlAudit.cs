using System.Runtime.CompilerServices;
using Agentic.Contracts;

namespace Agentic.Orchestration.Storage.Sql;

internal sealed class SqlAudit(ISqlDatabase database) : IAuditStore
{
    public async IAsyncEnumerable<RequestRow> ReadAllRequestsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (
            var after = "";
            await database.QueryAsync(
                $"SELECT {SqlRows.RequestColumns} FROM requests WHERE id > $1 ORDER BY id LIMIT 500",
                SqlRows.ToRequest,
                after
            )
                is { Count: > 0 } page;
            after = page[^1].Id
        )
        {
            foreach (var row in page)
            {
                yield return row;
            }
        }
    }

    public async Task<DerivedRows> ReadDerivedAsync(string requestId, CancellationToken cancellationToken)
    {
        // '-' comes before '.': the range holds the ids of everything below the request.
        var (from, to) = (requestId + "-", requestId + ".");
        return new(
            await database.QueryAsync(
                "SELECT request_id, queue, due_at FROM work WHERE request_id = $1",
                row => new WorkRow(row.GetString(0), row.GetString(1), StoredTime.FromMicros(row.GetInt64(2))),
                requestId
            ),
            await database.QueryAsync(
                $"SELECT {SqlRows.ApprovalColumns} FROM approvals WHERE id >= $1 AND id < $2",
                SqlRows.ToApproval,
                from,
                to
            ),
            await database.QueryAsync(
                $"SELECT {SqlRows.HandOffColumns} FROM hand_offs WHERE id >= $1 AND id < $2",
                SqlRows.ToHandOff,
                from,
                to
            ),
            await database.QueryAsync(
                $"SELECT {SqlRows.RunColumns} FROM runs WHERE id >= $1 AND id < $2",
                SqlRows.ToRun,
                from,
                to
            ),
            await database.QueryAsync(
                "SELECT key, kind, request_id, ordinal, status, live, at FROM ledger WHERE request_id = $1",
                row => new LedgerRow(
                    row.GetString(0),
                    row.GetString(1),
                    [],
                    row.GetString(2),
                    (int)row.GetInt64(3),
                    SqlRows.ParseOrUnknown<EffectStatus>(row.GetString(4)),
                    row.GetInt64(5) == 1,
                    StoredTime.FromMicros(row.GetInt64(6))
                ),
                requestId
            ),
            await database.QueryAsync(
                """
                SELECT t.key, t.kind, t.target, t.live, CAST(CASE WHEN EXISTS (
                    SELECT 1 FROM ledger_targets o WHERE o.kind = t.kind AND o.target = t.target AND o.key <> t.key
                ) THEN 1 ELSE 0 END AS bigint)
                FROM ledger l JOIN ledger_targets t ON t.key = l.key WHERE l.request_id = $1
                """,
                row => (row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt64(3) == 1, row.GetInt64(4) == 1),
                requestId
            ),
            await database.QueryAsync(
                "SELECT entry, counter, value, at, currency FROM limits WHERE entry >= $1 AND entry < $2",
                row => new LimitRow(
                    row.GetString(0),
                    new(row.GetString(1), row.GetInt64(2), null, TimeSpan.Zero, row.GetString(4)),
                    StoredTime.FromMicros(row.GetInt64(3)),
                    false
                ),
                from,
                to
            ),
            await database.QueryAsync(
                "SELECT at, status, assisted FROM closures WHERE request_id = $1",
                row => new ClosureRow(
                    StoredTime.FromMicros(row.GetInt64(0)),
                    SqlRows.ParseOrUnknown<RequestStatus>(row.GetString(1)),
                    row.GetInt64(2) == 1
                ),
                requestId
            ),
            await database.QueryAsync(
                "SELECT hand_off_id, at, wrong FROM judgements WHERE hand_off_id >= $1 AND hand_off_id < $2",
                row => new JudgementRow(row.GetString(0), StoredTime.FromMicros(row.GetInt64(1)), row.GetInt64(2) == 1),
                from,
                to
            ),
            await database.QueryAsync("SELECT key FROM event_keys WHERE request_id = $1", row => row.GetString(0), requestId)
        );
    }

    public async Task<IReadOnlyList<SealRow>> ListSealsAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            var before = await database.QueryAsync(
                "SELECT name, writes, mac FROM seals ORDER BY name",
                row => new SealRow(row.GetString(0), row.GetInt64(1), row.GetFieldValue<byte[]>(2), [])
            );
            var seals = new List<SealRow>();
            foreach (var seal in before)
            {
                var rows = TableSeals.Tables.Contains(seal.Name)
                    ? await database.QueryAsync(TableSeals.RowsOf(seal.Name, database.Dialect), row => row.GetString(0))
                    : [];
                seals.Add(seal with { Content = TableSeals.Content(seal.Name, seal.Writes, rows) });
            }
            // A table that was written in between is read again with its new seal.
            var after = await database.QueryAsync("SELECT writes FROM seals ORDER BY name", row => row.GetInt64(0));
            if (attempt == 20 || after.SequenceEqual(before.Select(seal => seal.Writes)))
            {
                return seals;
            }
        }
    }

    public Task<IReadOnlyList<string>> ListOrphanedEventsAsync(CancellationToken cancellationToken) =>
        database.QueryAsync(
            "SELECT DISTINCT request_id FROM events WHERE request_id NOT IN (SELECT id FROM requests)",
            row => row.GetString(0)
        );

    public Task<IReadOnlyList<(string Table, string Key)>> ListOrphanedRowsAsync(CancellationToken cancellationToken) =>
        database.QueryAsync(
            string.Join(
                " UNION ALL ",
                new[]
                {
                    ("work", "request_id", "request_id"),
                    ("approvals", "id", "request_id"),
                    ("hand_offs", "id", "request_id"),
                    ("runs", "id", "request_id"),
                    ("ledger", "key", "request_id"),
                    ("closures", "request_id", "request_id"),
                    ("event_keys", "key", "request_id"),
                    ("limits", "entry", "substr(entry, 1, 32)"),
                    ("judgements", "hand_off_id", "substr(hand_off_id, 1, 32)"),
                }
                    .Select(table =>
                        $"SELECT '{table.Item1}', {table.Item2} FROM {table.Item1} WHERE {table.Item3} NOT IN "
                        + $"(SELECT id FROM requests)"
                    )
                    // The journal explains what hangs on its request's id with a hyphen; nothing else may look as if it did.
                    .Concat(
                        new[] { ("approvals", "id"), ("hand_offs", "id"), ("runs", "id") }.Select(table =>
                            $"SELECT '{table.Item1}', {table.Item2} FROM {table.Item1} WHERE {table.Item2} NOT LIKE "
                            + $"request_id || '-%'"
                        )
                    )
                    .Concat(
                        new[] { ("limits", "entry"), ("judgements", "hand_off_id") }.Select(table =>
                            $"SELECT '{table.Item1}', {table.Item2} FROM {table.Item1} WHERE substr({table.Item2}, "
                            + $"33, 1) <> '-'"
                        )
                    )
                    .Append("SELECT 'ledger_targets', target FROM ledger_targets WHERE key NOT IN (SELECT key FROM ledger)")
            ),
            row => (row.GetString(0), row.GetString(1))
        );

    public Task<IReadOnlyList<DefinitionRow>> ListDefinitionsAsync(CancellationToken cancellationToken) =>
        database.QueryAsync(
            "SELECT hash, id, file, source FROM definitions ORDER BY hash",
            row => new DefinitionRow(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3))
        );

    public Task<IReadOnlyList<(string CustomerId, byte[] Wrapped)>> ListCustomerKeysAsync(
        CancellationToken cancellationToken
    ) =>
        database.QueryAsync(
            "SELECT customer_id, wrapped FROM customer_keys ORDER BY customer_id",
            row => (row.GetString(0), row.GetFieldValue<byte[]>(1))
        );
}
