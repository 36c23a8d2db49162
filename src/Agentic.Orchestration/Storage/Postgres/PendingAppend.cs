namespace Agentic.Orchestration.Storage.Postgres;

/// <summary>An append on its way, and what became of it.</summary>
internal sealed class PendingAppend(Append append)
{
    private readonly TaskCompletionSource<AppendConflict?> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Append Append => append;

    public AppendConflict? Conflict { get; set; }

    /// <summary>The database refused this one only.</summary>
    public Exception? Failure { get; set; }

    public Task<AppendConflict?> Done => _done.Task;

    public void Reset() => (Conflict, Failure) = (null, null);

    public void Complete()
    {
        if (Failure is null)
        {
            _done.SetResult(Conflict);
        }
        else
        {
            _done.SetException(new StoreUnavailableException($"The store refused an append: {Failure.Message}", Failure));
        }
    }

    public void Fail(Exception failure, bool committed)
    {
        if (committed)
        {
            _done.SetResult(null);
        }
        else
        {
            _done.SetException(new StoreUnavailableException($"The store did not commit: {failure.Message}", failure));
        }
    }
}
