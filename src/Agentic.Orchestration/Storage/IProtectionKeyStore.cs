namespace Agentic.Orchestration.Storage;

/// <summary>
/// The keys that sign sessions and links, encrypted: every host on the store reads what another one has issued.
/// </summary>
public interface IProtectionKeyStore
{
    /// <summary>A known name changes nothing.</summary>
    Task AddAsync(string name, byte[] content, CancellationToken cancellationToken);

    Task<IReadOnlyList<(string Name, byte[] Content)>> ListAsync(CancellationToken cancellationToken);
}
