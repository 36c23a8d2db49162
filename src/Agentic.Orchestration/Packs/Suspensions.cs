using System.Collections.Concurrent;
using Agentic.Orchestration.Storage;

namespace Agentic.Orchestration.Packs;

/// <summary>
/// The kill switch of each pack. What this class remembers only saves work; what stops a permit is the store, which
/// checks the switch in the permit's own transaction.
/// </summary>
internal sealed class Suspensions(ISuspensionStore store, TimeProvider time) : IRemembered
{
    private readonly ConcurrentDictionary<string, SuspensionRow> _known = new();
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
        return _known[pack] = row;
    }

    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        foreach (var row in await store.ListAsync(cancellationToken))
        {
            _known.AddOrUpdate(row.Pack, row, (_, known) => known.At > row.At ? known : row);
        }
        _read = true;
    }
}
