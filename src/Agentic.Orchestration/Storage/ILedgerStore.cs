namespace Agentic.Orchestration.Storage;

/// <summary>Which effects hold which targets, and what is reserved of each limit. Appends write it.</summary>
public interface ILedgerStore
{
    Task<IReadOnlyList<LedgerRow>> ListEntriesAsync(
        string kind,
        IReadOnlyList<string> targets,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// Requests with an entry of one of the kinds on this target or on a part of it (<c>order:1</c>,
    /// <c>order:1/line:2</c>).
    /// </summary>
    Task<IReadOnlyList<string>> ListRequestsAsync(
        IReadOnlyList<string> kinds,
        string target,
        CancellationToken cancellationToken
    );

    /// <summary>Sum of what is reserved in a counter since a time.</summary>
    /// <param name="except">An entry that does not count; null for none.</param>
    Task<long> SumLimitAsync(string counter, DateTimeOffset since, string? except, CancellationToken cancellationToken);
}
