using System.Runtime.CompilerServices;
using System.Text.Json;
using Agentic.Contracts;
using Microsoft.Data.Sqlite;

namespace Agentic.Orchestration.Storage.Sqlite;

/// <summary>
/// Reads see the last commit and never wait for the writer. They are over in microseconds, so none of them leaves its
/// thread.
/// </summary>
public sealed partial class SqliteStore
{
    private const string RequestColumns =
        "id, customer_id, status, locale, created_at, updated_at, version, head, mac, key_owner";
    private const string ApprovalColumns = "id, request_id, status, role, deadline, at_risk, created_at, at_risk_currency";
    private const string HandOffColumns = "id, request_id, status, topic, due_at";
    private const string RunColumns = "id, request_id, ordinal, workflow, hash, status, updated_at";

    public Task<IReadOnlyList<StoredEvent>> ReadEventsAsync(
        string requestId,
        long afterVersion,
        CancellationToken cancellationToken
    ) =>
        QueryAsync(
            "SELECT version, type, at, payload, hash, append_id, format, key_id, commitment FROM events WHERE "
                + "request_id = $1 AND version > $2 ORDER BY version",
            row => new StoredEvent(
                row.GetInt64(0),
                row.GetString(1),
                Time(row.GetInt64(2)),
                row.GetFieldValue<byte[]>(3),
                row.GetFieldValue<byte[]>(4)
            )
            {
                AppendId = row.GetString(5),
                Format = (int)row.GetInt64(6),
                KeyId = row.GetString(7),
                Commitment = row.GetFieldValue<byte[]>(8),
            },
            requestId,
            afterVersion
        );

    public async Task<RequestRow?> FindRequestAsync(string requestId, CancellationToken cancellationToken) =>
        (await RequestsAsync($"SELECT {RequestColumns} FROM requests WHERE id = $1", requestId)).SingleOrDefault();

    public Task<IReadOnlyList<RequestRow>> ListRequestsAsync(RequestFilter filter, CancellationToken cancellationToken) =>
        RequestsAsync(
            $"""
            SELECT {RequestColumns} FROM requests
            WHERE ($1 IS NULL OR customer_id = $1) AND ($2 IS NULL OR status = $2) AND ($3 IS NULL OR id < $3)
            ORDER BY id DESC LIMIT $4
            """,
            filter.CustomerId,
            filter.Status,
            filter.After,
            filter.Limit
        );

    public Task<IReadOnlyList<string>> OpenRequestsOfAsync(string customerId, CancellationToken cancellationToken) =>
        QueryAsync(OpenRequests, row => row.GetString(0), customerId);

    public Task<IReadOnlyList<ApprovalRow>> ListApprovalsAsync(
        string? status,
        string? role,
        string? after,
        int limit,
        CancellationToken cancellationToken
    ) =>
        QueryAsync(
            $"""
            SELECT {ApprovalColumns} FROM approvals
            WHERE ($1 IS NULL OR status = $1) AND ($2 IS NULL OR role = $2) AND ($3 IS NULL OR id > $3)
            ORDER BY id LIMIT $4
            """,
            ToApproval,
            status,
            role,
            after,
            limit
        );

    public Task<IReadOnlyList<HandOffRow>> ListHandOffsAsync(
        string? status,
        string? topic,
        string? after,
        int limit,
        CancellationToken cancellationToken
    ) =>
        QueryAsync(
            $"SELECT {HandOffColumns} FROM hand_offs WHERE ($1 IS NULL OR status = $1) AND ($2 IS NULL OR topic = "
                + $"$2) AND ($3 IS NULL OR id > $3) ORDER BY id LIMIT $4",
            ToHandOff,
            status,
            topic,
            after,
            limit
        );

