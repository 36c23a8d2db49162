using System.Data.Common;
using System.Runtime.CompilerServices;
using Agentic.Contracts;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Agentic.Orchestration.Storage.Sqlite;

/// <summary>Reads see the last commit and never wait for the writer.</summary>
public sealed partial class SqliteStore
{
    private const string RequestColumns = "id, customer_id, status, locale, created_at, updated_at, version, head, mac, key_owner";

    public Task<IReadOnlyList<StoredEvent>> ReadEventsAsync(string requestId, long afterVersion, CancellationToken cancellationToken) => QueryAsync(
        "SELECT version, type, at, payload, hash FROM events WHERE request_id = @requestId AND version > @afterVersion ORDER BY version",
        new { requestId, afterVersion },
        row => new StoredEvent(row.GetInt64(0), row.GetString(1), Time(row.GetInt64(2)), row.GetFieldValue<byte[]>(3), row.GetFieldValue<byte[]>(4)));

    public async Task<RequestRow?> FindRequestAsync(string requestId, CancellationToken cancellationToken) =>
        (await RequestsAsync($"SELECT {RequestColumns} FROM requests WHERE id = @requestId", new { requestId })).SingleOrDefault();

    public Task<IReadOnlyList<RequestRow>> ListRequestsAsync(RequestFilter filter, CancellationToken cancellationToken) => RequestsAsync(
        $"""
        SELECT {RequestColumns} FROM requests
        WHERE (@CustomerId IS NULL OR customer_id = @CustomerId) AND (@Status IS NULL OR status = @Status) AND (@After IS NULL OR id < @After)
        ORDER BY id DESC LIMIT @Limit
        """,
        filter);

    public Task<IReadOnlyList<string>> OpenRequestsOfAsync(string customerId, CancellationToken cancellationToken) => QueryAsync(
        $"SELECT id FROM requests WHERE customer_id = @customerId AND status NOT IN ({TerminalStates}) ORDER BY id DESC LIMIT 50", new { customerId }, row => row.GetString(0));

    public Task<IReadOnlyList<ApprovalRow>> ListApprovalsAsync(string? status, string? role, string? after, int limit, CancellationToken cancellationToken) => QueryAsync(
        """
        SELECT id, request_id, status, role, deadline, at_risk, created_at FROM approvals
        WHERE (@status IS NULL OR status = @status) AND (@role IS NULL OR role = @role) AND (@after IS NULL OR id > @after)
        ORDER BY id LIMIT @limit
        """,
        new { status, role, after, limit },
        row => new ApprovalRow(row.GetString(0), row.GetString(1), Enum.Parse<ApprovalStatus>(row.GetString(2)), row.GetString(3), Time(row.GetInt64(4)), row.GetInt64(5), Time(row.GetInt64(6))));

