using Agentic.Orchestration.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Agentic.Orchestration.Execution;

/// <summary>
/// Whether the store was put back from a backup: then the outside world may hold effects that no journal here knows, and each
/// is looked up before it is carried out.
/// </summary>
internal sealed partial class RestoredStore(IRestoreStore restores, TimeProvider time, ILogger<RestoredStore> log)
    : IHostedService
{
    /// <summary>Longer than anybody waits before asking again for what was lost.</summary>
    private static readonly TimeSpan Careful = TimeSpan.FromDays(180);

    private RestoreRow? _last;

    public bool MayHaveForgotten => _last is { } last && time.GetUtcNow() < last.At + Careful;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _last = await restores.FindLastAsync(cancellationToken);
        if (_last is { } last && MayHaveForgotten)
        {
            Restored(log, last.By, last.At, last.BackupAt, last.Reason);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(
        5301,
        LogLevel.Warning,
        "{By} restored this store on {At:u} from a backup of {BackupAt:u} ({Reason}). What happened in between is not known "
            + "here: each effect is looked up at its destination before it is carried out"
    )]
    private static partial void Restored(ILogger logger, string by, DateTimeOffset at, DateTimeOffset backupAt, string reason);
}
