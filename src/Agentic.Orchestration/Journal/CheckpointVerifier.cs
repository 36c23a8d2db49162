using System.Globalization;
using System.Security.Cryptography;
using Agentic.Orchestration.Security;
using Agentic.Orchestration.Storage;

namespace Agentic.Orchestration.Journal;

/// <summary>
/// Proves the checkpoints among themselves, against the anchor outside the store, and each request against those that
/// cover it.
/// </summary>
internal sealed class CheckpointVerifier(
    ICheckpointStore checkpoints,
    Secrets secrets,
    AnchorFile anchors,
    Func<CancellationToken, Task> follow
)
{
    /// <summary>By leaf index: the request, and every hash that a checkpoint signed for it.</summary>
    private readonly Dictionary<int, (string Id, HashSet<string> Hashes)> _leaves = [];

    /// <summary>By request: what each checkpoint says about it, oldest first.</summary>
    private readonly Dictionary<string, List<(long Checkpoint, int Version, string Head, string Leaf)>> _covered = [];
    private readonly HashSet<string> _seen = [];

    public long Count { get; private set; }

    /// <summary>By table: the newest seal that a checkpoint covers.</summary>
    public Dictionary<string, (long Writes, string Mac)> Seals { get; } = [];

    /// <summary>Puts the leaves that a checkpoint covers into the tree.</summary>
    public static void AddLeaves(CheckpointRow row, MerkleTree tree)
    {
        foreach (var parts in row.Format == 1 ? [] : row.Covered())
        {
            if (int.Parse(parts[3], CultureInfo.InvariantCulture) is >= 0 and var index && index <= tree.Count)
            {
                tree.Set(index, Convert.FromHexString(parts[4]));
            }
        }
    }

    public async Task ReadAsync(List<JournalDefect> defects, CancellationToken cancellationToken)
    {
        var keys = (await checkpoints.ListSigningKeysAsync(cancellationToken))
            .Where(key => CheckpointKey.IdOf(key.PublicKey) == key.KeyId)
            .ToDictionary(key => key.KeyId, key => key.PublicKey);
        var tree = new MerkleTree();
        var rows = new Dictionary<long, Anchor>();
        var (signed, newest) = ((byte[]?)null, 0L);
        await follow(cancellationToken);
        // Read before the checkpoints: a host beside this one may anchor more of them meanwhile.
        var anchored = ReadAnchor(defects);
        await foreach (var row in checkpoints.ReadAfterAsync(0, cancellationToken))
        {
            Count++;
            newest = row.Number;
            var content = Checkpointer.Content(signed, row);
            var isSigned =
                row.Format == 1
                    ? CryptographicOperations.FixedTimeEquals(row.Signature, secrets.SignCheckpoint(content))
                    : keys.TryGetValue(row.KeyId, out var key) && CheckpointKey.Verify(key, content, row.Signature);
            if (row.Number != Count || !isSigned)
            {
                defects.Add(new(null, $"Checkpoint {row.Number} is missing its predecessor or its signature does not fit."));
            }
            else
            {
                // What nobody signed is not read either: it may be anything.
                Read(row, tree, defects);
            }
            signed = row.Signature;
            rows[row.Number] = Anchor.Of(row);
        }
        await follow(cancellationToken);
        defects.AddRange(CheckAnchor(anchored, rows, newest));
        await CheckLeavesAsync(newest, defects, cancellationToken);
    }

    /// <summary>The leaves that the requests carry are those that the checkpoints have signed.</summary>
    private async Task CheckLeavesAsync(long newest, List<JournalDefect> defects, CancellationToken cancellationToken)
    {
        var leaves = await checkpoints.ReadLeavesAsync(cancellationToken);
        if (Count == 0)
        {
            if (leaves.Count > 0)
            {
                defects.Add(
                    new(null, $"{leaves.Count} requests were covered by checkpoints, and there is no checkpoint any more.")
                );
            }
            return;
        }
        var wrong = _leaves
            .Where(known =>
                known.Key >= leaves.Count || !known.Value.Hashes.Contains(Convert.ToHexStringLower(leaves[known.Key]))
            )
            .ToArray();
        // A host beside this one may have written a checkpoint since; what it changed is for the next look.
        if (wrong.Length > 0 && (await checkpoints.FindLastAsync(cancellationToken))?.Number == newest)
        {
            defects.AddRange(
                wrong.Select(leaf => new JournalDefect(leaf.Value.Id, "Its leaf is not the one that a checkpoint has signed."))
            );
        }
    }

    public void MarkSeen(string requestId) => _seen.Add(requestId);

    /// <returns>What is wrong with a request whose chain holds, or null.</returns>
    public string? Check(RequestRow row, IReadOnlyList<StoredEvent> stored)
    {
        foreach (var (checkpoint, version, head, leaf) in _covered.GetValueOrDefault(row.Id) ?? [])
        {
            if (stored.Count < version)
            {
                return $"Was cut off after checkpoint {checkpoint}: it had {version} entries and has {stored.Count}.";
            }
            if (
                Convert.ToHexStringLower(stored[version - 1].Hash) != head
                || (leaf != "" && version == row.Version && leaf != Convert.ToHexStringLower(Checkpointer.LeafOf(row)))
            )
            {
                return $"Was rewritten after checkpoint {checkpoint}.";
            }
        }
        return null;
    }

    public void ReportMissing(List<JournalDefect> defects) =>
        defects.AddRange(
            _covered
                .Where(covered => !_seen.Contains(covered.Key))
                .Select(covered => new JournalDefect(
                    covered.Key,
                    $"Was deleted after checkpoint {covered.Value[^1].Checkpoint}."
                ))
        );

    private void Read(CheckpointRow row, MerkleTree tree, List<JournalDefect> defects)
    {
        foreach (var parts in row.Covered())
        {
            if (!_covered.TryGetValue(parts[0], out var before))
            {
                _covered[parts[0]] = before = [];
            }
            if (row.Format > 1)
            {
                var index = int.Parse(parts[3], CultureInfo.InvariantCulture);
                if (!_leaves.TryGetValue(index, out var leaf))
                {
                    _leaves[index] = leaf = (parts[0], []);
                }
                leaf.Hashes.Add(parts[4]);
            }
            before.Add(
                (row.Number, int.Parse(parts[1], CultureInfo.InvariantCulture), parts[2], row.Format == 1 ? "" : parts[4])
            );
        }
        AddLeaves(row, tree);
        if (row.Format == 1)
        {
            return;
        }
        foreach (var (table, writes, mac) in row.Seals())
        {
            if (
                Seals.TryGetValue(table, out var before)
                && (writes < before.Writes || (writes == before.Writes && mac != before.Mac))
            )
            {
                defects.Add(new(null, $"{table}: the table was set back to an older state before checkpoint {row.Number}."));
            }
            else
            {
                Seals[table] = (writes, mac);
            }
        }
        foreach (var table in Seals.Keys.Except(row.Seals().Select(seal => seal.Table)))
        {
            defects.Add(new(null, $"{table}: its seal was deleted before checkpoint {row.Number}."));
        }
        if (row.Count != tree.Count || !row.Root.AsSpan().SequenceEqual(tree.Root))
        {
            defects.Add(
                new(null, $"Checkpoint {row.Number}: its root is not the one of the heads that it and those before cover.")
            );
        }
    }

    private SortedDictionary<long, Anchor>? ReadAnchor(List<JournalDefect> defects)
    {
        try
        {
            return anchors.Read();
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            defects.Add(new(null, $"The anchor cannot be read: {broken.Message}"));
            return null;
        }
    }

    private IEnumerable<JournalDefect> CheckAnchor(
        SortedDictionary<long, Anchor>? known,
        Dictionary<long, Anchor> rows,
        long newest
    )
    {
        if (known is null)
        {
            yield break;
        }
        if (known.Count == 0 && rows.Values.Any(row => row.Root != ""))
        {
            yield return new(null, $"The anchor {anchors.Path} is missing: nothing outside the store says that this is all.");
            yield break;
        }
        foreach (var anchor in known.Values)
        {
            if (!rows.TryGetValue(anchor.Number, out var row))
            {
                yield return new(
                    null,
                    $"The store is shorter than its anchor: checkpoint {anchor.Number} over {anchor.Count} requests is missing."
                );
            }
            else if (row != anchor)
            {
                yield return new(null, $"Checkpoint {anchor.Number} is not the one that was anchored.");
            }
        }
        // The newest may not be anchored yet: that happens right after it is stored.
        var later = ReadAnchor([]) ?? known;
        foreach (
            var row in rows.Values.Where(row =>
                row.Root != ""
                && row.Number < newest
                && !later.ContainsKey(row.Number)
                && row.Number > (known.Count == 0 ? 0 : known.First().Key)
            )
        )
        {
            yield return new(null, $"Checkpoint {row.Number} is not in the anchor.");
        }
    }
}