    public Task<IReadOnlyList<RunRow>> ListRunsAsync(
        string? status,
        string? workflow,
        string? after,
        int limit,
        CancellationToken cancellationToken
    ) =>
        QueryAsync(
            $"""
            SELECT {RunColumns} FROM runs
            WHERE ($1 IS NULL OR status = $1) AND ($2 IS NULL OR workflow = $2) AND ($3 IS NULL OR id < $3)
            ORDER BY id DESC LIMIT $4
            """,
            ToRun,
            status,
            workflow,
            after,
            limit
        );

    public Task<IReadOnlyList<WorkRow>> DueWorkAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        QueryAsync(
            "SELECT request_id, queue, due_at FROM work WHERE due_at <= $1 ORDER BY due_at LIMIT $2",
            row => new WorkRow(row.GetString(0), row.GetString(1), Time(row.GetInt64(2))),
            Micros(now),
            limit
        );

    public Task<IReadOnlyList<SuspensionRow>> ListSuspensionsAsync(CancellationToken cancellationToken) =>
        QueryAsync(
            "SELECT pack, suspended, by_user, reason, at FROM suspensions WHERE number IN (SELECT max(number) FROM "
                + "suspensions GROUP BY pack) ORDER BY pack",
            row => new SuspensionRow(
                row.GetString(0),
                row.GetInt64(1) == 1,
                row.GetString(2),
                row.GetString(3),
                Time(row.GetInt64(4))
            )
        );

