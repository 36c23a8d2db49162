using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Agentic.Lab.Servers;

namespace Agentic.Lab.Chaos;

/// <summary>
/// Several hosts on one PostgreSQL and one RabbitMQ server, each reached through a network of its own; hosts and servers are
/// killed, hosts stand still past their leases, are drained and have clocks that stand apart, and networks fail.
/// </summary>
public sealed class ClusterRun(ChaosOptions options)
{
    /// <summary>Gives a process another clock. Where it is not installed, all hosts have this machine's.</summary>
    private const string ClockShifter = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1";

    /// <summary>How long people work with the one host on SQLite before its store is moved.</summary>
    private static readonly TimeSpan BeforeMove = TimeSpan.FromSeconds(8);

    private static readonly string[] Clocks = ["+0m", "+7m", "-7m"];

    private readonly ChaosStage _stage = new(options);
    private readonly List<ClusterHost> _hosts = [];
    private readonly List<string> _findings = [];

    public static int KindsOfFaults => ClusterFaults.Kinds.Count;

    /// <summary>Why it cannot run here; null when it can.</summary>
    public static string? Missing => PostgresServer.Missing ?? RabbitMqServer.Missing;

    /// <summary>Only while its store is moved is an older build alone: in a rolling upgrade one host runs it.</summary>
    private bool HasOlderHost => options.Older.Length > 0 && !options.Moved;

    private string File => Path.Combine(_stage.Folder, "store.db");

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
        await using var front = FaultyProxy.To([.. _hosts.Skip(HasOlderHost ? 1 : 0).Select(host => host.Port)]);
        var url = $"http://127.0.0.1:{front.Port}";
        await using var shop = await _stage.StartShopAsync(shopUrl, url, cancellationToken);
        try
        {
            await (options.Moved ? StartOnFileAsync(shopUrl, cancellationToken) : StartAllAsync(shopUrl, cancellationToken));
            using var shopClient = new HttpClient { BaseAddress = new(shopUrl) };
            using var ops = new PatientApi(url);
            var faults = new ClusterFaults(options, _hosts, HasOlderHost ? _hosts[0] : null, database, broker, ops);
            var verdict = await _stage.PlayAsync(
                url,
                shopClient,
                async token =>
                {
                    if (options.Moved)
                    {
                        await MoveAsync(database, shopUrl, token);
                    }
                    await ops.SignInAsync("ops", token);
                    await faults.RunAsync(token);
                },
                cancellationToken
            );
            _findings.AddRange(faults.SlowStops.Select(seconds => $"a host took {seconds:F0} s to stop"));
            return await _stage.EndAsync(
                verdict with
                {
                    Kills = options.Kills,
                    Seconds = Math.Round(began.Elapsed.TotalSeconds, 1),
                    JournalVerified = await VerifyAsync(cancellationToken),
                    SlowStops = faults.SlowStops.Count,
                    ClocksApart = System.IO.File.Exists(ClockShifter),
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

    /// <summary>The first one makes the tables: in a company that upgrades, an older build did.</summary>
    private async Task StartAllAsync(string shopUrl, CancellationToken cancellationToken)
    {
        await StartAsync(0, shopUrl, cancellationToken);
        await Task.WhenAll(
            Enumerable.Range(1, _hosts.Count - 1).Select(number => StartAsync(number, shopUrl, cancellationToken))
        );
    }

    private async Task StartAsync(int number, string shopUrl, CancellationToken cancellationToken)
    {
        var host = _hosts[number];
        var settings = Settings(number, shopUrl);
        settings["ConnectionStrings__Store"] =
            $"Host=127.0.0.1;Port={host.Database.Port};Username=postgres;Database=agentic;Timeout=5;Command Timeout=10";
        settings["ConnectionStrings__Bus"] = $"amqp://guest:guest@127.0.0.1:{host.Broker.Port}/";
        if (System.IO.File.Exists(ClockShifter))
        {
            settings["LD_PRELOAD"] = ClockShifter;
            settings["FAKETIME"] = Clocks[number % Clocks.Length];
            // What lasts five seconds lasts five seconds.
            (settings["FAKETIME_DONT_FAKE_MONOTONIC"], settings["FAKETIME_FORCE_MONOTONIC_FIX"]) = ("1", "0");
        }
        var program = number == 0 && HasOlderHost ? options.Older : "Agentic.Host.dll";
        host.Process = await StartAsync(number, program, settings, cancellationToken);
    }

    /// <summary>As a company begins: one host on a SQLite file.</summary>
    private async Task StartOnFileAsync(string shopUrl, CancellationToken cancellationToken) =>
        _hosts[0].Process = await StartAsync(
            0,
            options.Older.Length > 0 ? options.Older : "Agentic.Host.dll",
            Settings(0, shopUrl),
            cancellationToken
        );

    /// <summary>In the middle of the work the one host is killed, its store moved, and the cluster started on the copy.</summary>
    private async Task MoveAsync(PostgresServer database, string shopUrl, CancellationToken cancellationToken)
    {
        await Task.Delay(BeforeMove, TimeProvider.System, cancellationToken);
        await _hosts[0].Process!.KillAsync();
        await Console.Error.WriteLineAsync("The store is moved.");
        using var move = SilentProcess.Start(
            new(
                "dotnet",
                [Path.Combine(AppContext.BaseDirectory, "Agentic.Lab.dll"), "move", "--store", File, "--to", Direct()]
            )
            {
                Environment = { ["Secrets__MasterKey"] = Convert.ToBase64String(_stage.Master) },
            }
        );
        await move.WaitForExitAsync(cancellationToken);
        if (move.ExitCode != 0)
        {
            throw new InvalidOperationException($"The store could not be moved: exit code {move.ExitCode}.");
        }
        await StartAllAsync(shopUrl, cancellationToken);

        string Direct() => $"Host=127.0.0.1;Port={database.Port};Username=postgres;Database=agentic";
    }

    private Dictionary<string, string> Settings(int number, string shopUrl)
    {
        var settings = _stage.HostSettings($"http://127.0.0.1:{_hosts[number].Port}", shopUrl);
        settings["Data__Folder"] = options.Moved && number == 0 ? _stage.Folder : Path.Combine(_stage.Folder, $"host{number}");
        if (options.Moved && number == 0)
        {
            settings["Journal__AnchorFile"] = File + ".anchor";
        }
        return settings;
    }

    private Task<ChildProcess> StartAsync(
        int number,
        string program,
        Dictionary<string, string> settings,
        CancellationToken cancellationToken
    ) =>
        ChildProcess.StartAsync(
            program,
            settings["Urls"],
            settings,
            Path.Combine(_stage.Folder, $"host{number}.log"),
            cancellationToken
        );

    /// <summary>Every host proves the store against its own anchor; an older one writes none while newer ones sign.</summary>
    private async Task<bool> VerifyAsync(CancellationToken cancellationToken)
    {
        var defects = new List<string>();
        foreach (var host in _hosts.Skip(HasOlderHost ? 1 : 0))
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
