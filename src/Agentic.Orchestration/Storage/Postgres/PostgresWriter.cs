using System.Threading.Channels;
using Npgsql;

namespace Agentic.Orchestration.Storage.Postgres;

/// <summary>
/// Makes appends durable: it takes whatever waits and commits it at once, with all statements on their way before the first
/// answer is awaited. When one of them is refused, the transaction is made again with a savepoint for each.
/// </summary>
internal sealed class PostgresWriter : IAsyncDisposable
{
    private const int MaxBatch = 64,
        MaxAttempts = 5;

    private readonly Channel<PendingAppend> _queue = Channel.CreateBounded<PendingAppend>(
        new BoundedChannelOptions(4096) { SingleReader = true }
    );
    private readonly PostgresConnector _connector;
    private readonly Task _loop;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private NpgsqlConnection? _connection;
    private volatile string? _problem;
    private long _appends,
        _commits,
        _conflicts;

    public PostgresWriter(PostgresConnector connector)
    {
        _connector = connector;
        _loop = Task.Run(RunAsync);
    }

    /// <summary>Why nothing could be written last; null when it could.</summary>
    public string? Problem => _problem;

    public long Appends => Interlocked.Read(ref _appends);

    public long Commits => Interlocked.Read(ref _commits);

    public long Conflicts => Interlocked.Read(ref _conflicts);