    public async Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken) =>
        (
            await QueryAsync(
                "SELECT min(due_at) FROM work",
                row => row.IsDBNull(0) ? (DateTimeOffset?)null : Time(row.GetInt64(0))
            )
        ).Single();

    public Task<IReadOnlyList<LedgerRow>> LedgerOfTargetsAsync(
        string kind,
        IReadOnlyList<string> targets,
        CancellationToken cancellationToken
    ) =>
        QueryAsync(
            """
            SELECT l.key, l.kind, group_concat(t.target, char(10)), l.request_id, l.ordinal, l.status, l.live, l.at
            FROM ledger l JOIN ledger_targets t ON t.key = l.key AND t.kind = l.kind
            WHERE l.kind = $1 AND t.target IN (SELECT value FROM json_each($2)) GROUP BY l.key ORDER BY l.at, l.key
            """,
            row => new LedgerRow(
                row.GetString(0),
                row.GetString(1),
                row.GetString(2).Split('\n'),
                row.GetString(3),
                (int)row.GetInt64(4),
                Known<EffectStatus>(row.GetString(5)),
                row.GetInt64(6) == 1,
                Time(row.GetInt64(7))
            ),
            kind,
            JsonSerializer.Serialize(targets)
        );

    // '0' follows '/', so the range holds the target itself and everything below it, and the index finds it.
    public Task<IReadOnlyList<string>> RequestsOfTargetAsync(
        IReadOnlyList<string> kinds,
        string target,
        CancellationToken cancellationToken
    ) =>
        QueryAsync(
            """
            SELECT DISTINCT l.request_id FROM ledger_targets t JOIN ledger l ON l.key = t.key
            WHERE t.kind IN (SELECT value FROM json_each($1)) AND t.target >= $2 AND t.target < $2 || '0'
            ORDER BY l.request_id DESC LIMIT 30
            """,
            row => row.GetString(0),
            JsonSerializer.Serialize(kinds),
            target
        );

    public async Task<long> LimitUsedAsync(
        string counter,
        DateTimeOffset since,
        string? except,
        CancellationToken cancellationToken
    ) =>
        (
            await QueryAsync(
                "SELECT coalesce(sum(value), 0) FROM limits WHERE counter = $1 AND at >= $2 AND entry <> $3",
                row => row.GetInt64(0),
                counter,
                Micros(since),
                except ?? ""
            )
        ).Single();

    public async Task<DefinitionRow?> FindDefinitionAsync(string hash, CancellationToken cancellationToken) =>
        (
            await QueryAsync(
                "SELECT hash, id, file, source FROM definitions WHERE hash = $1",
                row => new DefinitionRow(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3)),
                hash
            )
        ).SingleOrDefault();

    public Task<IReadOnlyList<OpenWorkflowRow>> OpenWorkflowsAsync(CancellationToken cancellationToken) =>
        QueryAsync(
            $"SELECT workflow, hash, count(*) FROM runs WHERE hash <> '' AND status NOT IN "
                + $"({Quoted(Enum.GetValues<ActionStatus>().Where(status => status.IsTerminal()))}) "
                + "GROUP BY workflow, hash ORDER BY workflow, hash",
            row => new OpenWorkflowRow(row.GetString(0), row.GetString(1), row.GetInt64(2))
        );

    public Task<IReadOnlyList<string>> RequestsOfEventKeyAsync(string key, CancellationToken cancellationToken) =>
        QueryAsync("SELECT request_id FROM event_keys WHERE key = $1 ORDER BY request_id", row => row.GetString(0), key);

    public async Task<IdempotencyRow?> FindIdempotencyAsync(string scope, string key, CancellationToken cancellationToken) =>
        (
            await QueryAsync(
                "SELECT scope, key, body_hash, request_id FROM idempotency WHERE scope = $1 AND key = $2",
                row => new IdempotencyRow(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3)),
                scope,
                key
            )
        ).SingleOrDefault();

    public Task<IReadOnlyList<AccountRow>> ListAccountsAsync(CancellationToken cancellationToken) =>
        QueryAsync(
            "SELECT user, name, email, roles, at FROM accounts ORDER BY user",
            row => new AccountRow(
                row.GetString(0),
                row.GetString(1),
                row.GetString(2),
                row.GetString(3).Split('\n', StringSplitOptions.RemoveEmptyEntries),
                Time(row.GetInt64(4))
            )
        );

    public Task<IReadOnlyList<SessionEndRow>> ListSessionEndsAsync(CancellationToken cancellationToken) =>
        QueryAsync(
            "SELECT subject, epoch, dismissed, at FROM session_ends ORDER BY subject",
            row => new SessionEndRow(row.GetString(0), row.GetInt64(1), row.GetInt64(2) == 1, Time(row.GetInt64(3)))
        );

    public Task<IReadOnlyList<AbsenceRow>> ListAbsencesAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        QueryAsync(
            "SELECT user, until, deputy FROM absences WHERE until > $1 ORDER BY user",
            row => new AbsenceRow(row.GetString(0), Time(row.GetInt64(1)), row.GetString(2)),
            Micros(now)
        );

    public async Task<IReadOnlyList<HistoryRow>> HistoryAsync(
        IReadOnlyList<DateTimeOffset> bounds,
        CancellationToken cancellationToken
    )
    {
        var rows = new List<HistoryRow>();
        foreach (var (from, to) in bounds.Zip(bounds.Skip(1)))
        {
            var received = await QueryAsync(
                "SELECT count(*) FROM requests WHERE id >= $1 AND id < $2",
                row => row.GetInt64(0),
                Ids.FirstAt(from),
                Ids.FirstAt(to)
            );
            var ended = await QueryAsync(
                "SELECT status, assisted, count(*) FROM closures WHERE at >= $1 AND at < $2 GROUP BY status, assisted",
                row => (Status: Known<RequestStatus>(row.GetString(0)), Assisted: row.GetInt64(1) == 1, Count: row.GetInt64(2)),
                Micros(from),
                Micros(to)
            );
            var judged = await QueryAsync(
                "SELECT wrong, count(*) FROM judgements WHERE at >= $1 AND at < $2 GROUP BY wrong",
                row => (Wrong: row.GetInt64(0) == 1, Count: row.GetInt64(1)),
                Micros(from),
                Micros(to)
            );
            rows.Add(
                new(
                    from,
                    to,
                    received[0],
                    ended.GroupBy(row => row.Status).ToDictionary(status => status.Key, status => status.Sum(row => row.Count)),
                    ended.Where(row => row is { Status: RequestStatus.Completed, Assisted: false }).Sum(row => row.Count),
                    judged.Sum(row => row.Count),
                    judged.Where(row => row.Wrong).Sum(row => row.Count)
                )
            );
        }
        return rows;
    }

    public async Task<byte[]?> FindCustomerKeyAsync(string customerId, CancellationToken cancellationToken) =>
        (
            await QueryAsync(
                "SELECT wrapped FROM customer_keys WHERE customer_id = $1",
                row => row.GetFieldValue<byte[]>(0),
                customerId
            )
        ).SingleOrDefault();

    public async IAsyncEnumerable<RequestRow> ReadAllRequestsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (
            var after = "";
            await RequestsAsync($"SELECT {RequestColumns} FROM requests WHERE id > $1 ORDER BY id LIMIT 500", after)
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

    public async Task<StoreFigures> FiguresAsync(CancellationToken cancellationToken)
    {
        async Task<IReadOnlyDictionary<string, long>> CountAsync(string table) =>
            (
                await QueryAsync(
                    $"SELECT status, count(*) FROM {table} GROUP BY status",
                    row => (Status: row.GetString(0), Count: row.GetInt64(1))
                )
            ).ToDictionary(pair => pair.Status, pair => pair.Count);

        var size = new[] { _file, _file + "-wal" }.Where(File.Exists).Sum(path => new FileInfo(path).Length);
        return new(
            _writer.Appends,
            _writer.Commits,
            _writer.Conflicts,
            size,
            await CountAsync("requests"),
            await CountAsync("runs")
        );
    }

    /// <summary>The condition is written like that of the index <c>requests_open</c>, or it would not be used.</summary>
    internal static string OpenRequests { get; } =
        $"SELECT id FROM requests WHERE customer_id = $1 AND status NOT IN "
        + $"({Quoted(Enum.GetValues<RequestStatus>().Where(status => status.IsTerminal()))}) ORDER BY id DESC LIMIT 50";

    private static string Quoted<T>(IEnumerable<T> values) => string.Join(", ", values.Select(value => $"'{value}'"));

    /// <summary>
    /// A value that no version ever wrote is none of the known ones: it must not keep a verification from naming it.
    /// </summary>
    private static T Known<T>(string text)
        where T : struct, Enum => Enum.TryParse<T>(text, out var known) ? known : (T)(object)-1;

    private static ApprovalRow ToApproval(SqliteDataReader row) =>
        new(
            row.GetString(0),
            row.GetString(1),
            Known<ApprovalStatus>(row.GetString(2)),
            row.GetString(3),
            Time(row.GetInt64(4)),
            row.GetString(7) is { Length: > 0 } currency ? Money.OfMinor(row.GetInt64(5), currency) : null,
            Time(row.GetInt64(6))
        );

    private static HandOffRow ToHandOff(SqliteDataReader row) =>
        new(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), Time(row.GetInt64(4)));

    private static RunRow ToRun(SqliteDataReader row) =>
        new(
            row.GetString(0),
            row.GetString(1),
            (int)row.GetInt64(2),
            row.GetString(3),
            row.GetString(4),
            row.GetString(5),
            Time(row.GetInt64(6))
        );

    private static RequestRow ToRequest(SqliteDataReader row) =>
        new(
            row.GetString(0),
            row.GetString(1),
            Known<RequestStatus>(row.GetString(2)),
            row.GetString(3),
            Time(row.GetInt64(4)),
            Time(row.GetInt64(5)),
            row.GetInt64(6),
            row.GetFieldValue<byte[]>(7),
            row.GetFieldValue<byte[]>(8),
            row.GetString(9) is { Length: > 0 } owner ? owner : row.GetString(1)
        );

    private Task<IReadOnlyList<RequestRow>> RequestsAsync(string sql, params ReadOnlySpan<object?> values) =>
        QueryAsync(sql, ToRequest, values);

    private Task<IReadOnlyList<T>> QueryAsync<T>(
        string sql,
        Func<SqliteDataReader, T> map,
        params ReadOnlySpan<object?> values
    ) => Task.FromResult(_readers.Query(sql, map, values));
}
