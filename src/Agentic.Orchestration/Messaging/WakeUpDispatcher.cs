using System.Collections.Concurrent;
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
internal sealed class WakeUpDispatcher(WakeUps wakeUps, IStore store, IBus bus, MessagingOptions options, TimeProvider time, ILogger<WakeUpDispatcher> log) : BackgroundService
{
    private const int SweepSize = 500;
    private static readonly TimeSpan SweepEvery = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan SendAgainAfter = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan PublishTimeout = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<(string RequestId, string Queue), (DateTimeOffset DueAt, long SentAt)> _sent = new();

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(ForwardAsync(stoppingToken), SweepAsync(stoppingToken));

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
            try
            {
                foreach (var work in await store.DueWorkAsync(time.GetUtcNow(), SweepSize, cancellationToken))
                {
                    if (!IsUnderWay(work))
                    {
                        await SendAsync(work, cancellationToken);
                    }
                }
                Forget();
            }
            catch (Exception failed) when (!cancellationToken.IsCancellationRequested)
            {
                MessagingLog.SweepFailed(log, failed);
            }
        }
    }

    private bool IsUnderWay(WorkRow work) =>
        _sent.TryGetValue((work.RequestId, work.Queue), out var sent) && sent.DueAt == work.DueAt && time.GetElapsedTime(sent.SentAt) < SendAgainAfter;

    private async Task SendAsync(WorkRow work, CancellationToken cancellationToken)
    {
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(PublishTimeout);
            for (var copy = 0; copy < options.Copies; copy++)
            {
                await (work.Queue == NextWork.Planning ? bus.Publish(new PlanRequest(work.RequestId), limit.Token) : bus.Publish(new ExecuteRequest(work.RequestId), limit.Token));
            }
            _sent[(work.RequestId, work.Queue)] = (work.DueAt!.Value, time.GetTimestamp());
            Telemetry.WakeUpsSent.Add(1);
        }
        catch (Exception failed) when (!cancellationToken.IsCancellationRequested)
        {
            MessagingLog.PublishFailed(log, failed);
        }
    }

    private void Forget()
    {
        foreach (var (key, sent) in _sent)
        {
            if (time.GetElapsedTime(sent.SentAt) > SendAgainAfter)
            {
                _sent.TryRemove(KeyValuePair.Create(key, sent));
            }
        }
    }
}
