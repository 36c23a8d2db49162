namespace Agentic.Orchestration.Storage;

/// <summary>Which request has work in which queue and when it is due; the outbox of the bus.</summary>
public interface IWakeUpStore
{
    /// <summary>Wake-ups that are due, oldest first, whether leased or not.</summary>
    Task<IReadOnlyList<WorkRow>> ListDueAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken);

    /// <summary>Takes due wake-ups that nobody holds; they are the caller's until the lease ends.</summary>
    Task<IReadOnlyList<WorkRow>> ClaimDueAsync(
        DateTimeOffset now,
        DateTimeOffset until,
        int limit,
        CancellationToken cancellationToken
    );

    /// <summary>Moves the end of a lease: later while the work goes on, to now when it could not be handed over.</summary>
    Task SetLeaseAsync(string requestId, string queue, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Forgets all wake-ups of a queue that nobody serves any more.</summary>
    Task RemoveQueueAsync(string queue, CancellationToken cancellationToken);

    Task<DateTimeOffset?> FindNextDueAsync(CancellationToken cancellationToken);
}
