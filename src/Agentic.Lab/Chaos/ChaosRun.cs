using System.Diagnostics;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Security;
using Agentic.Orchestration.Storage.Sqlite;

namespace Agentic.Lab.Chaos;

/// <summary>Host and shop as processes of their own, faults on, every message sent twice, and a killer.</summary>
public sealed class ChaosRun(ChaosOptions options)
{
    private readonly ChaosStage _stage = new(options);

    public async Task<ChaosResult> RunAsync(CancellationToken cancellationToken)
    {
        var began = Stopwatch.StartNew();
        var shopUrl = $"http://127.0.0.1:{ChildProcess.FreePort()}";
        var hostUrl = $"http://127.0.0.1:{ChildProcess.FreePort()}";
        await using var shop = await _stage.StartShopAsync(shopUrl, hostUrl, cancellationToken);
        using var shopClient = new HttpClient { BaseAddress = new(shopUrl) };
        await using var host = await ChildProcess.StartAsync(
            "Agentic.Host.dll",
            hostUrl,
            _stage.HostSettings(hostUrl, shopUrl),
            Path.Combine(_stage.Folder, "host.log"),
            cancellationToken
        );
        var verdict = await _stage.PlayAsync(hostUrl, shopClient, token => KillAsync(host, token), cancellationToken);
        await host.KillAsync();
        return await _stage.EndAsync(
            verdict with
            {
                Kills = options.Kills,
                Seconds = Math.Round(began.Elapsed.TotalSeconds, 1),
                JournalVerified = await VerifyAsync(cancellationToken),
            },
            cancellationToken
        );
    }

    private async Task KillAsync(ChildProcess host, CancellationToken cancellationToken)
    {
        var random = new Random(options.Seed);
        for (var kill = 0; kill < options.Kills; kill++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(300 + random.Next(1500)), TimeProvider.System, cancellationToken);
            await host.KillAsync();
            await host.RestartAsync(cancellationToken);
        }
    }

    private async Task<bool> VerifyAsync(CancellationToken cancellationToken)
    {
        var file = Path.Combine(_stage.Folder, "store.db");
        await using var store = SqliteStore.Open(file);
        var verified = await JournalVerifier
            .For(store, new Secrets(_stage.Master), file + ".anchor")
            .VerifyAsync(cancellationToken);
        return verified.Defects.Count == 0;
    }
}
