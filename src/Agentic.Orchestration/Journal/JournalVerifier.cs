using System.Globalization;
using System.Security.Cryptography;
using Agentic.Orchestration.Security;
using Agentic.Orchestration.Storage;

namespace Agentic.Orchestration.Journal;

/// <param name="RequestId">Null when a checkpoint itself is broken.</param>
public sealed record JournalDefect(string? RequestId, string Reason);

/// <summary>Proves every journal against its chain, its head and the signed checkpoints. Needs no customer key, so it works after erasure.</summary>
public sealed class JournalVerifier(IStore store, Secrets secrets)
{
    public async Task<(long Requests, long Events, long Checkpoints, IReadOnlyList<JournalDefect> Defects)> VerifyAsync(CancellationToken cancellationToken)
    {
        var defects = new List<JournalDefect>();
        var hashes = new Dictionary<string, IReadOnlyList<byte[]>>();
        var events = 0L;
        await foreach (var row in store.ReadAllRequestsAsync(cancellationToken))
        {
            var stored = await store.ReadEventsAsync(row.Id, 0, cancellationToken);
            events += stored.Count;
            hashes[row.Id] = [.. stored.Select(entry => entry.Hash)];
            if (CheckChain(row, stored) is { } broken)
            {
                defects.Add(new(row.Id, broken));
            }
        }
        defects.AddRange((await store.OrphanedEventsAsync(cancellationToken)).Select(id => new JournalDefect(id, "Its row was deleted.")));
        var checkpoints = 0L;
        byte[]? previous = null;
        await foreach (var checkpoint in store.ReadCheckpointsAsync(cancellationToken))
        {
            checkpoints++;
            if (checkpoint.Number != checkpoints || !CryptographicOperations.FixedTimeEquals(checkpoint.Signature, secrets.SignCheckpoint(Checkpointer.Content(previous, checkpoint.Number, checkpoint.Heads))))
            {
                defects.Add(new(null, $"Checkpoint {checkpoint.Number} is missing its predecessor or its signature does not fit."));
            }
            previous = checkpoint.Signature;
            defects.AddRange(CheckHeads(checkpoint, hashes));
        }
        return (hashes.Count, events, checkpoints, [.. defects.DistinctBy(defect => (defect.RequestId, defect.Reason))]);
    }

    private string? CheckChain(RequestRow row, IReadOnlyList<StoredEvent> stored)
    {
        var head = RequestJournal.Genesis(row.Id);
        var version = 0L;
        foreach (var entry in stored)
        {
            head = RequestJournal.Chain(head, entry.Version, entry.At, entry.Payload);
            if (entry.Version != ++version)
            {
                return $"Entry {version} is missing.";
            }
            if (!head.AsSpan().SequenceEqual(entry.Hash))
            {
                return $"Entry {entry.Version} was changed.";
            }
        }
        return version < row.Version ? $"Entries {version + 1} to {row.Version} were cut off."
            : version > row.Version || !head.AsSpan().SequenceEqual(row.Head) ? "Its head does not fit its last entry."
            : !CryptographicOperations.FixedTimeEquals(row.Mac, secrets.HeadMac(row.Id, row.Version, row.Head)) ? "Its head was not signed by this deployment."
            : null;
    }

    private static IEnumerable<JournalDefect> CheckHeads(CheckpointRow checkpoint, Dictionary<string, IReadOnlyList<byte[]>> hashes)
    {
        foreach (var line in checkpoint.Heads.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = line.Split(' ');
            var version = int.Parse(parts[1], CultureInfo.InvariantCulture);
            if (!hashes.TryGetValue(parts[0], out var chain))
            {
                yield return new(parts[0], $"Was deleted after checkpoint {checkpoint.Number}.");
            }
            else if (chain.Count < version)
            {
                yield return new(parts[0], $"Was cut off after checkpoint {checkpoint.Number}: it had {version} entries and has {chain.Count}.");
            }
            else if (Convert.ToHexStringLower(chain[version - 1]) != parts[2])
            {
                yield return new(parts[0], $"Was rewritten after checkpoint {checkpoint.Number}.");
            }
        }
    }
}
