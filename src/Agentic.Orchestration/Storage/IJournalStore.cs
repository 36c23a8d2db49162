namespace Agentic.Orchestration.Storage;

/// <summary>The journals of requests: events are appended, never changed.</summary>
public interface IJournalStore
{
    /// <summary>Returns after the commit, which may be shared with other appends; a conflict fails only its own.</summary>
    /// <exception cref="StoreUnavailableException">Nothing was stored.</exception>
    Task<AppendConflict?> AppendAsync(Append append, CancellationToken cancellationToken);

    Task<IReadOnlyList<StoredEvent>> ReadEventsAsync(string requestId, long afterVersion, CancellationToken cancellationToken);

    Task<RequestRow?> FindRequestAsync(string requestId, CancellationToken cancellationToken);

    /// <summary>A request's row together with its owner's key, as both are now.</summary>
    Task<RequestHead?> FindHeadAsync(string requestId, CancellationToken cancellationToken);
}
