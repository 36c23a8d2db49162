namespace Agentic.Orchestration.Storage;

/// <summary>The queues of the desk. Appends write them.</summary>
public interface IQueueStore
{
    Task<IReadOnlyList<ApprovalRow>> ListApprovalsAsync(
        string? status,
        string? role,
        string? after,
        int limit,
        CancellationToken cancellationToken
    );

    Task<IReadOnlyList<HandOffRow>> ListHandOffsAsync(
        string? status,
        string? topic,
        string? after,
        int limit,
        CancellationToken cancellationToken
    );

    /// <summary>How many wait, over the whole store.</summary>
    Task<QueueCounts> CountAsync(DateTimeOffset now, CancellationToken cancellationToken);
}
