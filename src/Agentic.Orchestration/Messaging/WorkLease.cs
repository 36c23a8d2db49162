using Agentic.Orchestration.Storage;

namespace Agentic.Orchestration.Messaging;

/// <summary>
/// Keeps a wake-up from being handed out again while somebody works on it. Work that takes longer says so in time; one
/// whose process died is handed out when the lease ends.
/// </summary>
internal sealed class WorkLease(IWakeUpStore wakeUps, TimeProvider time)
{
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(5);

    public async Task HoldAsync(string requestId, string queue, Func<Task> work, CancellationToken cancellationToken)
    {
        // Disposed, not cancelled, when the work is over: nearly all work ends before the first beat, and an exception for
        // each piece of it cost a twentieth of the host's time.
        using var timer = new PeriodicTimer(Heartbeat, TimeProvider.System);
        var beats = BeatAsync(timer, requestId, queue, cancellationToken);
        try
        {
            await work();
        }
        finally
        {
            timer.Dispose();
            await beats;
        }
    }

    private async Task BeatAsync(PeriodicTimer timer, string requestId, string queue, CancellationToken cancellationToken)
    {
        try
        {
            while (await timer.WaitForNextTickAsync(CancellationToken.None))
            {
                await wakeUps.SetLeaseAsync(requestId, queue, time.GetUtcNow() + Length, cancellationToken);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or StoreUnavailableException)
        {
            // The host stops, or the store is gone: then the lease ends by itself and the sweep decides.
        }
    }
}
