using Agentic.Orchestration.Storage;

namespace Agentic.Orchestration.Messaging;

/// <summary>
/// Keeps a wake-up from being handed out again while somebody works on it. Work that takes longer says so in time; one
/// whose process died is handed out when the lease ends.
/// </summary>
internal sealed class WorkLease(IStore store, TimeProvider time)
{
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(5);

    public async Task HoldAsync(string requestId, string queue, Func<Task> work, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var beats = BeatAsync(requestId, queue, over.Token);
        try
        {
            await work();
        }
        finally
        {
            await over.CancelAsync();
            await beats;
        }
    }

    private async Task BeatAsync(string requestId, string queue, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Heartbeat, TimeProvider.System);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                await store.SetLeaseAsync(requestId, queue, time.GetUtcNow() + Length, cancellationToken);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or StoreUnavailableException)
        {
            // Over, or the store is gone: then the lease ends by itself and the sweep decides.
        }
    }
}
