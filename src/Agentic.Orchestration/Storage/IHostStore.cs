namespace Agentic.Orchestration.Storage;

/// <summary>The processes on one store.</summary>
public interface IHostStore
{
    /// <summary>Adds the host, or renews its load and sign of life.</summary>
    Task SaveAsync(HostRow host, CancellationToken cancellationToken);

    /// <summary>Forgets it at once: it has stopped in order.</summary>
    Task RemoveAsync(string id, CancellationToken cancellationToken);

    /// <summary>Those that were seen since, oldest first; the rest is forgotten.</summary>
    Task<IReadOnlyList<HostRow>> ListAsync(DateTimeOffset since, CancellationToken cancellationToken);
}
