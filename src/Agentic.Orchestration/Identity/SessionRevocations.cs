using System.Collections.Concurrent;
using System.Security.Claims;
using Agentic.Orchestration.Storage;
using Microsoft.Extensions.Hosting;

namespace Agentic.Orchestration.Identity;

/// <summary>
/// Signing out and dismissing somebody end every session and token of theirs at once, wherever it is. A session belongs to
/// an epoch of its subject; ending all of them begins the next one.
/// </summary>
internal sealed class SessionRevocations(IAccountStore store, AccountDirectory accounts, TimeProvider time)
    : IHostedService,
        IDisposable
{
    private readonly ConcurrentDictionary<string, long> _epochs = new();
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _open = new();
    private readonly SemaphoreSlim _turn = new(1);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var row in await store.ListSessionEndsAsync(cancellationToken))
        {
            Apply(row);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public long EpochOf(SessionKind kind, string subject) => _epochs.GetValueOrDefault(Key(kind, subject));

    /// <summary>Cancelled when all sessions of this caller are ended.</summary>
    public CancellationToken GetRevocationToken(ClaimsPrincipal caller) =>
        caller.FindFirstValue(SessionClaims.Session) is { } key
            ? _open.GetOrAdd(key, _ => new()).Token
            : CancellationToken.None;

    public Task SignOutAsync(SessionKind kind, string subject, CancellationToken cancellationToken) =>
        EndAsync(Key(kind, subject), kind == SessionKind.Account && accounts.IsDismissed(subject), cancellationToken);

    /// <summary>
    /// Locks an account out, or lets it in again. While it is locked out its pending decisions do not count, as if its
    /// roles had been revoked.
    /// </summary>
    /// <param name="dismissed">False lets the account in again; sessions from before stay ended.</param>
    public Task DismissAsync(string user, bool dismissed, CancellationToken cancellationToken) =>
        EndAsync(Key(SessionKind.Account, user), dismissed, cancellationToken);

    private async Task EndAsync(string key, bool dismissed, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var row = new SessionEndRow(key, _epochs.GetValueOrDefault(key) + 1, dismissed, time.GetUtcNow());
            // Here first: a session that is used while the row is written is over already.
            Apply(row);
            await store.SaveSessionEndAsync(row, cancellationToken);
            if (_open.TryRemove(key, out var open))
            {
                await open.CancelAsync();
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        _turn.Dispose();
        foreach (var open in _open.Values)
        {
            open.Dispose();
        }
    }

    private void Apply(SessionEndRow row)
    {
        _epochs[row.Subject] = row.Epoch;
        if (row.Subject.Split(' ', 2) is [nameof(SessionKind.Account), var user])
        {
            accounts.SetDismissed(user, row.Dismissed);
        }
    }

    private static string Key(SessionKind kind, string subject) => $"{kind} {subject}";
}
