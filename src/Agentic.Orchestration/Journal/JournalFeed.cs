using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Agentic.Orchestration.Journal;

/// <summary>Tells those who watch on this host that a request's journal has grown. A slow watcher misses nothing that it does not read again.</summary>
public sealed class JournalFeed
{
    private readonly ConcurrentDictionary<Guid, (string? RequestId, Channel<(string RequestId, long Version)> Channel)> _watchers = new();

    public void Publish(string requestId, long version)
    {
        foreach (var (_, watcher) in _watchers)
        {
            if (watcher.RequestId is null || watcher.RequestId == requestId)
            {
                watcher.Channel.Writer.TryWrite((requestId, version));
            }
        }
    }

    /// <param name="requestId">One request, or null for all.</param>
    public async IAsyncEnumerable<(string RequestId, long Version)> WatchAsync(string? requestId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var id = Guid.NewGuid();
        var channel = Channel.CreateBounded<(string, long)>(new BoundedChannelOptions(1024) { FullMode = BoundedChannelFullMode.DropOldest });
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
