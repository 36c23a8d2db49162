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

    /// <summary>
    /// Takes a wake-up into work, or holds it for longer: nobody else does until the lease ends. One that was only handed out
    /// is anybody's.
    /// </summary>
    /// <returns>False when somebody else works on it, or it is done.</returns>
    Task<bool> TryHoldAsync(
        string requestId,
        string queue,
        string holder,
        DateTimeOffset now,
        DateTimeOffset until,
        CancellationToken cancellationToken
    );

    /// <summary>Gives one back that was handed out and could not be handed on: the next sweep takes it again.</summary>
    Task GiveBackAsync(string requestId, string queue, CancellationToken cancellationToken);

    /// <summary>
    /// Ends a holder's work on one: it is handed out again from <paramref name="from"/> on, if it is still there.
    /// </summary>
    Task LetGoAsync(string requestId, string queue, string holder, DateTimeOffset from, CancellationToken cancellationToken);

    /// <summary>Gives back whatever a holder has in work.</summary>
    Task ReleaseAsync(string holder, CancellationToken cancellationToken);

    /// <summary>Forgets all wake-ups of a queue that nobody serves any more.</summary>
    Task RemoveQueueAsync(string queue, CancellationToken cancellationToken);

    /// <summary>What is due and not done, by queue; queues with nothing due are left out.</summary>
    Task<IReadOnlyList<BacklogRow>> ReadBacklogAsync(DateTimeOffset now, CancellationToken cancellationToken);

    Task<DateTimeOffset?> FindNextDueAsync(CancellationToken cancellationToken);
}
