using System.Globalization;
using System.Text;
using Agentic.Orchestration.Security;
using Agentic.Orchestration.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Agentic.Orchestration.Journal;

/// <summary>
/// Signs one Merkle root over the heads of all journals, every few seconds and at shutdown, and anchors it outside the
/// store. What was signed can no longer be cut off or deleted unnoticed. Where several hosts work on the store, any of them
/// signs the next one, and each writes all of them to its own anchor.
/// </summary>
internal sealed partial class Checkpointer(
    IAuditStore audit,
    ICheckpointStore checkpoints,
    Secrets secrets,
    CheckpointKey key,
    Anchoring anchoring,
    TimeProvider time,
    ILogger<Checkpointer> log
) : BackgroundService
{
    private const int PageSize = 1000;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private readonly SemaphoreSlim _one = new(1);
    private MerkleTree? _tree;

    /// <summary>The checkpoint that the tree is of.</summary>
    private long _treeOf;

    /// <exception cref="InvalidOperationException">The store lost what was anchored, or belongs to another master
    /// key.</exception>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await anchoring.CheckAsync(cancellationToken);
        var seals = await audit.ListSealsAsync(cancellationToken);
        var broken = seals.Where(seal => !secrets.TableMac(seal.Content).AsSpan().SequenceEqual(seal.Mac)).ToArray();
        if (broken.Length > 0 && broken.Length == seals.Count)
        {
            throw new InvalidOperationException(
                "Secrets:MasterKey is not the key that this store was begun with: none of its seals fits. All hosts on a store "
                    + "have the same key."
            );
        }
        foreach (var seal in broken)
        {
            Unsealed(log, seal.Name);
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
                // The last checkpoint first: one that another host makes from here on takes this one's number, and nothing
                // is stored.
                var last = await checkpoints.FindLastAsync(cancellationToken);
                if (_treeOf != (last?.Number ?? 0))
                {
                    _tree = null;
                }
                var tree = _tree ??= await LoadAsync(last, cancellationToken);
                if (tree is null)
                {
                    continue;
                }
                _treeOf = last?.Number ?? 0;
                var heads = await checkpoints.ListUncoveredHeadsAsync(PageSize, cancellationToken);
                count = heads.Count;
                if (count == 0)
                {
                    break;
                }
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
                // What a crash kept from the anchor is written before anything newer is stored.
                await anchoring.FollowAsync(cancellationToken);
                if (!await checkpoints.TryAddAsync(row, cancellationToken))
                {
                    // Another host was faster, and covered the same heads.
                    _tree = null;
                    break;
                }
                _treeOf = row.Number;
                await anchoring.PublishAsync(row, cancellationToken);
            }
            await anchoring.FollowAsync(cancellationToken);
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

    /// <summary>
    /// The tree as it was at the last checkpoint: from the rows, or from what was signed when somebody changed those.
    /// </summary>
    /// <returns>Null when another host has made the next one meanwhile.</returns>
    private async Task<MerkleTree?> LoadAsync(CheckpointRow? last, CancellationToken cancellationToken)
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
        if ((await checkpoints.FindLastAsync(cancellationToken))?.Number != last.Number)
        {
            return null;
        }
        Changed(log, last.Number);
        tree = new();
        await foreach (var row in checkpoints.ReadAfterAsync(0, cancellationToken))
        {
            CheckpointVerifier.AddLeaves(row, tree);
        }
        return tree;
    }

    [LoggerMessage(1001, LogLevel.Error, "A checkpoint could not be made; the next one covers the same journals")]
    private static partial void Failed(ILogger logger, Exception exception);

    [LoggerMessage(
        1005,
        LogLevel.Error,
        "The requests in the store are not those of checkpoint {Number}: somebody changed or deleted rows outside "
            + "this program. Run the verification; it names them"
    )]
    private static partial void Changed(ILogger logger, long number);

    [LoggerMessage(
        1004,
        LogLevel.Error,
        "The table {Table} does not fit its seal: somebody changed it outside this program. Run the verification"
    )]
    private static partial void Unsealed(ILogger logger, string table);
}
