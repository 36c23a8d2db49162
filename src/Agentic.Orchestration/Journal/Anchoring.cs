using Agentic.Orchestration.Storage;
using Microsoft.Extensions.Logging;

namespace Agentic.Orchestration.Journal;

/// <summary>
/// This host's anchor: every checkpoint of the store, whichever host signed it, written outside the store. The host does not
/// start on a store that is shorter than its anchor.
/// </summary>
internal sealed partial class Anchoring(
    ICheckpointStore checkpoints,
    IHostStore hosts,
    IRestoreStore restores,
    AnchorFile anchors,
    IEnumerable<IAnchorSink> sinks,
    CheckpointOptions options,
    ThisHost host,
    TimeProvider time,
    ILogger<Anchoring> log
) : IDisposable
{
    /// <summary>A host says every few seconds that it is there: one that says nothing new in this time may be gone.</summary>
    private static readonly TimeSpan Alive = TimeSpan.FromSeconds(15),
        TwoBeats = TimeSpan.FromSeconds(7);

    /// <summary>One writes to the anchor at a time.</summary>
    private readonly SemaphoreSlim _turn = new(1);
    private IDisposable? _held;
    private bool _wasThere;

    /// <exception cref="InvalidOperationException">
    /// The store lost what was anchored, or another host writes to the anchor.
    /// </exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        _held ??= anchors.Take();
        var known = anchors.Read();
        _wasThere = anchors.Exists;
        var stored = await checkpoints.ListAsync(cancellationToken);
        // The first one may have been stored right before a crash; older programs anchored none.
        if (known.Count == 0 && stored.Count(row => row.Format > 1) <= 1)
        {
            return;
        }
        if (known.Count == 0 && await HasColleaguesAsync(cancellationToken))
        {
            Joined(log, anchors.Path);
            await FollowAsync(cancellationToken);
            return;
        }
        var newest = 0L;
        foreach (var row in stored)
        {
            if (known.TryGetValue(row.Number, out var anchor) && anchor != Anchor.Of(row))
            {
                break;
            }
            newest = row.Number;
        }
        var last = known.Count == 0 ? null : known.Last().Value;
        if (last is not null && newest >= last.Number)
        {
            return;
        }
        var what = last is null
            ? $"The anchor {anchors.Path} is missing, and the store has {stored.Count} checkpoints: nothing "
                + $"outside the store says that this is all of it."
            : $"The store is shorter than its anchor {anchors.Path}: the anchor knows checkpoint {last.Number} over "
                + $"{last.Count} requests ({last.At:u}); the store agrees with it up to checkpoint {newest}.";
        if (options.AcceptStoreAt != newest)
        {
            throw new InvalidOperationException(
                $"{what} Restore the newest copy of {(last is null ? "the anchor" : "the store")}. To go on with "
                    + $"what is here, knowing that requests may be lost, set Journal__AcceptStoreAt={newest}."
            );
        }
        // Whoever goes on with less than there was may have forgotten effects: they are looked up from here on.
        await restores.AddAsync(
            new("Journal:AcceptStoreAt", what, time.GetUtcNow(), newest, stored.Count == 0 ? default : stored[^1].At),
            cancellationToken
        );
        anchors.Accept(newest);
        Accepted(log, what);
    }

    /// <summary>
    /// Writes what this host's anchor does not have yet: what a crash kept from it, and what other hosts signed.
    /// </summary>
    public async Task FollowAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await CatchUpAsync(cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Before a verification. An anchor that somebody took away is not made again: that would hide it.</summary>
    public Task FollowOthersAsync(CancellationToken cancellationToken) =>
        host.IsAlone || (_wasThere && !anchors.Exists) ? Task.CompletedTask : FollowAsync(cancellationToken);

    /// <summary>The one that this host has just signed.</summary>
    public async Task PublishAsync(CheckpointRow row, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (anchors.Last < row.Number)
            {
                await AppendAsync(row, cancellationToken);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        _held?.Dispose();
        _turn.Dispose();
    }

    private async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        var newest = await checkpoints.FindLastAsync(cancellationToken);
        if (newest is null || anchors.Last >= newest.Number)
        {
            return;
        }
        var keys = (await checkpoints.ListSigningKeysAsync(cancellationToken)).ToDictionary(
            key => key.KeyId,
            key => key.PublicKey
        );
        byte[]? before = null;
        await foreach (var row in checkpoints.ReadAfterAsync(anchors.Last - 1, cancellationToken))
        {
            if (row.Number > anchors.Last && row.Format > 1)
            {
                if (
                    !keys.TryGetValue(row.KeyId, out var key)
                    || !CheckpointKey.Verify(key, Checkpointer.Content(before, row), row.Signature)
                )
                {
                    // Somebody else wrote it; the verification names it as well.
                    Foreign(log, row.Number);
                    return;
                }
                await AppendAsync(row, cancellationToken);
            }
            before = row.Signature;
        }
    }

    private async Task AppendAsync(CheckpointRow row, CancellationToken cancellationToken)
    {
        anchors.Append(Anchor.Of(row));
        _wasThere = true;
        foreach (var sink in sinks)
        {
            try
            {
                await sink.PublishAsync(Anchor.Of(row), cancellationToken);
            }
            catch (Exception failed) when (!cancellationToken.IsCancellationRequested)
            {
                SinkFailed(log, failed, sink.GetType().Name, row.Number);
            }
        }
    }

    /// <summary>
    /// Another host is at work: it says something new while this one waits. What a host said before it died proves nothing.
    /// </summary>
    private async Task<bool> HasColleaguesAsync(CancellationToken cancellationToken)
    {
        if (host.IsAlone)
        {
            return false;
        }
        var before = (await ListOthersAsync()).ToDictionary(other => other.Id, other => other.SeenAt);
        if (before.Count == 0)
        {
            return false;
        }
        await Task.Delay(TwoBeats, TimeProvider.System, cancellationToken);
        return (await ListOthersAsync()).Any(other => before.TryGetValue(other.Id, out var seen) && other.SeenAt > seen);

        async Task<IEnumerable<HostRow>> ListOthersAsync() =>
            (await hosts.ListAsync(time.GetUtcNow() - Alive, cancellationToken)).Where(other => other.Id != host.Id);
    }

    [LoggerMessage(1003, LogLevel.Warning, "{What} An operator accepted that (Journal:AcceptStoreAt)")]
    private static partial void Accepted(ILogger logger, string what);

    [LoggerMessage(1006, LogLevel.Error, "{Sink} did not take the anchor of checkpoint {Number}")]
    private static partial void SinkFailed(ILogger logger, Exception exception, string sink, long number);

    [LoggerMessage(1007, LogLevel.Warning, "This host joins others on the store, and begins its own anchor {Anchor}")]
    private static partial void Joined(ILogger logger, string anchor);

    [LoggerMessage(
        1008,
        LogLevel.Error,
        "Checkpoint {Number} is not signed by a host of this store, so it is not anchored. Run the verification"
    )]
    private static partial void Foreign(ILogger logger, long number);
}
