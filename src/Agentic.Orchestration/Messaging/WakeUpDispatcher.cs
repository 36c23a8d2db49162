using Agentic.Contracts;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Storage;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Agentic.Orchestration.Messaging;

/// <summary>
/// Hands committed work to the bus at once, and sweeps up what is due: timers, and wake-ups that got lost with a process
/// or a broker. Sending one too many is harmless.
/// </summary>
internal sealed class WakeUpDispatcher(
    WakeUps wakeUps,
    IWakeUpStore store,
    IBus bus,
    MessagingOptions options,
    HostRoles roles,
    HostDrain drain,
    TimeProvider time,
    ILogger<WakeUpDispatcher> log
) : BackgroundService
{
    private const int SweepSize = 500;
    private static readonly TimeSpan SweepEvery = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan PublishTimeout = TimeSpan.FromSeconds(10);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(ForwardAsync(stoppingToken), roles.IsWorker ? SweepAsync(stoppingToken) : Task.CompletedTask);

    private async Task ForwardAsync(CancellationToken cancellationToken)
    {
        await foreach (var work in wakeUps.Pending.ReadAllAsync(cancellationToken))
        {
            await SendAsync(work, cancellationToken);
        }
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(SweepEvery);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            if (drain.IsOut)
            {
                continue;
            }
            try
            {
                var now = time.GetUtcNow();
                foreach (var work in await store.ClaimDueAsync(now, now + WorkLease.Length, SweepSize, cancellationToken))
                {
                    await SendAsync(work, cancellationToken);
                }
            }
            catch (Exception failed) when (!cancellationToken.IsCancellationRequested)
            {
                MessagingLog.SweepFailed(log, failed);
            }
        }
    }

    private async Task SendAsync(WorkRow work, CancellationToken cancellationToken)
    {
        if (drain.IsOut)
        {
            await GiveBackAsync(work, cancellationToken);
            return;
        }
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(PublishTimeout);
            for (var copy = 0; copy < options.Copies; copy++)
            {
                await (
                    work.Queue switch
                    {
                        NextWork.Planning => bus.Publish(new PlanRequest(work.RequestId), limit.Token),
                        NextWork.Execution => bus.Publish(new ExecuteRequest(work.RequestId), limit.Token),
                        _ => bus.Publish(new NotifyPeople(work.RequestId), limit.Token),
                    }
                );
            }
            Telemetry.WakeUpsSent.Add(1);
        }
        catch (Exception failed) when (!cancellationToken.IsCancellationRequested)
        {
            MessagingLog.PublishFailed(log, failed);
            await GiveBackAsync(work, cancellationToken);
        }
    }

    private async Task GiveBackAsync(WorkRow work, CancellationToken cancellationToken)
    {
        try
        {
            await store.GiveBackAsync(work.RequestId, work.Queue, cancellationToken);
        }
        catch (StoreUnavailableException failed)
        {
            // Then the lease ends by itself.
            MessagingLog.SweepFailed(log, failed);
        }
    }
}
