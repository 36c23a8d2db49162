using System.Text.Json;
using Agentic.Contracts;

namespace Agentic.Orchestration.Storage.Sql;

internal sealed class SqlLedger(ISqlDatabase database) : ILedgerStore
{
    public Task<IReadOnlyList<LedgerRow>> ListEntriesAsync(
        string kind,
        IReadOnlyList<string> targets,
        CancellationToken cancellationToken
    ) =>
        database.QueryAsync(
            $"""
            SELECT l.key, l.kind, {database.Dialect.JoinLines("t.target")}, l.request_id, l.ordinal, l.status, l.live, l.at
            FROM ledger l JOIN ledger_targets t ON t.key = l.key AND t.kind = l.kind
            WHERE l.kind = $1 AND t.target IN ({database.Dialect.ElementsOf("$2")}) GROUP BY l.key ORDER BY l.at, l.key
            """,
            row => new LedgerRow(
                row.GetString(0),
                row.GetString(1),
                row.GetString(2).Split('\n'),
                row.GetString(3),
                (int)row.GetInt64(4),
                SqlRows.ParseOrUnknown<EffectStatus>(row.GetString(5)),
                row.GetInt64(6) == 1,
                StoredTime.FromMicros(row.GetInt64(7))
            ),
            kind,
            JsonSerializer.Serialize(targets)
        );

    // '0' follows '/', so the range holds the target itself and everything below it, and the index finds it.
    public Task<IReadOnlyList<string>> ListRequestsAsync(
        IReadOnlyList<string> kinds,
        string target,
        CancellationToken cancellationToken
    ) =>
        database.QueryAsync(
            $"""
            SELECT DISTINCT l.request_id FROM ledger_targets t JOIN ledger l ON l.key = t.key
            WHERE t.kind IN ({database.Dialect.ElementsOf("$1")}) AND t.target >= $2 AND t.target < $2 || '0'
            ORDER BY l.request_id DESC LIMIT 30
            """,
            row => row.GetString(0),
            JsonSerializer.Serialize(kinds),
            target
        );

    public async Task<long> SumLimitAsync(
        string counter,
        DateTimeOffset since,
        string? except,
        CancellationToken cancellationToken
    ) =>
        (
            await database.QueryAsync(
                "SELECT CAST(coalesce(sum(value), 0) AS bigint) FROM limits WHERE counter = $1 AND at >= $2 AND entry <> $3",
                row => row.GetInt64(0),
                counter,
                StoredTime.ToMicros(since),
                except ?? ""
            )
        ).Single();
}
