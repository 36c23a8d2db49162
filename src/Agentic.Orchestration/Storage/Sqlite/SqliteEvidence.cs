using System.Globalization;
using System.Runtime.CompilerServices;
using Agentic.Contracts;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Agentic.Orchestration.Storage.Sqlite;

/// <summary>Checkpoints, and all that a verification reads.</summary>
public sealed partial class SqliteStore
{
    private const string CheckpointColumns = "number, at, heads, signature, format, count, root, key_id";

    public async Task<CheckpointRow?> LastCheckpointAsync(CancellationToken cancellationToken) =>
        (
            await QueryAsync($"SELECT {CheckpointColumns} FROM checkpoints ORDER BY number DESC LIMIT 1", ToCheckpoint)
        ).SingleOrDefault();

    public Task<IReadOnlyList<(RequestRow Request, int Leaf)>> HeadsSinceCheckpointAsync(
        int limit,
        CancellationToken cancellationToken
    ) =>
        QueryAsync(
            $"SELECT {RequestColumns}, leaf FROM requests WHERE checked = 0 ORDER BY id LIMIT $1",
            row => (ToRequest(row), (int)row.GetInt64(10)),
            limit
        );

    public Task AddCheckpointAsync(CheckpointRow checkpoint, CancellationToken cancellationToken) =>
        _writer.ExecuteAsync(
            connection =>
            {
                connection.Execute(
                    $"INSERT INTO checkpoints ({CheckpointColumns}) VALUES (@Number, @At, @Heads, @Signature, "
                        + $"@Format, @Count, @Root, @KeyId)",
                    new
                    {
                        checkpoint.Number,
                        At = Micros(checkpoint.At),
                        checkpoint.Heads,
                        checkpoint.Signature,
                        checkpoint.Format,
                        checkpoint.Count,
                        checkpoint.Root,
                        checkpoint.KeyId,
                    }
                );
                using var mark = new PreparedCommand(
                    connection,
                    "UPDATE requests SET checked = 1 WHERE id = $1 AND version = $2",
                    2
                );
                using var place = new PreparedCommand(
                    connection,
                    "UPDATE requests SET leaf = $2, leaf_hash = $3 WHERE id = $1",
                    3
                );
                foreach (var covered in checkpoint.Covered())
                {
                    mark.Execute(covered[0], long.Parse(covered[1], CultureInfo.InvariantCulture));
                    if (checkpoint.Format > 1)
                    {
                        place.Execute(
                            covered[0],
                            long.Parse(covered[3], CultureInfo.InvariantCulture),
                            Convert.FromHexString(covered[4])
                        );
                    }
                }
            },
            cancellationToken
        );

    public Task<IReadOnlyList<CheckpointRow>> ListCheckpointsAsync(CancellationToken cancellationToken) =>
        QueryAsync(
            $"SELECT {CheckpointColumns.Replace("heads", "''", StringComparison.Ordinal)} FROM checkpoints ORDER BY number",
            ToCheckpoint
        );

    public Task<IReadOnlyList<byte[]>> ReadLeavesAsync(CancellationToken cancellationToken) =>
        QueryAsync("SELECT leaf_hash FROM requests WHERE leaf >= 0 ORDER BY leaf", row => row.GetFieldValue<byte[]>(0));

