using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Agentic.Orchestration.Messaging;

/// <summary>
/// Takes this host out of service while it runs on. It leaves the bus, so that it is handed nothing new, and finishes what it has
/// in hand. Whoever asks it still gets an answer; that it is not ready tells a load balancer to ask others.
/// </summary>
internal sealed partial class HostDrain(IBusControl bus, WorkLease lease, ILogger<HostDrain> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _changed = new(0),
        _turn = new(1);
    private readonly CancellationTokenSource _giveUp = new();
    private volatile bool _wanted,
        _isTurning,
        _hasLeft;

    /// <summary>It takes on no work, and hands none to the bus.</summary>
    public bool IsOut => _wanted || _isTurning || _hasLeft;

    /// <summary>It has nothing in hand any more: it can be stopped.</summary>
    public bool IsDone => _wanted && _hasLeft && lease.Held == 0;

    public void Set(bool wanted)
    {
        if (_wanted != wanted)
        {
            _wanted = wanted;
            _changed.Release();
        }
    }

    /// <summary>One that is leaving when it is told to stop has the time of any other to finish what it has in hand.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(MessagingServices.StopsWithin - TimeSpan.FromSeconds(2), cancellationToken);
        await _giveUp.CancelAsync();
        await base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _changed.Dispose();
        _turn.Dispose();
        _giveUp.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await _changed.WaitAsync(stoppingToken);
            while (_wanted != _hasLeft)
            {
                await _turn.WaitAsync(stoppingToken);
                try
                {
                    await TurnAsync();
                }
                catch (Exception failed) when (!stoppingToken.IsCancellationRequested)
                {
                    Failed(log, failed);
                }
                finally
                {
                    _isTurning = false;
                    _turn.Release();
                }
                if (_wanted != _hasLeft)
                {
                    await Task.Delay(Pause, TimeProvider.System, stoppingToken);
                }
            }
        }
    }

    private async Task TurnAsync()
    {
        if (!_wanted)
        {
            await bus.StartAsync(_giveUp.Token);
            _hasLeft = false;
            Returns(log);
        }
        // A bus that is not connected cannot be left for good: it would join again by itself, or never.
        else if (bus.CheckHealth().Status == BusHealthStatus.Healthy)
        {
            _isTurning = true;
            Leaves(log);
            // Returns when what was in hand is done.
            await bus.StopAsync(_giveUp.Token);
            _hasLeft = true;
        }
    }

    [LoggerMessage(4005, LogLevel.Information, "This host is drained: it leaves the bus and finishes what it has in hand")]
    private static partial void Leaves(ILogger logger);

    [LoggerMessage(4006, LogLevel.Information, "This host works again")]
    private static partial void Returns(ILogger logger);

    [LoggerMessage(4007, LogLevel.Warning, "This host could not leave or join the bus; it tries again")]
    private static partial void Failed(ILogger logger, Exception exception);
}
