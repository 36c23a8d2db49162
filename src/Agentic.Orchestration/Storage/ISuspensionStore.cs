namespace Agentic.Orchestration.Storage;

/// <summary>The packs' kill switches.</summary>
public interface ISuspensionStore
{
    /// <summary>From its commit on no permit of the pack is consumed, or again.</summary>
    Task AddAsync(SuspensionRow suspension, CancellationToken cancellationToken);

    /// <summary>The newest use of each pack's kill switch.</summary>
    Task<IReadOnlyList<SuspensionRow>> ListAsync(CancellationToken cancellationToken);
}
