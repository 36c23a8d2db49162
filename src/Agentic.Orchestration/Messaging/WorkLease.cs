using Agentic.Orchestration.Storage;

namespace Agentic.Orchestration.Messaging;

/// <summary>
/// Keeps a wake-up from being handed out again while somebody works on it, and other hosts from working on it as well. Work that
/// takes longer says so in time; one whose process died is handed out when the lease ends. What two hosts must never do both
/// does not rest on it: versions decide.
/// </summary>
internal sealed class WorkLease(IWakeUpStore wakeUps, ThisHost host, TimeProvider time)
{
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(5),
        Pause = TimeSpan.FromSeconds(1);

    private int _held;

    /// <summary>How many pieces of work this host has in hand.</summary>
    public int Held => Volatile.Read(ref _held);

    /// <summary>Does the work, unless another host has it in hand or it is done.</summary>
    public async Task HoldAsync(string requestId, string queue, Func<Task> work, CancellationToken cancellationToken)
    {
        // Alone, a host knows what it has in hand, and saves the write.
        if (!host.IsAlone && !await ExtendAsync(requestId, queue, cancellationToken))
        {
            return;
        }
        Interlocked.Increment(ref _held);
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
            Interlocked.Decrement(ref _held);
            if (!host.IsAlone)
            {
                await LetGoAsync(requestId, queue);
            }
        }
    }

    /// <summary>Gives back what this host could not finish before it ends: another one need not wait for the leases.</summary>
    public Task ReleaseAllAsync(CancellationToken cancellationToken) => wakeUps.ReleaseAsync(host.Id, cancellationToken);

    private Task<bool> ExtendAsync(string requestId, string queue, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return wakeUps.TryHoldAsync(requestId, queue, host.Id, now, now + Length, cancellationToken);
    }

    /// <summary>
    /// Work that is still due goes to whoever is next, after a moment: this host's clock may be a little behind, or it lacks what
    /// the work needs.
    /// </summary>
    private async Task LetGoAsync(string requestId, string queue)
    {
        try
        {
            await wakeUps.LetGoAsync(requestId, queue, host.Id, time.GetUtcNow() + Pause, CancellationToken.None);
        }
        catch (StoreUnavailableException)
        {
            // Then the lease ends by itself.
        }
    }

    private async Task BeatAsync(PeriodicTimer timer, string requestId, string queue, CancellationToken cancellationToken)
    {
        try
        {
            while (await timer.WaitForNextTickAsync(CancellationToken.None))
            {
                try
                {
                    await ExtendAsync(requestId, queue, cancellationToken);
                }
                catch (StoreUnavailableException)
                {
                    // The next beat may come through before the lease ends.
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops: then the lease is given back or ends by itself, and the sweep decides.
        }
    }
}
