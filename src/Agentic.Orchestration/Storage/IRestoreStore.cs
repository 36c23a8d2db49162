namespace Agentic.Orchestration.Storage;

/// <summary>Who restored the store from a backup, and when.</summary>
public interface IRestoreStore
{
    Task AddAsync(RestoreRow restore, CancellationToken cancellationToken);

    Task<RestoreRow?> FindLastAsync(CancellationToken cancellationToken);
}
