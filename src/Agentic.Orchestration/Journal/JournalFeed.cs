using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Agentic.Orchestration.Journal;

/// <summary>
/// Tells watchers on this host that a request's journal has grown. A slow watcher may lose notifications, so take each
/// one only as a hint to read the request again.
/// </summary>
internal sealed class JournalFeed
{
    private readonly ConcurrentDictionary<Guid, (string? RequestId, Channel<JournalChange> Channel)> _watchers = new();

    public void Publish(JournalChange change)
    {
        foreach (var (_, watcher) in _watchers)
        {
            if (watcher.RequestId is null || watcher.RequestId == change.RequestId)
            {
                watcher.Channel.Writer.TryWrite(change);
            }
        }
    }

    /// <param name="requestId">One request, or null for all.</param>
    public async IAsyncEnumerable<JournalChange> WatchAsync(
        string? requestId,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var id = Guid.NewGuid();
        var channel = Channel.CreateBounded<JournalChange>(
            new BoundedChannelOptions(4096) { FullMode = BoundedChannelFullMode.DropOldest }
        );
        _watchers[id] = (requestId, channel);
        try
        {
            await foreach (var change in channel.Reader.ReadAllAsync(cancellationToken))
            {
                yield return change;
            }
        }
        finally
        {
            _watchers.TryRemove(id, out _);
        }
    }
}
