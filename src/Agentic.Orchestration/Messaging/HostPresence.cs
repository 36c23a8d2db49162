using Agentic.Orchestration.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Agentic.Orchestration.Messaging;

/// <summary>
/// Says every few seconds that this host is there and what it has in hand. When it stops in order, it gives back what it could
/// not finish: another host goes on at once.
/// </summary>
internal sealed partial class HostPresence(
    IStore store,
    IHostStore hosts,
    ThisHost host,
    HostRoles roles,
    WorkLease lease,
    HostDrain drain,
    MailChannel mail,
    HostSettings settings,
    TimeProvider time,
    ILogger<HostPresence> log
) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(3);

    /// <summary>One that was silent this long is listed no more.</summary>
    public static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(10);

    /// <summary>One that was silent this long has probably ended.</summary>
    public static readonly TimeSpan Silent = TimeSpan.FromSeconds(15);

    private DateTimeOffset _startedAt;
    private volatile string? _problem;

    /// <summary>Why nothing can be written now; null when it can.</summary>
    public string? Problem => _problem ?? store.WriteProblem;

    /// <exception cref="InvalidOperationException">Another host has settings that do not go with these.</exception>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        _startedAt = time.GetUtcNow();
        if (
            (await hosts.ListAsync(_startedAt - Forgotten, cancellationToken)).FirstOrDefault(other =>
                _startedAt - other.SeenAt < Silent && other.Mails != mail.IsOn
            ) is
            { } different
        )
        {
            throw new InvalidOperationException(
                $"Mail__Host is {(mail.IsOn ? "" : "not ")}set here, and on the host {different.Name} it is "
                    + $"{(mail.IsOn ? "not" : "")}: what one of them leaves to be sent, the other would not send. Give all hosts "
                    + "on a store the same mail settings."
            );
        }
        await SayAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await lease.ReleaseAllAsync(cancellationToken);
            await hosts.RemoveAsync(host.Id, cancellationToken);
        }
        catch (Exception away) when (away is StoreUnavailableException or OperationCanceledException)
        {
            // Then the leases end by themselves.
            NotSaid(log, away.Message);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, TimeProvider.System);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await SayAsync(stoppingToken);
                _problem = null;
            }
            // Whatever it is (a full disk, a right that is missing): the host goes on, and this is tried again.
            catch (Exception away) when (!stoppingToken.IsCancellationRequested)
            {
                _problem = away.Message;
                NotSaid(log, away.Message);
            }
        }
    }

    private async Task SayAsync(CancellationToken cancellationToken) =>
        drain.Set(
            await hosts.SaveAsync(
                new(
                    host.Id,
                    host.Name,
                    roles.ToString(),
                    typeof(HostPresence).Assembly.GetName().Version!.ToString(3),
                    _startedAt,
                    time.GetUtcNow(),
                    mail.IsOn,
                    lease.Held,
                    Telemetry.FailedMessages,
                    drain.IsDone,
                    Settings: settings.Digests
                ),
                cancellationToken
            )
        );

    [LoggerMessage(4004, LogLevel.Warning, "This host could not say that it is there: {Reason}")]
    private static partial void NotSaid(ILogger logger, string reason);
}
