namespace Agentic.Orchestration.Storage;

/// <summary>Finds requests by what they belong to. Appends write it.</summary>
public interface IRequestIndex
{
    Task<IReadOnlyList<RequestRow>> ListAsync(RequestFilter filter, CancellationToken cancellationToken);

    /// <summary>The newest 50 open requests of one customer.</summary>
    Task<IReadOnlyList<string>> ListOpenAsync(string customerId, CancellationToken cancellationToken);

    /// <summary>Requests that an outside event with this business key is for.</summary>
    Task<IReadOnlyList<string>> ListByEventKeyAsync(string key, CancellationToken cancellationToken);
}
