namespace Agentic.Orchestration.Storage;

/// <summary>What a verification of the whole store reads.</summary>
public interface IAuditStore
{
    IAsyncEnumerable<RequestRow> ReadAllRequestsAsync(CancellationToken cancellationToken);

    /// <summary>All rows that one request's journal explains.</summary>
    Task<DerivedRows> ReadDerivedAsync(string requestId, CancellationToken cancellationToken);

    /// <summary>The digests of the tables that no journal explains.</summary>
    Task<IReadOnlyList<SealRow>> ListSealsAsync(CancellationToken cancellationToken);

    /// <summary>Requests that have events but no row.</summary>
    Task<IReadOnlyList<string>> ListOrphanedEventsAsync(CancellationToken cancellationToken);

    /// <summary>Rows that a journal should explain but that belong to no request.</summary>
    Task<IReadOnlyList<(string Table, string Key)>> ListOrphanedRowsAsync(CancellationToken cancellationToken);

    Task<IReadOnlyList<DefinitionRow>> ListDefinitionsAsync(CancellationToken cancellationToken);

    Task<IReadOnlyList<(string CustomerId, byte[] Wrapped)>> ListCustomerKeysAsync(CancellationToken cancellationToken);
}
