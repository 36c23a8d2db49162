using System.Security.Cryptography;
using System.Text.Json;
using Agentic.Contracts;
using Agentic.Engine.Definitions;
using Agentic.Orchestration.Security;
using Agentic.Orchestration.Storage;

namespace Agentic.Orchestration.Journal;

/// <summary>
/// Verifies a whole store: each journal against its hash chain and signed head; all journals against the checkpoints
/// and the anchor outside the store; every derived row against what its journal implies; and keys, accounts, absences,
/// suspensions and workflow texts against their seals. It can run beside a host that appends.
/// </summary>
internal sealed class JournalVerifier
{
    private readonly IStore _store;
    private readonly Secrets _secrets;
    private readonly AnchorFile _anchors;
    private readonly Func<CancellationToken, Task> _follow;

    /// <param name="follow">Brings the anchor up to what other hosts have signed meanwhile.</param>
    internal JournalVerifier(IStore store, Secrets secrets, AnchorFile anchors, Func<CancellationToken, Task>? follow = null) =>
        (_store, _secrets, _anchors, _follow) = (store, secrets, anchors, follow ?? (_ => Task.CompletedTask));

    /// <param name="store">What to prove.</param>
    /// <param name="secrets">Of the deployment that wrote it.</param>
    /// <param name="anchorFile">Where its checkpoints are anchored.</param>
    public static JournalVerifier For(IStore store, Secrets secrets, string anchorFile) =>
        new(store, secrets, new AnchorFile(anchorFile));

    public async Task<Verification> VerifyAsync(CancellationToken cancellationToken)
    {
        var defects = new List<JournalDefect>();
        // Checkpoints first: whatever is appended from here on is newer than they are.
        var checkpoints = new CheckpointVerifier(_store.Checkpoints, _secrets, _anchors, _follow);
        await checkpoints.ReadAsync(defects, cancellationToken);
        var keys = await KeysAsync(defects, cancellationToken);
        var (requests, events) = (0L, 0L);
        await foreach (var row in _store.Audit.ReadAllRequestsAsync(cancellationToken))
        {
            requests++;
            events += await VerifyRequestAsync(row, keys, checkpoints, defects, cancellationToken);
        }
        checkpoints.ReportMissing(defects);
        defects.AddRange(
            (await _store.Audit.ListOrphanedEventsAsync(cancellationToken)).Select(id => new JournalDefect(
                id,
                "Its row was deleted."
            ))
        );
        defects.AddRange(
            (await _store.Audit.ListOrphanedRowsAsync(cancellationToken)).Select(orphan => new JournalDefect(
                null,
                $"{orphan.Table}: the row {orphan.Key} belongs to no request."
            ))
        );
        await VerifySealsAsync(checkpoints.Seals, defects, cancellationToken);
        foreach (var row in await _store.Audit.ListDefinitionsAsync(cancellationToken))
        {
            if (DefinitionHash.Identify(row.Source) != (row.Id, row.Hash))
            {
                defects.Add(new(null, $"definitions: the workflow kept as {row.Hash} was changed."));
            }
        }
        return new(requests, events, checkpoints.Count, [.. defects.Distinct()]);
    }

    private async Task<long> VerifyRequestAsync(
        RequestRow row,
        Dictionary<string, CustomerKey> keys,
        CheckpointVerifier checkpoints,
        List<JournalDefect> defects,
        CancellationToken cancellationToken
    )
    {
        // What is appended to while it is read is read again.
        for (var attempt = 0; ; attempt++)
        {
            var stored = await _store.Journal.ReadEventsAsync(row.Id, 0, cancellationToken);
            var derived = await _store.Audit.ReadDerivedAsync(row.Id, cancellationToken);
            if (
                attempt < 20
                && await _store.Journal.FindRequestAsync(row.Id, cancellationToken) is { } now
                && now.Version != row.Version
            )
            {
                row = now;
                continue;
            }
            if (
                !keys.ContainsKey(row.KeyOwner)
                && await _store.CustomerKeys.FindAsync(row.KeyOwner, cancellationToken) is { } wrapped
            )
            {
                // Somebody who is new since the keys were read.
                Add(keys, row.KeyOwner, wrapped);
            }
            // It is there, whatever else is wrong with it.
            checkpoints.MarkSeen(row.Id);
            var broken = CheckChain(row, stored) ?? checkpoints.Check(row, stored);
            if (broken is null)
            {
                defects.AddRange(CheckContent(row, stored, derived, keys).Select(reason => new JournalDefect(row.Id, reason)));
            }
            else
            {
                defects.Add(new(row.Id, broken));
            }
            return stored.Count;
        }
    }

