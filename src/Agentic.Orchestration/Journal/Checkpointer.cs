using System.Globalization;
using System.Text;
using Agentic.Orchestration.Security;
using Agentic.Orchestration.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Agentic.Orchestration.Journal;

/// <summary>
/// Signs one Merkle root over the heads of all journals, every few seconds and at shutdown, and anchors it outside the
/// store. What was signed can no longer be cut off or deleted unnoticed. The host does not start on a store that is
/// shorter than its anchor.
/// </summary>
internal sealed partial class Checkpointer(
    IAuditStore audit,
    ICheckpointStore checkpoints,
    Secrets secrets,
    CheckpointKey key,
    AnchorFile anchors,
    IEnumerable<IAnchorSink> sinks,
    CheckpointOptions options,
    TimeProvider time,
    ILogger<Checkpointer> log
) : BackgroundService
{
    private const int PageSize = 1000;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private readonly SemaphoreSlim _one = new(1);
    private MerkleTree? _tree;

    /// <exception cref="InvalidOperationException">The store lost what was anchored.</exception>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await CheckAnchorAsync(cancellationToken);
        foreach (var seal in await audit.ListSealsAsync(cancellationToken))
        {
            if (!secrets.TableMac(seal.Content).AsSpan().SequenceEqual(seal.Mac))
            {
                Unsealed(log, seal.Name);
            }
        }
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await SignAsync(cancellationToken);
    }

    public async Task SignAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            // A full page may have a next one; what is appended meanwhile waits for the next round.
            var count = PageSize;
            while (count == PageSize)
            {
                var heads = await checkpoints.ListUncoveredHeadsAsync(PageSize, cancellationToken);
                count = heads.Count;
                if (count == 0)
                {
                    break;
                }
                var last = await checkpoints.FindLastAsync(cancellationToken);
                var tree = _tree ??= await LoadAsync(last, cancellationToken);
                var lines = new List<string>();
                foreach (var (request, known) in heads)
                {
                    var leaf = known >= 0 ? known : tree.Count;
                    var hash = LeafOf(request);
                    tree.Set(leaf, hash);
                    lines.Add(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{request.Id} {request.Version} {Convert.ToHexStringLower(request.Head)} {leaf} "
                                + $"{Convert.ToHexStringLower(hash)}"
                        )
                    );
                }
                lines.AddRange(
                    (await audit.ListSealsAsync(cancellationToken)).Select(seal =>
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{CheckpointRow.SealLine}{seal.Name} {seal.Writes} {Convert.ToHexStringLower(seal.Mac)}"
                        )
                    )
                );
                var now = time.GetUtcNow();
                // Microseconds, as the store keeps them.
                var row = new CheckpointRow(
                    (last?.Number ?? 0) + 1,
                    now.AddTicks(-(now.Ticks % 10)),
                    string.Join('\n', lines),
                    []
                )
                {
                    Format = 2,
                    Count = tree.Count,
                    Root = tree.Root,
                    KeyId = key.Id,
                };
                await checkpoints.AddSigningKeyAsync(new(key.Id, key.PublicKey), cancellationToken);
                row = row with { Signature = key.Sign(Content(last?.Signature, row)) };
                await CatchUpAsync(row.Number, cancellationToken);
                await checkpoints.AddAsync(row, cancellationToken);
                await PublishAsync(row, cancellationToken);
            }
        }
        catch
        {
            // The tree may be ahead of the store now, so load it again next time.
            _tree = null;
            throw;
        }
        finally
        {
            _one.Release();
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        _one.Dispose();
    }

    /// <summary>Each checkpoint covers the one before, so none can be taken out of the middle.</summary>
    internal static byte[] Content(byte[]? previous, CheckpointRow row) =>
        row.Format == 1
            ? [.. previous ?? [], .. Encoding.ASCII.GetBytes($"{row.Number}\n{row.Heads}")]
            :
            [
                .. previous ?? [],
                .. Encoding.ASCII.GetBytes(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{row.Format}\n{row.Number}\n{row.At.UtcTicks / 10}\n{row.Count}\n"
                            + $"{Convert.ToHexStringLower(row.Root)}\n{row.KeyId}\n{row.Heads}"
                    )
                ),
            ];

    /// <summary>A head with everything that its row says about the request.</summary>
    internal static byte[] LeafOf(RequestRow row) =>
        MerkleTree.HashLeaf(
            Encoding.UTF8.GetBytes(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{row.Id}\n{row.Version}\n{Convert.ToHexStringLower(row.Head)}\n"
                        + $"{row.Status}\n{row.CustomerId}\n{row.KeyOwner}"
                )
            )
        );

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await SignAsync(stoppingToken);
            }
            // Whatever it is (a full disk, a changed row, a right that is missing): the host goes on, and this is tried again.
            catch (Exception failed) when (!stoppingToken.IsCancellationRequested)
            {
                Failed(log, failed);
            }
        }
    }

    private async Task CheckAnchorAsync(CancellationToken cancellationToken)
    {
        var known = anchors.Read();
        var stored = await checkpoints.ListAsync(cancellationToken);
        // The first one may have been stored right before a crash; older programs anchored none.
        if (known.Count == 0 && stored.Count(row => row.Format > 1) <= 1)
        {
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
        anchors.Accept(newest);
        Accepted(log, what);
    }

    /// <summary>
    /// The tree as it was at the last checkpoint: from the rows, or from what was signed when somebody changed those.
    /// </summary>
    private async Task<MerkleTree> LoadAsync(CheckpointRow? last, CancellationToken cancellationToken)
    {
        var tree = new MerkleTree();
        foreach (var leaf in await checkpoints.ReadLeavesAsync(cancellationToken))
        {
            tree.Set(tree.Count, leaf);
        }
        if (last is not { Format: > 1 } || tree.Root.AsSpan().SequenceEqual(last.Root))
        {
            return tree;
        }
        Changed(log, last.Number);
        tree = new();
        await foreach (var row in checkpoints.ReadAllAsync(cancellationToken))
        {
            CheckpointVerifier.AddLeaves(row, tree);
        }
        return tree;
    }

    /// <summary>What a crash kept from the anchor is written before anything newer is stored.</summary>
    private async Task CatchUpAsync(long number, CancellationToken cancellationToken)
    {
        if (anchors.Last >= number - 1)
        {
            return;
        }
        foreach (
            var earlier in (await checkpoints.ListAsync(cancellationToken))
                .Where(row => row.Format > 1 && row.Number > anchors.Last && row.Number < number)
                .ToArray()
        )
        {
            await PublishAsync(earlier, cancellationToken);
        }
    }

    private async Task PublishAsync(CheckpointRow row, CancellationToken cancellationToken)
    {
        anchors.Append(Anchor.Of(row));
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

    [LoggerMessage(1001, LogLevel.Error, "A checkpoint could not be made; the next one covers the same journals")]
    private static partial void Failed(ILogger logger, Exception exception);

    [LoggerMessage(1003, LogLevel.Warning, "{What} An operator accepted that (Journal:AcceptStoreAt)")]
    private static partial void Accepted(ILogger logger, string what);

    [LoggerMessage(
        1005,
        LogLevel.Error,
        "The requests in the store are not those of checkpoint {Number}: somebody changed or deleted rows outside "
            + "this program. Run the verification; it names them"
    )]
    private static partial void Changed(ILogger logger, long number);

    [LoggerMessage(1006, LogLevel.Error, "{Sink} did not take the anchor of checkpoint {Number}")]
    private static partial void SinkFailed(ILogger logger, Exception exception, string sink, long number);

    [LoggerMessage(
        1004,
        LogLevel.Error,
        "The table {Table} does not fit its seal: somebody changed it outside this program. Run the verification"
    )]
    private static partial void Unsealed(ILogger logger, string table);
}
