using System.Collections.Concurrent;
using Agentic.Orchestration.Storage;

namespace Agentic.Orchestration.Packs;

/// <summary>
/// The kill switch of each pack. What this class remembers only saves work; what stops a permit is the store, which
/// checks the switch in the permit's own transaction.
/// </summary>
internal sealed class Suspensions(ISuspensionStore store, TimeProvider time) : IRemembered, IDisposable
{
    private readonly ConcurrentDictionary<string, SuspensionRow> _known = new();
    private readonly SemaphoreSlim _turn = new(1);
    private bool _read;

    /// <summary>Why nothing new starts in a pack; null when it runs.</summary>
    public async Task<SuspensionRow?> FindAsync(string pack, CancellationToken cancellationToken)
    {
        if (!_read)
        {
            await RefreshAsync(cancellationToken);
        }
        return _known.GetValueOrDefault(pack) is { Suspended: true } suspended ? suspended : null;
    }

    /// <summary>Using the switch as it stands already changes nothing.</summary>
    public async Task<SuspensionRow> SetAsync(
        string pack,
        bool suspended,
        string by,
        string reason,
        CancellationToken cancellationToken
    )
    {
        await RefreshAsync(cancellationToken);
        var before = _known.GetValueOrDefault(pack);
        if ((before?.Suspended ?? false) == suspended && before is not null)
        {
            return before;
        }
        var row = new SuspensionRow(pack, suspended, by, reason, time.GetUtcNow());
        await store.AddAsync(row, cancellationToken);
        await RefreshAsync(cancellationToken);
        return row;
    }

    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        // One after the other: what was read earlier must not replace what was read later. Which use is the newest, the store
        // knows by its number; hosts' clocks differ.
        await _turn.WaitAsync(cancellationToken);
        try
        {
            foreach (var row in await store.ListAsync(cancellationToken))
            {
                _known[row.Pack] = row;
            }
            _read = true;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
