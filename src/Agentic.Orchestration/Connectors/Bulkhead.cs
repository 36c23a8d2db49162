using System.Threading.RateLimiting;

namespace Agentic.Orchestration.Connectors;

/// <summary>
/// At most so many calls to one outside system at once: when it becomes slow, it holds up its own work and nobody else's. A call
/// that finds no room within a second is told so, and its caller tries again later.
/// </summary>
internal sealed class Bulkhead(int limit) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly ConcurrencyLimiter _room = new(
        new()
        {
            PermitLimit = limit,
            QueueLimit = int.MaxValue,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        }
    );

    /// <summary>Said to ops, so it names what to look at.</summary>
    public string Full { get; } = $"{limit} calls to it are under way already";

    /// <param name="call">Holds its place until it ends.</param>
    /// <param name="busy">What is answered instead when there is no room.</param>
    public async Task<T> RunAsync<T>(Func<Task<T>> call, Func<T> busy, CancellationToken cancellationToken)
    {
        var place = _room.AttemptAcquire();
        if (!place.IsAcquired)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(Patience);
            try
            {
                place = await _room.AcquireAsync(1, patience.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return busy();
            }
        }
        using (place)
        {
            return await call();
        }
    }

    public void Dispose() => _room.Dispose();
}