    public Task<IReadOnlyList<HandOffRow>> ListHandOffsAsync(string? status, string? topic, string? after, int limit, CancellationToken cancellationToken) => QueryAsync(
        "SELECT id, request_id, status, topic, due_at FROM hand_offs WHERE (@status IS NULL OR status = @status) AND (@topic IS NULL OR topic = @topic) AND (@after IS NULL OR id > @after) ORDER BY id LIMIT @limit",
        new { status, topic, after, limit },
        row => new HandOffRow(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), Time(row.GetInt64(4))));

    public Task<IReadOnlyList<RunRow>> ListRunsAsync(string? status, string? workflow, string? after, int limit, CancellationToken cancellationToken) => QueryAsync(
        """
        SELECT id, request_id, ordinal, workflow, hash, status, updated_at FROM runs
        WHERE (@status IS NULL OR status = @status) AND (@workflow IS NULL OR workflow = @workflow) AND (@after IS NULL OR id < @after)
        ORDER BY id DESC LIMIT @limit
        """,
        new { status, workflow, after, limit },
        row => new RunRow(row.GetString(0), row.GetString(1), (int)row.GetInt64(2), row.GetString(3), row.GetString(4), row.GetString(5), Time(row.GetInt64(6))));

    public Task<IReadOnlyList<WorkRow>> DueWorkAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken) => QueryAsync(
        "SELECT request_id, queue, due_at FROM work WHERE due_at <= @now ORDER BY due_at LIMIT @limit", new { now = Micros(now), limit },
        row => new WorkRow(row.GetString(0), row.GetString(1), Time(row.GetInt64(2))));

    public Task<IReadOnlyList<SuspensionRow>> ListSuspensionsAsync(CancellationToken cancellationToken) => QueryAsync(
        "SELECT pack, suspended, by_user, reason, at FROM suspensions WHERE number IN (SELECT max(number) FROM suspensions GROUP BY pack) ORDER BY pack", null,
        row => new SuspensionRow(row.GetString(0), row.GetInt64(1) == 1, row.GetString(2), row.GetString(3), Time(row.GetInt64(4))));

    public async Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken)
    {
        await using var connection = Reader();
        return await connection.ExecuteScalarAsync<long?>("SELECT min(due_at) FROM work") is { } due ? Time(due) : null;
    }

    public Task<IReadOnlyList<LedgerRow>> LedgerOfTargetsAsync(string kind, IReadOnlyList<string> targets, CancellationToken cancellationToken) => QueryAsync(
        """
        SELECT l.key, l.kind, group_concat(t.target, char(10)), l.request_id, l.ordinal, l.status, l.live, l.at
        FROM ledger l JOIN ledger_targets t ON t.key = l.key AND t.kind = l.kind
        WHERE l.kind = @kind AND t.target IN @targets GROUP BY l.key ORDER BY l.at, l.key
        """,
        new { kind, targets },
        row => new LedgerRow(row.GetString(0), row.GetString(1), row.GetString(2).Split('\n'), row.GetString(3), (int)row.GetInt64(4), Enum.Parse<EffectStatus>(row.GetString(5)), row.GetInt64(6) == 1, Time(row.GetInt64(7))));

    // '0' follows '/', so the range holds the target itself and everything below it, and the index finds it.
    public Task<IReadOnlyList<string>> RequestsOfTargetAsync(IReadOnlyList<string> kinds, string target, CancellationToken cancellationToken) => QueryAsync(
        """
        SELECT DISTINCT l.request_id FROM ledger_targets t JOIN ledger l ON l.key = t.key
        WHERE t.kind IN @kinds AND t.target >= @target AND t.target < @target || '0' ORDER BY l.request_id DESC LIMIT 30
        """,
        new { kinds, target }, row => row.GetString(0));

    public async Task<long> LimitUsedAsync(string counter, DateTimeOffset since, CancellationToken cancellationToken)
    {
        await using var connection = Reader();
        return await connection.ExecuteScalarAsync<long>("SELECT coalesce(sum(value), 0) FROM limits WHERE counter = @counter AND at >= @since", new { counter, since = Micros(since) });
    }

    public Task<IReadOnlyList<string>> RequestsOfEventKeyAsync(string key, CancellationToken cancellationToken) =>
        QueryAsync("SELECT request_id FROM event_keys WHERE key = @key ORDER BY request_id", new { key }, row => row.GetString(0));

    public async Task<IdempotencyRow?> FindIdempotencyAsync(string scope, string key, CancellationToken cancellationToken) => (await QueryAsync(
        "SELECT scope, key, body_hash, request_id FROM idempotency WHERE scope = @scope AND key = @key", new { scope, key },
        row => new IdempotencyRow(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3)))).SingleOrDefault();

    public Task<IReadOnlyList<AccountRow>> ListAccountsAsync(CancellationToken cancellationToken) => QueryAsync(
        "SELECT user, name, email, roles, at FROM accounts ORDER BY user", null,
        row => new AccountRow(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3).Split('\n', StringSplitOptions.RemoveEmptyEntries), Time(row.GetInt64(4))));

    public Task<IReadOnlyList<AbsenceRow>> ListAbsencesAsync(DateTimeOffset now, CancellationToken cancellationToken) => QueryAsync(
        "SELECT user, until, deputy FROM absences WHERE until > @now ORDER BY user", new { now = Micros(now) }, row => new AbsenceRow(row.GetString(0), Time(row.GetInt64(1)), row.GetString(2)));

    public async Task<IReadOnlyList<HistoryRow>> HistoryAsync(IReadOnlyList<DateTimeOffset> bounds, CancellationToken cancellationToken)
    {
        var rows = new List<HistoryRow>();
        foreach (var (from, to) in bounds.Zip(bounds.Skip(1)))
        {
            var span = new { from = Micros(from), to = Micros(to), first = Ids.FirstAt(from), next = Ids.FirstAt(to) };
            var received = await QueryAsync("SELECT count(*) FROM requests WHERE id >= @first AND id < @next", span, row => row.GetInt64(0));
            var ended = await QueryAsync("SELECT status, assisted, count(*) FROM closures WHERE at >= @from AND at < @to GROUP BY status, assisted", span,
                row => (Status: Enum.Parse<RequestStatus>(row.GetString(0)), Assisted: row.GetInt64(1) == 1, Count: row.GetInt64(2)));
            var judged = await QueryAsync("SELECT wrong, count(*) FROM judgements WHERE at >= @from AND at < @to GROUP BY wrong", span, row => (Wrong: row.GetInt64(0) == 1, Count: row.GetInt64(1)));
            rows.Add(new(
                from, to, received[0], ended.GroupBy(row => row.Status).ToDictionary(status => status.Key, status => status.Sum(row => row.Count)),
                ended.Where(row => row is { Status: RequestStatus.Completed, Assisted: false }).Sum(row => row.Count), judged.Sum(row => row.Count), judged.Where(row => row.Wrong).Sum(row => row.Count)));
        }
        return rows;
    }

    public async Task<byte[]?> FindCustomerKeyAsync(string customerId, CancellationToken cancellationToken)
    {
        await using var connection = Reader();
        return await connection.ExecuteScalarAsync<byte[]?>("SELECT wrapped FROM customer_keys WHERE customer_id = @customerId", new { customerId });
    }

    public async Task<CheckpointRow?> LastCheckpointAsync(CancellationToken cancellationToken) => (await QueryAsync(
        "SELECT number, at, heads, signature FROM checkpoints ORDER BY number DESC LIMIT 1", null, ToCheckpoint)).SingleOrDefault();

    public Task<IReadOnlyList<RequestRow>> HeadsSinceCheckpointAsync(CancellationToken cancellationToken) =>
        RequestsAsync($"SELECT {RequestColumns} FROM requests WHERE checked = 0 ORDER BY id LIMIT 1000", null);

    public async IAsyncEnumerable<CheckpointRow> ReadCheckpointsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var number = 0L; await QueryAsync("SELECT number, at, heads, signature FROM checkpoints WHERE number > @number ORDER BY number LIMIT 100", new { number }, ToCheckpoint) is { Count: > 0 } page; number = page[^1].Number)
        {
            foreach (var row in page)
            {
                yield return row;
            }
        }
    }

    public async IAsyncEnumerable<RequestRow> ReadAllRequestsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var after = ""; await RequestsAsync($"SELECT {RequestColumns} FROM requests WHERE id > @after ORDER BY id LIMIT 500", new { after }) is { Count: > 0 } page; after = page[^1].Id)
        {
            foreach (var row in page)
            {
                yield return row;
            }
        }
    }

    public Task<IReadOnlyList<string>> OrphanedEventsAsync(CancellationToken cancellationToken) =>
        QueryAsync("SELECT DISTINCT request_id FROM events WHERE request_id NOT IN (SELECT id FROM requests)", null, row => row.GetString(0));

    public async Task<StoreFigures> FiguresAsync(CancellationToken cancellationToken)
    {
        async Task<IReadOnlyDictionary<string, long>> CountAsync(string table) =>
            (await QueryAsync($"SELECT status, count(*) FROM {table} GROUP BY status", null, row => (Status: row.GetString(0), Count: row.GetInt64(1)))).ToDictionary(pair => pair.Status, pair => pair.Count);

        var size = new[] { _file, _file + "-wal" }.Where(File.Exists).Sum(path => new FileInfo(path).Length);
        return new(_writer.Appends, _writer.Commits, _writer.Conflicts, size, await CountAsync("requests"), await CountAsync("runs"));
    }

    private static string TerminalStates { get; } = string.Join(", ", Enum.GetValues<RequestStatus>().Where(status => status.IsTerminal()).Select(status => $"'{status}'"));

    private static CheckpointRow ToCheckpoint(DbDataReader row) => new(row.GetInt64(0), Time(row.GetInt64(1)), row.GetString(2), row.GetFieldValue<byte[]>(3));

    private Task<IReadOnlyList<RequestRow>> RequestsAsync(string sql, object? parameters) => QueryAsync(
        sql, parameters,
        row => new RequestRow(row.GetString(0), row.GetString(1), Enum.Parse<RequestStatus>(row.GetString(2)), row.GetString(3), Time(row.GetInt64(4)), Time(row.GetInt64(5)), row.GetInt64(6), row.GetFieldValue<byte[]>(7), row.GetFieldValue<byte[]>(8),
            row.GetString(9) is { Length: > 0 } owner ? owner : row.GetString(1)));

    private SqliteConnection Reader()
    {
        var connection = new SqliteConnection(_readers);
        connection.Open();
        return connection;
    }

    /// <summary>Maps columns by position, so a row type stays free of database names.</summary>
    private async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters, Func<DbDataReader, T> map)
    {
        await using var connection = Reader();
        await using var rows = await connection.ExecuteReaderAsync(sql, parameters);
        var found = new List<T>();
        while (await rows.ReadAsync())
        {
            found.Add(map(rows));
        }
        return found;
    }
}
