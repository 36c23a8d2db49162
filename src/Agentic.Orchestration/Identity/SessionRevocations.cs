using System.Collections.Concurrent;
using System.Security.Claims;
using Agentic.Orchestration.Storage;
using Microsoft.Extensions.Hosting;

namespace Agentic.Orchestration.Identity;

/// <summary>
/// Signing out and dismissing somebody end every session and token of theirs, wherever it is: at once on this host, and as soon
/// as they hear of it on the others. A session belongs to an epoch of its subject; ending all of them begins the next one.
/// </summary>
internal sealed class SessionRevocations(IAccountStore store, AccountDirectory accounts, TimeProvider time)
    : IHostedService,
        IRemembered,
        IDisposable
{
    private readonly ConcurrentDictionary<string, long> _epochs = new();

    /// <summary>What the store has said; ahead of it, an epoch that could not be stored yet.</summary>
    private readonly Dictionary<string, SessionEndRow> _applied = [];
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _open = new();
    private readonly SemaphoreSlim _turn = new(1);

    public Task StartAsync(CancellationToken cancellationToken) => RefreshAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        // One after the other: what was read earlier must not replace what was read later.
        await _turn.WaitAsync(cancellationToken);
        try
        {
            foreach (var row in await store.ListSessionEndsAsync(cancellationToken))
            {
                if (_applied.GetValueOrDefault(row.Subject) is not { } known || row.Epoch > known.Epoch)
                {
                    await ApplyAsync(row);
                }
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public long EpochOf(SessionKind kind, string subject) => EpochOf(Key(kind, subject));

    /// <summary>Cancelled when all sessions of this caller are ended.</summary>
    public CancellationToken GetRevocationToken(ClaimsPrincipal caller) =>
        caller.FindFirstValue(SessionClaims.Session) is { } key
            ? _open.GetOrAdd(key, _ => new()).Token
            : CancellationToken.None;

    public Task SignOutAsync(SessionKind kind, string subject, CancellationToken cancellationToken) =>
        EndAsync(Key(kind, subject), null, cancellationToken);

    /// <summary>
    /// Locks an account out, or lets it in again. While it is locked out its pending decisions do not count, as if its
    /// roles had been revoked.
    /// </summary>
    /// <param name="dismissed">False lets the account in again; sessions from before stay ended.</param>
    public Task DismissAsync(string user, bool dismissed, CancellationToken cancellationToken) =>
        EndAsync(Key(SessionKind.Account, user), dismissed, cancellationToken);

    public void Dispose()
    {
        _turn.Dispose();
        foreach (var open in _open.Values)
        {
            open.Dispose();
        }
    }

    private async Task EndAsync(string key, bool? dismissed, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            // Here first: a session that is used while the row is written is over already.
            _epochs[key] = EpochOf(key) + 1;
            if (dismissed == true)
            {
                SetDismissed(key, true);
            }
            await ApplyAsync(await store.EndSessionsAsync(key, dismissed, time.GetUtcNow(), cancellationToken));
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task ApplyAsync(SessionEndRow row)
    {
        _applied[row.Subject] = row;
        _epochs.AddOrUpdate(row.Subject, row.Epoch, (_, known) => Math.Max(known, row.Epoch));
        SetDismissed(row.Subject, row.Dismissed);
        if (_open.TryRemove(row.Subject, out var open))
        {
            await open.CancelAsync();
        }
    }

    private void SetDismissed(string key, bool dismissed)
    {
        if (key.Split(' ', 2) is [nameof(SessionKind.Account), var user])
        {
            accounts.SetDismissed(user, dismissed);
        }
    }

    private long EpochOf(string key) => _epochs.GetValueOrDefault(key);

    private static string Key(SessionKind kind, string subject) => $"{kind} {subject}";
}
