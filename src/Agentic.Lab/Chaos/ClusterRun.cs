using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Agentic.Lab.Servers;

namespace Agentic.Lab.Chaos;

/// <summary>
/// Several hosts on one PostgreSQL and one RabbitMQ server, each reached through a network of its own; hosts and servers are
/// killed, hosts stand still past their leases, and networks fail.
/// </summary>
public sealed class ClusterRun(ChaosOptions options)
{
    private static readonly string[] Kinds =
    [
        "kill a host",
        "stop a host",
        "freeze a host",
        "kill PostgreSQL",
        "kill RabbitMQ",
        "cut a network",
        "delay a network",
        "half-open a network",
    ];

    /// <summary>Longer than a lease.</summary>
    private static readonly TimeSpan Frozen = TimeSpan.FromSeconds(18);

    /// <summary>Ten seconds are promised; the process itself needs a moment more on a busy machine.</summary>
    private static readonly TimeSpan StopsWithin = TimeSpan.FromSeconds(15);

    private readonly ChaosStage _stage = new(options);
    private readonly List<ClusterHost> _hosts = [];
    private readonly List<string> _findings = [];
    private int _slowStops;

    public static int KindsOfFaults => Kinds.Length;

    /// <summary>Why it cannot run here; null when it can.</summary>
    public static string? Missing => PostgresServer.Missing ?? RabbitMqServer.Missing;

    public async Task<ChaosResult> RunAsync(CancellationToken cancellationToken)
    {
        var began = Stopwatch.StartNew();
        using var database = await PostgresServer.StartAsync(isDurable: true);
        await database.CreateDatabaseAsync("agentic");
        await using var broker = await RabbitMqServer.StartAsync();
        var shopUrl = $"http://127.0.0.1:{ChildProcess.FreePort()}";
        for (var number = 0; number < options.Hosts; number++)
        {
            _hosts.Add(new(FaultyProxy.To(database.Port), FaultyProxy.To(new Uri(broker.Address).Port)));
        }
        // People and the shop meet whichever host answers. An older one only works: it knows sessions of its own alone.
        await using var front = FaultyProxy.To([.. _hosts.Where((_, number) => !IsOlder(number)).Select(host => host.Port)]);
        var url = $"http://127.0.0.1:{front.Port}";
        await using var shop = await _stage.StartShopAsync(shopUrl, url, cancellationToken);
        try
        {
            // An older build makes the tables first, as it was in the company that upgrades.
            await StartAsync(_hosts[0], 0, shopUrl, cancellationToken);
            await Task.WhenAll(
                _hosts.Skip(1).Select((host, number) => StartAsync(host, number + 1, shopUrl, cancellationToken))
            );
            using var shopClient = new HttpClient { BaseAddress = new(shopUrl) };
            var verdict = await _stage.PlayAsync(
                url,
                shopClient,
                token => DisturbAsync(database, broker, token),
                cancellationToken
            );
            return await _stage.EndAsync(
                verdict with
                {
                    Kills = options.Kills,
                    Seconds = Math.Round(began.Elapsed.TotalSeconds, 1),
                    JournalVerified = await VerifyAsync(cancellationToken),
                    SlowStops = _slowStops,
                    Findings = [.. verdict.Findings, .. _findings],
                },
                cancellationToken
            );
        }
        finally
        {
            foreach (var host in _hosts)
            {
                await host.DisposeAsync();
            }
        }
    }

    private async Task StartAsync(ClusterHost host, int number, string shopUrl, CancellationToken cancellationToken)
    {
        var url = $"http://127.0.0.1:{host.Port}";
        var settings = _stage.HostSettings(url, shopUrl);
        settings["ConnectionStrings__Store"] =
            $"Host=127.0.0.1;Port={host.Database.Port};Username=postgres;Database=agentic;Timeout=5;Command Timeout=10";
        settings["ConnectionStrings__Bus"] = $"amqp://guest:guest@127.0.0.1:{host.Broker.Port}/";
        settings["Data__Folder"] = Path.Combine(_stage.Folder, $"host{number}");
        host.Process = await ChildProcess.StartAsync(
            IsOlder(number) ? options.Older : "Agentic.Host.dll",
            url,
            settings,
            Path.Combine(_stage.Folder, $"host{number}.log"),
            cancellationToken
        );
    }

