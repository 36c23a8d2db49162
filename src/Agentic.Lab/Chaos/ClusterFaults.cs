using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Agentic.Lab.Servers;

namespace Agentic.Lab.Chaos;

/// <summary>What goes wrong in a cluster, in an order that the seed decides: each kind once before any comes again.</summary>
/// <param name="older">The host that runs an older build; null when none does.</param>
internal sealed class ClusterFaults(
    ChaosOptions options,
    IReadOnlyList<ClusterHost> hosts,
    ClusterHost? older,
    PostgresServer database,
    RabbitMqServer broker,
    PatientApi ops
)
{
    private const string Kill = "kill a host",
        Stop = "stop a host",
        Freeze = "freeze a host",
        Drain = "drain a host",
        KillDatabase = "kill PostgreSQL",
        KillBroker = "kill RabbitMQ",
        Cut = "cut a network",
        Delay = "delay a network",
        HalfOpen = "half-open a network";

    public static readonly IReadOnlyList<string> Kinds =
    [
        Kill,
        Stop,
        Freeze,
        Drain,
        KillDatabase,
        KillBroker,
        Cut,
        Delay,
        HalfOpen,
    ];

    /// <summary>Longer than a lease.</summary>
    private static readonly TimeSpan Frozen = TimeSpan.FromSeconds(18);

    /// <summary>Ten seconds are promised; the process itself needs a moment more on a busy machine.</summary>
    private static readonly TimeSpan StopsWithin = TimeSpan.FromSeconds(15);

    private readonly Random _random = new(options.Seed);

    /// <summary>Hosts that took longer to stop than is promised, in seconds.</summary>
    public List<double> SlowStops { get; } = [];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var ending = new List<Task>();
        var kinds = new Queue<string>();
        for (var fault = 1; fault <= options.Kills; fault++)
        {
            if (kinds.Count == 0)
            {
                kinds = new(Kinds.OrderBy(_ => _random.Next()));
            }
            var kind = kinds.Dequeue();
            await PauseAsync(TimeSpan.FromMilliseconds(300 + _random.Next(1500)), cancellationToken);
            var host = Choose(kind);
            await Console.Error.WriteLineAsync($"{fault}: {kind} ({hosts.ToList().IndexOf(host)})");
            var under = MakeAsync(kind, host, cancellationToken);
            if (kind is Freeze or Drain or Delay or HalfOpen)
            {
                // It lasts, and other things go wrong meanwhile.
                ending.Add(under);
            }
            else
            {
                await under;
            }
        }
        await Task.WhenAll(ending);
    }

    /// <summary>An older host that ends is not started again, and cannot be drained: it is replaced.</summary>
    private ClusterHost Choose(string kind)
    {
        var possible = kind is Kill or Stop or Drain ? hosts.Where(host => host != older).ToArray() : [.. hosts];
        return possible[_random.Next(possible.Length)];
    }

    private Task MakeAsync(string kind, ClusterHost host, CancellationToken cancellationToken) =>
        kind switch
        {
            Kill => host.WithProcessAsync(async process =>
            {
                await process.KillAsync();
                await process.RestartAsync(cancellationToken);
            }),
            Stop => host.WithProcessAsync(process => StopAsync(process, cancellationToken)),
            Freeze => host.WithProcessAsync(async process =>
            {
                await process.FreezeAsync();
                await PauseAsync(Frozen, cancellationToken);
                await process.WakeAsync();
            }),
            Drain => host.WithProcessAsync(process => DrainAsync(process.Process.Id, cancellationToken)),
            KillDatabase => KillDatabaseAsync(),
            KillBroker => KillBrokerAsync(),
            Cut => CutAsync(host),
            Delay => DelayAsync(host, cancellationToken),
            _ => StallAsync(host, cancellationToken),
        };

    /// <summary>Promised: it finishes or gives back what it holds within ten seconds.</summary>
    private async Task StopAsync(ChildProcess process, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        await process.StopAsync();
        if (Stopwatch.GetElapsedTime(began) is var took && took > StopsWithin)
        {
            SlowStops.Add(took.TotalSeconds);
        }
        await process.RestartAsync(cancellationToken);
    }

    /// <summary>Out of service for some seconds. A host that was started again meanwhile knows nothing of it.</summary>
    private async Task DrainAsync(int processId, CancellationToken cancellationToken)
    {
        var (_, listed) = await ops.GetAsync("ops", "/api/hosts", cancellationToken);
        var suffix = $" {processId}";
        if (
            ((JsonArray)listed!).LastOrDefault(host => ((string)host!["name"]!).EndsWith(suffix, StringComparison.Ordinal)) is
            { } host
        )
        {
            var path = $"/api/hosts/{host["id"]}/draining";
            var (status, _) = await ops.PostAsync("ops", path, new() { ["draining"] = true }, cancellationToken);
            await PauseAsync(TimeSpan.FromSeconds(6), cancellationToken);
            if (status == HttpStatusCode.OK)
            {
                await ops.PostAsync("ops", path, new() { ["draining"] = false }, cancellationToken);
            }
        }
    }

    private async Task KillDatabaseAsync()
    {
        await database.KillAsync();
        await database.RestartAsync();
    }

    private async Task KillBrokerAsync()
    {
        await broker.KillAsync();
        await broker.RestartAsync();
    }

    private static Task CutAsync(ClusterHost host)
    {
        host.Database.Cut();
        host.Broker.Cut();
        return Task.CompletedTask;
    }

    private static async Task DelayAsync(ClusterHost host, CancellationToken cancellationToken)
    {
        host.Database.Delay(TimeSpan.FromMilliseconds(200));
        host.Broker.Delay(TimeSpan.FromMilliseconds(200));
        await PauseAsync(TimeSpan.FromSeconds(4), cancellationToken);
        host.Database.Delay(TimeSpan.Zero);
        host.Broker.Delay(TimeSpan.Zero);
    }

    private static async Task StallAsync(ClusterHost host, CancellationToken cancellationToken)
    {
        host.Database.Stall();
        host.Broker.Stall();
        await PauseAsync(TimeSpan.FromSeconds(6), cancellationToken);
        // What was under way is lost: the network comes back with new connections.
        await CutAsync(host);
        host.Database.Resume();
        host.Broker.Resume();
    }

    private static Task PauseAsync(TimeSpan length, CancellationToken cancellationToken) =>
        Task.Delay(length, TimeProvider.System, cancellationToken);
}