    public async Task<AppendConflict?> AppendAsync(Append append, CancellationToken cancellationToken)
    {
        var pending = new PendingAppend(append);
        await _queue.Writer.WriteAsync(pending, cancellationToken);
        // Not cancellable from here: the caller must learn what became of it.
        return await pending.Done;
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop;
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }
    }

    private async Task RunAsync()
    {
        var batch = new List<PendingAppend>(MaxBatch);
        while (await WaitAsync())
        {
            batch.Clear();
            while (batch.Count < MaxBatch && _queue.Reader.TryRead(out var pending))
            {
                batch.Add(pending);
            }
            // Every host goes through its rows in the same order, so that two of them never wait for each other in a circle.
            var ordered = batch.OrderBy(pending => pending.Append.RequestId, StringComparer.Ordinal).ToArray();
            try
            {
                await WriteAsync(ordered);
            }
            catch (Exception failure)
            {
                // Nobody may wait for ever, and the loop must go on.
                Array.ForEach(ordered, pending => pending.Fail(failure, isCommitted: null));
            }
        }
    }

    private async Task WriteAsync(PendingAppend[] batch)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                _connection ??= await _connector.ConnectAsync();
                if (!await TryTogetherAsync(_connection, batch))
                {
                    await WriteOneByOneAsync(_connection, batch);
                }
                break;
            }
            catch (PostgresException circle)
                when (circle.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure
                    && attempt < MaxAttempts
                )
            {
                // Nothing was committed: the whole batch is made again.
                Array.ForEach(batch, pending => pending.Reset());
            }
            catch (PostgresException held) when (held.SqlState == PostgresErrorCodes.LockNotAvailable && batch.Length > 1)
            {
                // Somebody holds what one of them needs: the others need not wait for it.
                foreach (var pending in batch)
                {
                    pending.Reset();
                    await WriteAsync([pending]);
                }
                return;
            }
            catch (Exception failure)
            {
                // Whatever it is, those who wait learn it, and the loop goes on: without it the host would store nothing more.
                await FailAsync(batch, failure);
                return;
            }
        }
        _problem = null;
        Interlocked.Increment(ref _commits);
        foreach (var pending in batch)
        {
            Interlocked.Add(ref _appends, pending.Conflict is null && pending.Failure is null ? 1 : 0);
            Interlocked.Add(ref _conflicts, pending.Conflict is null ? 0 : 1);
            pending.Complete();
        }
    }

    private static async Task LockAsync(NpgsqlConnection connection, PendingAppend[] batch)
    {
        await using var locks = new NpgsqlBatch(connection);
        if (Array.Exists(batch, pending => pending.Append.RequiresActive is not null))
        {
            // A kill switch takes the same lock alone: it waits for those who looked before, and whoever looks later sees it.
            locks.Add("SELECT pg_advisory_xact_lock_shared($1)", AdvisoryLocks.Table("suspensions"));
        }
        foreach (var key in batch.SelectMany(pending => PostgresAppend.LocksOf(pending.Append)).Distinct().Order())
        {
            locks.Add("SELECT pg_advisory_xact_lock($1)", key);
        }
        if (locks.BatchCommands.Count == 0)
        {
            return;
        }
        await using var answers = await locks.ExecuteReaderAsync();
        while (await answers.NextResultAsync())
        {
            // Each answer is a lock that is held now.
        }
    }

    /// <returns>False when one of them is refused; then nothing was written.</returns>
    private static async Task<bool> TryTogetherAsync(NpgsqlConnection connection, PendingAppend[] batch)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        await LockAsync(connection, batch);
        await using var statements = new NpgsqlBatch(connection);
        try
        {
            foreach (var pending in batch)
            {
                PostgresAppend.AddTo(statements, pending.Append);
            }
            if (await PostgresRefusal.ReadAsync(statements) is not null)
            {
                await transaction.RollbackAsync();
                return false;
            }
        }
        catch (Exception own) when (IsOwnFault(own))
        {
            await transaction.RollbackAsync();
            return false;
        }
        await transaction.CommitAsync();
        return true;
    }

    private static async Task WriteOneByOneAsync(NpgsqlConnection connection, PendingAppend[] batch)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        await LockAsync(connection, batch);
        foreach (var pending in batch)
        {
            await TryOneAsync(connection, transaction, pending);
        }
        await transaction.CommitAsync();
    }

    private static async Task TryOneAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, PendingAppend pending)
    {
        await transaction.SaveAsync("one");
        try
        {
            await using var statements = new NpgsqlBatch(connection);
            PostgresAppend.AddTo(statements, pending.Append);
            if (await PostgresRefusal.ReadAsync(statements) is { } refusal)
            {
                await transaction.RollbackAsync("one");
                pending.Conflict = await PostgresRefusal.ExplainAsync(connection, pending.Append, refusal);
                pending.Failure = pending.Conflict is null
                    ? new InvalidOperationException($"A guard refused ('{refusal}'), and nothing explains it.")
                    : null;
            }
        }
        catch (Exception own) when (IsOwnFault(own))
        {
            await transaction.RollbackAsync("one");
            // Somebody else's row was faster than the guard: what it would say now is why.
            pending.Conflict = await PostgresRefusal.ExplainAsync(connection, pending.Append, PostgresAppend.Stale);
            pending.Failure = pending.Conflict is null ? own : null;
        }
        await transaction.ReleaseAsync("one");
    }

    /// <summary>A constraint, a value that does not fit or a mistake of ours must not fail the other appends.</summary>
    private static bool IsOwnFault(Exception failure) =>
        failure is not NpgsqlException || failure is PostgresException { SqlState: ['2', '2' or '3', ..] };

    /// <summary>
    /// A commit that reported an error may still have happened: the append ids tell, once the lock is ours again.
    /// </summary>
    private async Task FailAsync(PendingAppend[] batch, Exception failure)
    {
        _problem = failure.Message;
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
            _connection = null;
        }
        HashSet<string>? kept = null;
        // What the server or our own code refused was never committed.
        if (failure is NpgsqlException and not PostgresException)
        {
            try
            {
                _connection = await _connector.ConnectAsync();
                kept = await ListKeptAsync(_connection, batch);
                _problem = null;
            }
            catch (Exception unreadable)
                when (unreadable is NpgsqlException or InvalidOperationException or TimeoutException or IOException)
            {
                if (_connection is not null)
                {
                    // It holds the writer's lock: left open, no later one would ever get it.
                    await _connection.DisposeAsync();
                    _connection = null;
                }
            }
            Array.ForEach(batch, pending => pending.Fail(failure, kept?.Contains(pending.Append.Id)));
            return;
        }
        Array.ForEach(batch, pending => pending.Fail(failure, isCommitted: false));
    }

    private static async Task<HashSet<string>> ListKeptAsync(NpgsqlConnection connection, PendingAppend[] batch)
    {
        await using var command = PostgresSession.Command(
            connection,
            "SELECT append_id FROM events WHERE request_id = ANY($1) AND append_id = ANY($2)",
            [batch.Select(pending => pending.Append.RequestId).ToArray(), batch.Select(pending => pending.Append.Id).ToArray()]
        );
        var kept = new HashSet<string>();
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            kept.Add(rows.GetString(0));
        }
        return kept;
    }

    /// <summary>Until something waits. A host that could not write tries meanwhile, so that it knows when it can again.</summary>
    private async Task<bool> WaitAsync()
    {
        var waiting = _queue.Reader.WaitToReadAsync().AsTask();
        while (_problem is not null && await Task.WhenAny(waiting, Task.Delay(Pause, TimeProvider.System)) != waiting)
        {
            try
            {
                _connection ??= await _connector.ConnectAsync();
                _problem = null;
            }
            catch (Exception away)
                when (away is NpgsqlException or InvalidOperationException or TimeoutException or IOException)
            {
                _problem = away.Message;
            }
        }
        return await waiting;
    }
}
