using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Agentic.Contracts;
using Agentic.Orchestration.Storage;

namespace Agentic.Orchestration.Journal;

/// <summary>
/// Tells watchers on every host that a request's journal has grown. A notification may get lost, with a slow watcher or a
/// connection, so take each one only as a hint to read the request again.
/// </summary>
internal sealed class JournalFeed(ISignals signals) : ISignalReceiver
{
    private readonly ConcurrentDictionary<Guid, (string? RequestId, Channel<JournalChange> Channel)> _watchers = new();

    public void Publish(JournalChange change)
    {
        Tell(change);
        signals.Send(
            new(
                SignalKinds.Journal,
                change.RequestId,
                string.Create(CultureInfo.InvariantCulture, $"{change.Version} {change.State}")
            )
        );
    }

    public void Receive(Signal signal)
    {
        if (
            signal.Kind == SignalKinds.Journal
            && signal.Content.Split(' ') is [var number, var name]
            && long.TryParse(number, CultureInfo.InvariantCulture, out var version)
            && Enum.TryParse<RequestStatus>(name, out var state)
        )
        {
            Tell(new(signal.Subject, version, state));
        }
    }

    /// <summary>Nobody knows what was missed, so everybody looks again.</summary>
    public void CatchUp()
    {
        foreach (var (_, watcher) in _watchers)
        {
            watcher.Channel.Writer.TryWrite(new(watcher.RequestId ?? "", 0, RequestStatus.Received));
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

    private void Tell(JournalChange change)
    {
        foreach (var (_, watcher) in _watchers)
        {
            if (watcher.RequestId is null || watcher.RequestId == change.RequestId)
            {
                watcher.Channel.Writer.TryWrite(change);
            }
        }
    }
}