    private string? CheckChain(RequestRow row, IReadOnlyList<StoredEvent> stored)
    {
        var head = EventSeal.Genesis(row.Id);
        var (version, format) = (0L, 1);
        foreach (var entry in stored)
        {
            head = EventSeal.Chain(head, entry);
            if (entry.Version != ++version)
            {
                return $"Entry {version} is missing.";
            }
            if (!head.AsSpan().SequenceEqual(entry.Hash) || entry.Format < format)
            {
                return $"Entry {entry.Version} was changed.";
            }
            format = entry.Format;
        }
        return version < row.Version ? $"Entries {version + 1} to {row.Version} were cut off."
            : version > row.Version || !head.AsSpan().SequenceEqual(row.Head) ? "Its head does not fit its last entry."
            : !CryptographicOperations.FixedTimeEquals(row.Mac, _secrets.HeadMac(row, format))
                ? "Its row was not signed by this deployment: head, status, customer or key owner was changed."
            : null;
    }

    private static IEnumerable<string> CheckContent(
        RequestRow row,
        IReadOnlyList<StoredEvent> stored,
        DerivedRows derived,
        Dictionary<string, CustomerKey> keys
    )
    {
        if (!keys.TryGetValue(row.KeyOwner, out var key))
        {
            return [$"customer_keys: the key of {row.KeyOwner} is missing or was changed: nobody can read this journal."];
        }
        using var cipher = new Cipher(key.Bytes);
        var happened = new List<JournalEvent>();
        foreach (var entry in stored)
        {
            try
            {
                if (entry.Format > 1 && entry.KeyId != key.Id)
                {
                    return
                    [
                        $"customer_keys: entry {entry.Version} was sealed with another key than the one of {row.KeyOwner}.",
                    ];
                }
                happened.Add(EventSeal.Open(row.Id, entry, cipher));
                if (happened[^1].GetType().Name != entry.Type || !EventSeal.IsCommitted(row.Id, entry, cipher))
                {
                    return [$"Entry {entry.Version} was changed: its type or commitment is not that of its content."];
                }
            }
            catch (CryptographicException)
            {
                return [$"customer_keys: the key of {row.KeyOwner} does not open entry {entry.Version}."];
            }
            catch (JsonException)
            {
                return [$"Entry {entry.Version} is a fact that this version does not know."];
            }
        }
        return DerivedRowsCheck.Compare(row, stored, happened, derived);
    }

    private async Task<Dictionary<string, CustomerKey>> KeysAsync(
        List<JournalDefect> defects,
        CancellationToken cancellationToken
    )
    {
        var keys = new Dictionary<string, CustomerKey>();
        foreach (var (customer, wrapped) in await _store.Audit.ListCustomerKeysAsync(cancellationToken))
        {
            if (!Add(keys, customer, wrapped))
            {
                defects.Add(new(null, $"customer_keys: the key of {customer} was changed."));
            }
        }
        return keys;
    }

    private bool Add(Dictionary<string, CustomerKey> keys, string customer, byte[] wrapped)
    {
        try
        {
            keys[customer] = new(_secrets.Unwrap(wrapped, customer));
            return true;
        }
        catch (Exception changed) when (changed is CryptographicException or ArgumentException or OverflowException)
        {
            return false;
        }
    }

    private async Task VerifySealsAsync(
        IReadOnlyDictionary<string, (long Writes, string Mac)> covered,
        List<JournalDefect> defects,
        CancellationToken cancellationToken
    )
    {
        var seals = (await _store.Audit.ListSealsAsync(cancellationToken)).ToDictionary(seal => seal.Name);
        foreach (
            var seal in seals.Values.Where(seal =>
                !CryptographicOperations.FixedTimeEquals(seal.Mac, _secrets.TableMac(seal.Content))
            )
        )
        {
            defects.Add(new(null, $"{seal.Name}: the table was changed outside this program."));
        }
        foreach (var (name, (writes, mac)) in covered)
        {
            if (!seals.TryGetValue(name, out var seal))
            {
                defects.Add(new(null, $"{name}: its seal was deleted."));
            }
            else if (seal.Writes < writes || (seal.Writes == writes && Convert.ToHexStringLower(seal.Mac) != mac))
            {
                defects.Add(new(null, $"{name}: the table was set back to an older state."));
            }
        }
    }
}
