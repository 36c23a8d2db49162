using System.Globalization;
using System.Text;
using Agentic.Orchestration.Security;
using Agentic.Orchestration.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Agentic.Orchestration.Journal;

/// <summary>Signs, every few seconds and at shutdown, the heads of all journals that grew: what was signed can no longer be cut off or deleted unseen.</summary>
internal sealed partial class Checkpointer(IStore store, Secrets secrets, TimeProvider time, ILogger<Checkpointer> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await SignAsync(cancellationToken);
    }

    public async Task SignAsync(CancellationToken cancellationToken)
    {
        while (await store.HeadsSinceCheckpointAsync(cancellationToken) is { Count: > 0 } heads)
        {
            var last = await store.LastCheckpointAsync(cancellationToken);
            var lines = string.Join('\n', heads.Select(head => string.Create(CultureInfo.InvariantCulture, $"{head.Id} {head.Version} {Convert.ToHexStringLower(head.Head)}")));
            var (number, at) = ((last?.Number ?? 0) + 1, time.GetUtcNow());
            await store.AddCheckpointAsync(new(number, at, lines, secrets.SignCheckpoint(Content(last?.Signature, number, lines))), cancellationToken);
        }
    }

    /// <summary>Each checkpoint covers the one before, so none can be taken out of the middle.</summary>
    internal static byte[] Content(byte[]? previous, long number, string heads) => [.. previous ?? [], .. Encoding.ASCII.GetBytes($"{number}\n{heads}")];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await SignAsync(stoppingToken);
            }
            catch (StoreUnavailableException failed)
            {
                Failed(log, failed);
            }
        }
    }

    [LoggerMessage(1001, LogLevel.Error, "A checkpoint could not be stored; the next one covers the same journals")]
    private static partial void Failed(ILogger logger, Exception exception);
}