    /// <summary>Each kind once before any comes again, in an order that the seed decides.</summary>
    private async Task DisturbAsync(PostgresServer database, RabbitMqServer broker, CancellationToken cancellationToken)
    {
        var random = new Random(options.Seed);
        var waking = new List<Task>();
        var kinds = new Queue<string>();
        for (var fault = 0; fault < options.Kills; fault++)
        {
            if (kinds.Count == 0)
            {
                kinds = new(Kinds.OrderBy(_ => random.Next()));
            }
            var kind = kinds.Dequeue();
            // An older host that ends is not started again: it is replaced.
            var host = _hosts[random.Next(kind is "kill a host" or "stop a host" && IsOlder(0) ? 1 : 0, _hosts.Count)];
            await Task.Delay(TimeSpan.FromMilliseconds(300 + random.Next(1500)), TimeProvider.System, cancellationToken);
            await Console.Error.WriteLineAsync($"{fault + 1}: {kind} ({_hosts.IndexOf(host)})");
            switch (kind)
            {
                case "kill a host":
                    await host.WithProcessAsync(async process =>
                    {
                        await process.KillAsync();
                        await process.RestartAsync(cancellationToken);
                    });
                    break;
                case "stop a host":
                    await host.WithProcessAsync(process => StopAsync(process, cancellationToken));
                    break;
                case "freeze a host":
                    waking.Add(
                        host.WithProcessAsync(async process =>
                        {
                            await process.FreezeAsync();
                            await Task.Delay(Frozen, TimeProvider.System, cancellationToken);
                            await process.WakeAsync();
                        })
                    );
                    break;
                case "kill PostgreSQL":
                    await database.KillAsync();
                    await database.RestartAsync();
                    break;
                case "kill RabbitMQ":
                    await broker.KillAsync();
                    await broker.RestartAsync();
                    break;
                case "cut a network":
                    host.Database.Cut();
                    host.Broker.Cut();
                    break;
                case "delay a network":
                    waking.Add(DelayAsync(host, cancellationToken));
                    break;
                default:
                    waking.Add(StallAsync(host, cancellationToken));
                    break;
            }
        }
        await Task.WhenAll(waking);
    }

    /// <summary>Promised: it finishes or gives back what it holds within ten seconds.</summary>
    private async Task StopAsync(ChildProcess process, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        await process.StopAsync();
        if (Stopwatch.GetElapsedTime(began) > StopsWithin)
        {
            _slowStops++;
            _findings.Add($"a host took {Stopwatch.GetElapsedTime(began).TotalSeconds:F0} s to stop");
        }
        await process.RestartAsync(cancellationToken);
    }

    private static async Task DelayAsync(ClusterHost host, CancellationToken cancellationToken)
    {
        host.Database.Delay(TimeSpan.FromMilliseconds(200));
        host.Broker.Delay(TimeSpan.FromMilliseconds(200));
        await Task.Delay(TimeSpan.FromSeconds(4), TimeProvider.System, cancellationToken);
        host.Database.Delay(TimeSpan.Zero);
        host.Broker.Delay(TimeSpan.Zero);
    }

    private static async Task StallAsync(ClusterHost host, CancellationToken cancellationToken)
    {
        host.Database.Stall();
        host.Broker.Stall();
        await Task.Delay(TimeSpan.FromSeconds(6), TimeProvider.System, cancellationToken);
        // What was under way is lost: the network comes back with new connections.
        host.Database.Cut();
        host.Broker.Cut();
        host.Database.Resume();
        host.Broker.Resume();
    }

    private bool IsOlder(int number) => number == 0 && options.Older.Length > 0;

    /// <summary>Every host proves the store against its own anchor; an older one writes none while newer ones sign.</summary>
    private async Task<bool> VerifyAsync(CancellationToken cancellationToken)
    {
        var defects = new List<string>();
        foreach (var host in _hosts.Where((_, number) => !IsOlder(number)))
        {
            using var http = new HttpClient
            {
                BaseAddress = new($"http://127.0.0.1:{host.Port}"),
                Timeout = TimeSpan.FromMinutes(5),
            };
            using var session = await http.PostAsJsonAsync(
                "/api/session",
                new { user = "privacy", password = "demo" },
                cancellationToken
            );
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
                "Bearer",
                (string)(await session.Content.ReadFromJsonAsync<JsonNode>(cancellationToken))!["token"]!
            );
            var proof = (await http.GetFromJsonAsync<JsonNode>("/api/audit/verification", cancellationToken))!;
            defects.AddRange(((JsonArray)proof["defects"]!).Select(defect => $"host {_hosts.IndexOf(host)}: {defect}"));
        }
        _findings.AddRange(defects.Take(10));
        return defects.Count == 0;
    }
}
