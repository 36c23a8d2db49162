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

    private readonly SemaphoreSlim _changed = new(0);
    private volatile bool _wanted,
        _hasLeft;

    /// <summary>Somebody wants it out of service.</summary>
    public bool IsWanted => _wanted;

    /// <summary>It takes on no work, and hands none to the bus.</summary>
    public bool IsOut => _wanted || _hasLeft;

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

    public override void Dispose()
    {
        _changed.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await _changed.WaitAsync(stoppingToken);
            while (_wanted != _hasLeft)
            {
                try
                {
                    await TurnAsync(stoppingToken);
                }
                catch (Exception failed) when (!stoppingToken.IsCancellationRequested)
                {
                    Failed(log, failed);
                    await Task.Delay(Pause, stoppingToken);
                }
            }
        }
    }

    private async Task TurnAsync(CancellationToken stoppingToken)
    {
        if (_wanted)
        {
            Leaves(log);
            // Returns when what was in hand is done.
            await bus.StopAsync(stoppingToken);
            _hasLeft = true;
        }
        else
        {
            await bus.StartAsync(stoppingToken);
            _hasLeft = false;
            Returns(log);
        }
    }

    [LoggerMessage(4005, LogLevel.Information, "This host is drained: it leaves the bus and finishes what it has in hand")]
    private static partial void Leaves(ILogger logger);

    [LoggerMessage(4006, LogLevel.Information, "This host works again")]
    private static partial void Returns(ILogger logger);

    [LoggerMessage(4007, LogLevel.Warning, "This host could not leave or join the bus; it tries again")]
    private static partial void Failed(ILogger logger, Exception exception);
}
