using System.Threading.Channels;
using Agentic.Orchestration.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace Agentic.Orchestration.Storage.Sqlite;

/// <summary>
/// The one thread that writes. It takes whatever waits and makes all of it durable with one commit; callers resume only
/// after that commit. Each gets a savepoint of its own only when one of them is refused or is not an append: most batches need
/// none, and with them the whole host used a twentieth more CPU under load.
/// </summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    private const int MaxBatch = 256;
    private readonly Channel<Pending> _queue = Channel.CreateBounded<Pending>(
        new BoundedChannelOptions(4096) { SingleReader = true }
    );
    private readonly SqliteConnection _connection;
    private readonly SqliteSession _session;
    private readonly AppendCommands _commands;
    private readonly Thread _thread;
    private long _appends,
        _commits,
        _conflicts;

    public SqliteWriter(SqliteConnection connection)
    {
        _connection = connection;
        _session = new(connection);
        _commands = new(connection);
        _thread = new(Run) { IsBackground = true, Name = "journal writer" };
        _thread.Start();
    }

    public long Appends => Interlocked.Read(ref _appends);

    public long Commits => Interlocked.Read(ref _commits);

    public long Conflicts => Interlocked.Read(ref _conflicts);

    public async Task<AppendConflict?> AppendAsync(Append append, CancellationToken cancellationToken)
    {
        var pending = new Pending(append, null);
        await _queue.Writer.WriteAsync(pending, cancellationToken);
        // Not cancellable from here: the caller must learn what became of it.
        return await pending.Done.Task;
    }

    public async Task ExecuteAsync(Action<ISqlSession> write, CancellationToken cancellationToken)
    {
        var pending = new Pending(null, write);
        await _queue.Writer.WriteAsync(pending, cancellationToken);
        await pending.Done.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await Task.Run(_thread.Join);
        _commands.Dispose();
        _session.Dispose();
        await _connection.DisposeAsync();
    }

    private void Run()
    {
        var batch = new List<Pending>(MaxBatch);
        // The thread is the writer's own: blocking it is its purpose.
#pragma warning disable VSTHRD002
        while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
#pragma warning restore VSTHRD002
        {
            batch.Clear();
            while (batch.Count < MaxBatch && _queue.Reader.TryRead(out var pending))
            {
                batch.Add(pending);
            }
            Write(batch);
        }
    }

    private void Write(List<Pending> batch)
    {
        try
        {
            _commands.Begin();
            if (!TryWriteTogether(batch))
            {
                _commands.Rollback();
                _commands.Begin();
                foreach (var pending in batch)
                {
                    WriteOne(pending);
                }
            }
            _commands.Commit();
            Interlocked.Increment(ref _commits);
        }
        catch (Exception failure)
        {
            // Whatever it is, those who wait learn it, and the thread goes on: without it the host would store nothing more.
            _commands.TryRollback();
            foreach (var pending in batch)
            {
                pending.Fail(failure, WasCommitted(pending));
            }
            return;
        }
        foreach (var pending in batch)
        {
            Interlocked.Add(
                ref _appends,
                pending.Append is not null && pending.Conflict is null && pending.Failure is null ? 1 : 0
            );
            pending.Complete();
        }
    }

    /// <returns>False when one of them is refused or is more than an append, which could not simply be made again.</returns>
    private bool TryWriteTogether(List<Pending> batch)
    {
        try
        {
            return batch.TrueForAll(pending => pending.Append is not null)
                && batch.TrueForAll(pending => _commands.TryAppend(pending.Append!) is null);
        }
        catch (Exception failure) when (IsOwnFault(failure))
        {
            return false;
        }
    }

    private void WriteOne(Pending pending)
    {
        _commands.Savepoint();
        try
        {
            pending.Write?.Invoke(_session);
            pending.Conflict = pending.Append is { } append ? _commands.TryAppend(append) : null;
            Interlocked.Add(ref _conflicts, pending.Conflict is null ? 0 : 1);
        }
        catch (Exception failure) when (IsOwnFault(failure))
        {
            pending.Failure = failure;
        }
        _commands.Release(rollback: pending.Conflict is not null || pending.Failure is not null);
    }

    /// <summary>A constraint, a value that does not fit or a mistake of ours must not fail the other appends.</summary>
    private static bool IsOwnFault(Exception failure) =>
        failure is not SqliteException || failure is SqliteException { SqliteErrorCode: 19 or 20 or 25 };

    /// <summary>A commit that reported an error may still have happened: the append id tells.</summary>
    private bool WasCommitted(Pending pending)
    {
        try
        {
            return pending.Append is { } append
                && pending.Conflict is null
                && pending.Failure is null
                && _commands.IsAppended(append);
        }
        catch (Exception unreadable) when (unreadable is SqliteException or InvalidOperationException)
        {
            return false;
        }
    }

    private sealed record Pending(Append? Append, Action<ISqlSession>? Write)
    {
        public TaskCompletionSource<AppendConflict?> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public AppendConflict? Conflict { get; set; }

        public Exception? Failure { get; set; }

        public void Complete()
        {
            if (Failure is null)
            {
                Done.SetResult(Conflict);
            }
            else
            {
                Done.SetException(new StoreUnavailableException($"The store refused an append: {Failure.Message}", Failure));
            }
        }

        public void Fail(Exception failure, bool committed)
        {
            if (committed)
            {
                Done.SetResult(null);
            }
            else
            {
                Done.SetException(new StoreUnavailableException($"The store did not commit: {failure.Message}", failure));
            }
        }
    }
}
