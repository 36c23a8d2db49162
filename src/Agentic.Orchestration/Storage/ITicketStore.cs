namespace Agentic.Orchestration.Storage;

/// <summary>Short-lived secrets with a number of tries: e-mail codes and the like.</summary>
public interface ITicketStore
{
    /// <summary>False when there is one with this id that has not expired.</summary>
    Task<bool> TryAddAsync(TicketRow ticket, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Replaces what a ticket holds; nothing happens when it is gone.</summary>
    Task SetAsync(string id, byte[] payload, CancellationToken cancellationToken);

    /// <summary>
    /// Uses tries up and returns the ticket as it was before; null when it is unknown, expired or has too few left.
    /// </summary>
    Task<TicketRow?> UseAsync(string id, DateTimeOffset now, CancellationToken cancellationToken, int tries = 1);

    /// <summary>False when somebody else removed it first.</summary>
    Task<bool> TryRemoveAsync(string id, CancellationToken cancellationToken);
}