    public async IAsyncEnumerable<CheckpointRow> ReadCheckpointsAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        for (
            var number = 0L;
            await QueryAsync(
                $"SELECT {CheckpointColumns} FROM checkpoints WHERE number > $1 ORDER BY number LIMIT 100",
                ToCheckpoint,
                number
            )
                is { Count: > 0 } page;
            number = page[^1].Number
        )
        {
            foreach (var row in page)
            {
                yield return row;
            }
        }
    }

    public async Task AddSigningKeyAsync(SigningKeyRow key, CancellationToken cancellationToken)
    {
        if (!(await ListSigningKeysAsync(cancellationToken)).Any(known => known.KeyId == key.KeyId))
        {
            await WriteSealedAsync(
                "signing_keys",
                connection =>
                    connection.Execute("INSERT INTO signing_keys VALUES (@KeyId, @PublicKey) ON CONFLICT DO NOTHING", key),
                cancellationToken
            );
        }
    }

    public Task<IReadOnlyList<SigningKeyRow>> ListSigningKeysAsync(CancellationToken cancellationToken) =>
        QueryAsync(
            "SELECT key_id, public_key FROM signing_keys ORDER BY key_id",
            row => new SigningKeyRow(row.GetString(0), row.GetFieldValue<byte[]>(1))
        );

    public async Task<IReadOnlyList<SealRow>> ListSealsAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            var before = await QueryAsync(
                "SELECT name, writes, mac FROM seals ORDER BY name",
                row => new SealRow(row.GetString(0), row.GetInt64(1), row.GetFieldValue<byte[]>(2), [])
            );
            var seals = new List<SealRow>();
            foreach (var seal in before)
            {
                var rows = TableSeals.Tables.Contains(seal.Name)
                    ? await QueryAsync(TableSeals.RowsOf(seal.Name), row => row.GetString(0))
                    : [];
                seals.Add(seal with { Content = TableSeals.Content(seal.Name, seal.Writes, rows) });
            }
            // A table that was written in between is read again with its new seal.
            var after = await QueryAsync("SELECT writes FROM seals ORDER BY name", row => row.GetInt64(0));
            if (attempt == 20 || after.SequenceEqual(before.Select(seal => seal.Writes)))
            {
                return seals;
            }
        }
    }

    public async Task<DerivedRows> ReadDerivedAsync(string requestId, CancellationToken cancellationToken)
    {
        // '-' comes before '.': the range holds the ids of everything below the request.
        var (from, to) = (requestId + "-", requestId + ".");
        return new(
            await QueryAsync(
                "SELECT request_id, queue, due_at FROM work WHERE request_id = $1",
                row => new WorkRow(row.GetString(0), row.GetString(1), Time(row.GetInt64(2))),
                requestId
            ),
            await QueryAsync($"SELECT {ApprovalColumns} FROM approvals WHERE id >= $1 AND id < $2", ToApproval, from, to),
            await QueryAsync($"SELECT {HandOffColumns} FROM hand_offs WHERE id >= $1 AND id < $2", ToHandOff, from, to),
            await QueryAsync($"SELECT {RunColumns} FROM runs WHERE id >= $1 AND id < $2", ToRun, from, to),
            await QueryAsync(
                "SELECT key, kind, request_id, ordinal, status, live, at FROM ledger WHERE request_id = $1",
                row => new LedgerRow(
                    row.GetString(0),
                    row.GetString(1),
                    [],
                    row.GetString(2),
                    (int)row.GetInt64(3),
                    Known<EffectStatus>(row.GetString(4)),
                    row.GetInt64(5) == 1,
                    Time(row.GetInt64(6))
                ),
                requestId
            ),
            await QueryAsync(
                """
                SELECT t.key, t.kind, t.target, t.live,
                    EXISTS (SELECT 1 FROM ledger_targets o WHERE o.kind = t.kind AND o.target = t.target AND o.key <> t.key)
                FROM ledger l JOIN ledger_targets t ON t.key = l.key WHERE l.request_id = $1
                """,
                row => (row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt64(3) == 1, row.GetInt64(4) == 1),
                requestId
            ),
            await QueryAsync(
                "SELECT entry, counter, value, at, currency FROM limits WHERE entry >= $1 AND entry < $2",
                row => new LimitRow(
                    row.GetString(0),
                    new(row.GetString(1), row.GetInt64(2), null, TimeSpan.Zero, row.GetString(4)),
                    Time(row.GetInt64(3)),
                    false
                ),
                from,
                to
            ),
            await QueryAsync(
                "SELECT at, status, assisted FROM closures WHERE request_id = $1",
                row => new ClosureRow(Time(row.GetInt64(0)), Known<RequestStatus>(row.GetString(1)), row.GetInt64(2) == 1),
                requestId
            ),
            await QueryAsync(
                "SELECT hand_off_id, at, wrong FROM judgements WHERE hand_off_id >= $1 AND hand_off_id < $2",
                row => new JudgementRow(row.GetString(0), Time(row.GetInt64(1)), row.GetInt64(2) == 1),
                from,
                to
            ),
            await QueryAsync("SELECT key FROM event_keys WHERE request_id = $1", row => row.GetString(0), requestId)
        );
    }

    public Task<IReadOnlyList<string>> OrphanedEventsAsync(CancellationToken cancellationToken) =>
        QueryAsync(
            "SELECT DISTINCT request_id FROM events WHERE request_id NOT IN (SELECT id FROM requests)",
            row => row.GetString(0)
        );

    public Task<IReadOnlyList<(string Table, string Key)>> OrphanedRowsAsync(CancellationToken cancellationToken) =>
        QueryAsync(
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
        QueryAsync(
            "SELECT hash, id, file, source FROM definitions ORDER BY hash",
            row => new DefinitionRow(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3))
        );

    public Task<IReadOnlyList<(string CustomerId, byte[] Wrapped)>> ListCustomerKeysAsync(
        CancellationToken cancellationToken
    ) =>
        QueryAsync(
            "SELECT customer_id, wrapped FROM customer_keys ORDER BY customer_id",
            row => (row.GetString(0), row.GetFieldValue<byte[]>(1))
        );

    private static CheckpointRow ToCheckpoint(SqliteDataReader row) =>
        new(row.GetInt64(0), Time(row.GetInt64(1)), row.GetString(2), row.GetFieldValue<byte[]>(3))
        {
            Format = (int)row.GetInt64(4),
            Count = row.GetInt64(5),
            Root = row.GetFieldValue<byte[]>(6),
            KeyId = row.GetString(7),
        };
}
