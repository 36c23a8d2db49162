using Agentic.Orchestration.Identity.OpenIdConnect;
using Agentic.Orchestration.Storage;
using Microsoft.Extensions.Hosting;

namespace Agentic.Orchestration.Identity;

/// <summary>
/// Everybody who signed in with an identity provider, on this host or another, before it started or since: their approvals
/// count here, with the roles of their last sign-in.
/// </summary>
internal sealed class KnownStaff(AccountDirectory accounts, IAccountStore store, OpenIdOptions openId, TimeProvider time)
    : IHostedService,
        IRemembered,
        IDisposable
{
    private static readonly TimeSpan Present = TimeSpan.FromDays(30);

    private readonly SemaphoreSlim _turn = new(1);

    public Task StartAsync(CancellationToken cancellationToken) => RefreshAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        // One after the other: what was read earlier must not replace what was read later.
        await _turn.WaitAsync(cancellationToken);
        try
        {
            foreach (var row in await store.ListAsync(cancellationToken))
            {
                // Nobody tells us when a person leaves the provider, so after a month without a sign-in they get no more mail.
                var isHere = openId.IsOn && time.GetUtcNow() - row.At < Present;
                accounts.Replace(
                    new(
                        row.User,
                        row.Name,
                        openId.IsOn ? row.Roles : [],
                        null,
                        null,
                        isHere && row.Email.Length > 0 ? row.Email : null
                    )
                );
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
