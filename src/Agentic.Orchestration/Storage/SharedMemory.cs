using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Agentic.Orchestration.Storage;

/// <summary>
/// Keeps what this host remembers in step with what other hosts write: at once when they say so, and every two seconds in case
/// they could not. A host that is alone on its store has nothing to follow.
/// </summary>
internal sealed partial class SharedMemory(
    IEnumerable<IRemembered> remembered,
    IEnumerable<ISignalReceiver> receivers,
    ISignals signals,
    ThisHost host,
    ILogger<SharedMemory> log
) : BackgroundService, ISignalReceiver
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    private readonly Channel<bool> _changed = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    /// <summary>For a decision that must rest on what every host has written by now.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        if (host.IsAlone)
        {
            return;
        }
        foreach (var memory in remembered)
        {
            await memory.RefreshAsync(cancellationToken);
        }
    }

    public void Receive(Signal signal)
    {
        if (signal.Kind == SignalKinds.Table)
        {
            _changed.Writer.TryWrite(true);
        }
    }

    public void CatchUp() => _changed.Writer.TryWrite(true);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        signals.Listen([this, .. receivers]);
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!host.IsAlone)
        {
            using var pause = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            pause.CancelAfter(Every);
            try
            {
                await _changed.Reader.ReadAsync(pause.Token);
            }
            catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
            {
                // Nobody said anything: look all the same.
            }
            try
            {
                await RefreshAsync(stoppingToken);
            }
            catch (Exception failed) when (!stoppingToken.IsCancellationRequested)
            {
                NotRead(log, failed.Message);
            }
        }
    }

    [LoggerMessage(2201, LogLevel.Warning, "What other hosts wrote could not be read; it is tried again: {Reason}")]
    private static partial void NotRead(ILogger logger, string reason);
}
