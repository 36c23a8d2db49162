namespace Agentic.Orchestration.Storage;

/// <summary>The processes on one store.</summary>
public interface IHostStore
{
    /// <summary>Adds the host, or renews its load and sign of life.</summary>
    /// <returns>Whether somebody drains it.</returns>
    Task<bool> SaveAsync(HostRow host, CancellationToken cancellationToken);

    /// <summary>Asks a host to take on nothing new, or with null to work again. Asked twice, the first one stays.</summary>
    /// <returns>False when there is no such host.</returns>
    Task<bool> DrainAsync(string id, HostDrainRow? drain, CancellationToken cancellationToken);

    /// <summary>Forgets it at once: it has stopped in order.</summary>
    Task RemoveAsync(string id, CancellationToken cancellationToken);

    /// <summary>Those that were seen since, oldest first; the rest is forgotten.</summary>
    Task<IReadOnlyList<HostRow>> ListAsync(DateTimeOffset since, CancellationToken cancellationToken);
}
