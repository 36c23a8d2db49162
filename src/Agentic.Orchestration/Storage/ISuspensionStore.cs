namespace Agentic.Orchestration.Storage;

/// <summary>The packs' kill switches.</summary>
public interface ISuspensionStore
{
    /// <summary>Once committed, permits of the pack are refused, or allowed again.</summary>
    Task AddAsync(SuspensionRow suspension, CancellationToken cancellationToken);

    /// <summary>The newest use of each pack's kill switch.</summary>
    Task<IReadOnlyList<SuspensionRow>> ListAsync(CancellationToken cancellationToken);
}
