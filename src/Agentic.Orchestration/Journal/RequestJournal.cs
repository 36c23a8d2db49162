using System.Collections.Concurrent;
using Agentic.Contracts;
using Agentic.Engine.Definitions;
using Agentic.Orchestration.Messaging;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Requests.Cases;
using Agentic.Orchestration.Requests.Messages;
using Agentic.Orchestration.Security;
using Agentic.Orchestration.Storage;
using Microsoft.Extensions.Caching.Memory;

namespace Agentic.Orchestration.Journal;

/// <summary>
/// The only way to read or change a request. A change is a pure decision on the newest state; it is made again when
/// somebody else appended first, so nobody ever decides on a stale request.
/// </summary>
internal sealed class RequestJournal(
    IJournalStore store,
    CustomerKeys keys,
    Secrets secrets,
    PackRegistry packs,
    WakeUps wakeUps,
    JournalFeed feed,
    JournalOptions options,
    ThisHost host,
    TimeProvider time
) : IDisposable
{
    /// <summary>Requests whose folded state is kept in memory; a colder one is folded again from its journal.</summary>
    private const int CachedRequests = 4096;

    private const int MaxTries = 100;

    /// <summary>Workflow versions that the store has by now.</summary>
    private readonly ConcurrentDictionary<string, bool> _pinned = new();
    private readonly Lock _keeping = new();
    private readonly MemoryCache _cache = new(new MemoryCacheOptions { SizeLimit = CachedRequests });

    public async Task<RequestState?> FindAsync(string requestId, CancellationToken cancellationToken) =>
        (await LoadAsync(requestId, cancellationToken))?.State;

    /// <param name="limit">At most so many entries.</param>
    public async Task<IReadOnlyList<JournalEntry>> ReadAsync(
        string requestId,
        long afterVersion,
        CancellationToken cancellationToken,
        int limit = int.MaxValue
    )
    {
        if (await store.FindHeadAsync(requestId, cancellationToken) is not { WrappedKey: { } wrapped, Request: var row })
        {
            return [];
        }
        using var cipher = new Cipher(keys.Open(row.KeyOwner, wrapped).Bytes);
        return
        [
            .. (await store.ReadEventsAsync(requestId, afterVersion, cancellationToken))
                .Take(limit)
                .Select(stored => new JournalEntry(stored.Version, stored.At, EventSeal.Open(requestId, stored, cipher))),
        ];
    }

    /// <summary>
    /// Starts a request. When the idempotency key was used before, nothing is stored and the conflict names the earlier
    /// request.
    /// </summary>
    public async Task<(RequestState? State, AppendConflict? Conflict)> CreateAsync(
        string requestId,
        IReadOnlyList<JournalEvent> events,
        IdempotencyRow? idempotency,
        CancellationToken cancellationToken
    )
    {
        var customerId = ((RequestReceived)events[0]).CustomerId;
        var (loaded, conflict) = await AppendAsync(requestId, null, customerId, events, idempotency, null, cancellationToken);
        return (loaded?.State, conflict);
    }

    /// <param name="decide">Pure: may run several times. An empty list changes nothing.</param>
    /// <param name="idempotency">A key that this change uses up; when it is used already, nothing changes.</param>
    /// <param name="fromQueue">The queue whose consumer makes this change. It continues by itself, so no wake-up is
    /// sent for it.</param>
    /// <returns>The state after, or the conflict that only the caller can resolve (a busy target, a full limit).</returns>
    /// <exception cref="KeyNotFoundException">There is no such request.</exception>
    public async Task<(RequestState State, AppendConflict? Conflict)> UpdateAsync(
        string requestId,
        Func<RequestState, IReadOnlyList<JournalEvent>> decide,
        CancellationToken cancellationToken,
        string? fromQueue = null,
        IdempotencyRow? idempotency = null
    )
    {
        var changed = await ChangeAsync(requestId, state => new(decide(state)), cancellationToken, fromQueue, idempotency);
        return (changed.State, changed.Conflict);
    }

    /// <summary>Decides on the newest state, and again on a newer one until nobody was faster.</summary>
    /// <param name="decide">Pure: may run several times; the last time counts.</param>
    /// <param name="idempotency">A key that this change uses up; when it is used already, nothing changes.</param>
    /// <exception cref="KeyNotFoundException">There is no such request.</exception>
    public async Task<Changed> ChangeAsync(
        string requestId,
        Func<RequestState, Change> decide,
        CancellationToken cancellationToken,
        string? fromQueue = null,
        IdempotencyRow? idempotency = null
    )
    {
        for (var (attempt, isStale) = (0, false); ; attempt++)
        {
            var loaded =
                await LoadAsync(requestId, cancellationToken, isStale)
                ?? throw new KeyNotFoundException($"There is no request {requestId}.");
            var change = decide(loaded.State);
            if (change.Events.Count == 0)
            {
                return new(loaded.State, change);
            }
            var (after, conflict) = await AppendAsync(
                requestId,
                loaded,
                loaded.KeyOwner,
                change.Events,
                idempotency,
                fromQueue,
                cancellationToken
            );
            switch (conflict)
            {
                case null:
                    return new(after!.State, change);
                case AppendConflict.Version when attempt < MaxTries:
                    isStale = true;
                    break;
                default:
                    return new(loaded.State, change, conflict);
            }
        }
    }

    public void Dispose() => _cache.Dispose();

    private async Task<(Loaded? After, AppendConflict? Conflict)> AppendAsync(
        string requestId,
        Loaded? before,
        string keyOwner,
        IReadOnlyList<JournalEvent> events,
        IdempotencyRow? idempotency,
        string? fromQueue,
        CancellationToken cancellationToken
    )
    {
        // Another host's clock may be a little ahead: a journal never goes back in time, and what was due stays due.
        var now = Latest(Truncate(time.GetUtcNow()), before?.State.UpdatedAt);
        var key = await keys.ForAsync(keyOwner, cancellationToken);
        using var cipher = new Cipher(key.Bytes);
        var appendId = Guid.CreateVersion7(now).ToString("N");
        var (state, version, head) = (before?.State, before?.State.Version ?? 0, before?.Head ?? EventSeal.Genesis(requestId));
        var stored = new List<StoredEvent>();
        var (all, derived) = (new List<JournalEvent>(events), events.Count);
        for (var index = 0; index < all.Count; index++)
        {
            // Numbered here, on the newest state: two hand-offs never share an id.
            all[index] = all[index] is HandedOff handed
                ? handed with
                {
                    HandOffId = Ids.HandOff(requestId, state!.HandOffs.Count + 1),
                }
                : all[index];
            state = RequestFold.Apply(requestId, state, all[index], now, ++version);
            stored.Add(EventSeal.Seal(requestId, appendId, head, version, now, all[index], key, cipher));
            head = stored[^1].Hash;
            if (index == events.Count - 1)
            {
                // Hand-offs that follow from the change belong to the same append.
                all.AddRange(CaseRules.For(before?.State, state, packs, options.FailuresBeforeHandOff, now));
                derived = all.Count;
            }
            if (index == derived - 1)
            {
                // So do the messages that tell the customer about it.
                all.AddRange(CustomerMessages.For(before?.State, state, packs[state.Pack], packs.StatutoryPhrases));
            }
        }
        var pinned = state!
            .Actions.Select(action => action.WorkflowHash)
            .OfType<string>()
            .Where(hash => !_pinned.ContainsKey(hash))
            .Distinct()
            .Select(packs.Workflow)
            .OfType<WorkflowDefinition>()
            .ToArray();
        var append = Projection.Of(appendId, before?.State, state, all, now, options.NotifiesPeople) with
        {
            Events = stored,
            ExpectedVersion = before?.State.Version ?? 0,
            Idempotency = idempotency,
            Definitions =
            [
                .. pinned.Select(definition => new DefinitionRow(
                    definition.Hash,
                    definition.Id,
                    definition.File,
                    definition.Source
                )),
            ],
            Request = Sign(
                new(requestId, state.CustomerId, state.Status, state.Locale, state.ReceivedAt, now, version, head, [], keyOwner)
            ),
            IsOwnerNew = before is not null && before.State.CustomerId != state.CustomerId,
        };
        if (await store.AppendAsync(append, cancellationToken) is { } conflict)
        {
            return (null, conflict);
        }
        foreach (var definition in pinned)
        {
            _pinned[definition.Hash] = true;
        }
        var after = new Loaded(state, head, keyOwner);
        Keep(requestId, after);
        feed.Publish(new(requestId, version, state.Status));
        foreach (var work in append.Work.Where(work => work.DueAt <= now && work.Queue != fromQueue))
        {
            wakeUps.Send(work);
        }
        return (after, null);
    }

    private RequestRow Sign(RequestRow row) => row with { Mac = secrets.HeadMac(row, EventSeal.Format) };

    /// <param name="isStale">Somebody else appended: what is kept here is not the newest.</param>
    /// <returns>Null for an unknown request, and for one whose owner's key was erased.</returns>
    private async Task<Loaded?> LoadAsync(string requestId, CancellationToken cancellationToken, bool isStale = false)
    {
        var known = _cache.Get<Loaded>(requestId);
        if (known is not null && host.IsAlone && !isStale)
        {
            return known;
        }
        if (await store.FindHeadAsync(requestId, cancellationToken) is not { WrappedKey: { } wrapped, Request: var row })
        {
            return null;
        }
        if (known is not null && known.State.Version == row.Version && known.Head.AsSpan().SequenceEqual(row.Head))
        {
            return known;
        }
        using var cipher = new Cipher(keys.Open(row.KeyOwner, wrapped).Bytes);
        // What another host appended is folded onto what is known.
        var (state, head) =
            known?.State.Version < row.Version
                ? (known.State, known.Head)
                : ((RequestState?)null, EventSeal.Genesis(requestId));
        foreach (var stored in await store.ReadEventsAsync(requestId, state?.Version ?? 0, cancellationToken))
        {
            state = RequestFold.Apply(requestId, state, EventSeal.Open(requestId, stored, cipher), stored.At, stored.Version);
            head = stored.Hash;
        }
        var loaded = new Loaded(state!, head, row.KeyOwner);
        Keep(requestId, loaded);
        return loaded;
    }

    /// <summary>
    /// Never lets an older state replace a newer one, also when a slow reader and an append come to keep theirs at the same
    /// moment: a page would show the older one until the next append.
    /// </summary>
    private void Keep(string requestId, Loaded loaded)
    {
        lock (_keeping)
        {
            if (!_cache.TryGetValue(requestId, out Loaded? known) || known!.State.Version < loaded.State.Version)
            {
                _cache.Set(requestId, loaded, new MemoryCacheEntryOptions { Size = 1 });
            }
        }
    }

    private static DateTimeOffset Latest(DateTimeOffset now, DateTimeOffset? before) => before > now ? before.Value : now;

    /// <summary>Microseconds, as the stores keep them, so that a hash computed now verifies later.</summary>
    private static DateTimeOffset Truncate(DateTimeOffset now) => new(now.UtcTicks / 10 * 10, TimeSpan.Zero);

    private sealed record Loaded(RequestState State, byte[] Head, string KeyOwner);
}
