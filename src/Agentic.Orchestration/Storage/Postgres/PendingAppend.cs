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

    /// <param name="isCommitted">Null when the store cannot be asked.</param>
    public void Fail(Exception failure, bool? isCommitted)
    {
        _ = isCommitted switch
        {
            true => _done.TrySetResult(null),
            false => _done.TrySetException(
                new StoreUnavailableException($"The store did not commit: {failure.Message}", failure)
            ),
            null => _done.TrySetException(
                new StoreOutcomeUnknownException($"The store does not say whether it committed: {failure.Message}", failure)
            ),
        };
    }
}
