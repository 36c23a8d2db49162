using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Agentic.Lab.Servers;
using Microsoft.AspNetCore.Identity;

namespace Agentic.Lab.Bench;

/// <summary>
/// Starts the server as a process of its own and measures it from outside; the machine's own limit is taken in the
/// same run.
/// </summary>
/// <param name="hosts">0: one host on SQLite; otherwise so many on private PostgreSQL and RabbitMQ servers.</param>
internal sealed class BenchRun(int seconds, int waiting, int warmUp, int hosts = 0)
{
    private static readonly int[] Clients = [1, 32, 128];
    private readonly List<ChildProcess> _servers = [];
    private readonly string _master = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    private readonly string _folder = Directory.CreateTempSubdirectory("agentic-bench-").FullName;

    /// <summary>A build without optimization is up to a fifth slower; beside one with it, its figures say nothing.</summary>
    public static bool IsOptimized { get; } =
        typeof(BenchRun).Assembly.GetCustomAttribute<DebuggableAttribute>() is not { IsJITOptimizerDisabled: true };

    public async Task<JsonObject> RunAsync(CancellationToken cancellationToken)
    {
        var result = new JsonObject { ["machine"] = Machine() };
        using var database = hosts == 0 ? null : await PostgresServer.StartAsync(isDurable: true);
        await (database?.CreateDatabaseAsync("agentic") ?? Task.CompletedTask);
        await using var broker = hosts == 0 ? null : await RabbitMqServer.StartAsync();
        var urls = Enumerable.Range(0, Math.Max(1, hosts)).Select(_ => $"http://127.0.0.1:{ChildProcess.FreePort()}").ToArray();
        foreach (var url in urls)
        {
            _servers.Add(await StartAsync(url, database, broker, cancellationToken));
        }
        var server = _servers[0];
        using var driver = new BenchDriver(urls);
        await driver.SignInAsync(cancellationToken);
        // Long enough for the runtime to have compiled what is hot; before that, half of the time is compiling.
        await CompleteAsync(driver, 32, TimeSpan.FromSeconds(warmUp), cancellationToken);
        foreach (var clients in Clients)
        {
            result[$"clients{clients}"] = await MeasureAsync(driver, clients, cancellationToken);
        }
        result["approveToDone25"] = await LatencyAsync(driver, cancellationToken);
        result["waiting"] = await WaitingAsync(driver, server, cancellationToken);
        result["restart"] = await RestartAsync(server, urls[0], cancellationToken);
        foreach (var host in _servers)
        {
            await host.DisposeAsync();
        }
        Directory.Delete(_folder, recursive: true);
        return result;
    }

    private async Task<JsonObject> MeasureAsync(BenchDriver driver, int clients, CancellationToken cancellationToken)
    {
        var (before, cpu) = (await driver.FiguresAsync(cancellationToken), Cpu());
        var began = Stopwatch.StartNew();
        var completed = await CompleteAsync(driver, clients, TimeSpan.FromSeconds(seconds), cancellationToken);
        var (elapsed, used, after) = (began.Elapsed, Cpu() - cpu, await driver.FiguresAsync(cancellationToken));
        return new()
        {
            ["completePerSecond"] = Math.Round(completed / elapsed.TotalSeconds),
            ["cpuMsPerInstance"] = Math.Round(used.TotalMilliseconds / completed, 2),
            ["syncsPerInstance"] = Math.Round(((double)after!["commits"]! - (double)before!["commits"]!) / completed, 2),
            ["appendsPerInstance"] = Math.Round(((double)after["appends"]! - (double)before["appends"]!) / completed, 2),
        };
    }

    private static async Task<int> CompleteAsync(
        BenchDriver driver,
        int clients,
        TimeSpan length,
        CancellationToken cancellationToken
    )
    {
        var (completed, until) = (0, Stopwatch.StartNew());
        await Task.WhenAll(
            Enumerable
                .Range(0, clients)
                .Select(async _ =>
                {
                    while (until.Elapsed < length)
                    {
                        await driver.ApproveAsync(await driver.ParkAsync(cancellationToken), cancellationToken);
                        Interlocked.Increment(ref completed);
                    }
                })
        );
        return completed;
    }

    /// <summary>Twenty-five approvals a second, whatever the answers take.</summary>
    private static async Task<JsonObject> LatencyAsync(BenchDriver driver, CancellationToken cancellationToken)
    {
        const int count = 250;
        var parked = new ConcurrentQueue<string>();
        await Parallel.ForAsync(
            0,
            count,
            new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = cancellationToken },
            async (_, token) => parked.Enqueue(await driver.ParkAsync(token))
        );
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(40));
        var answers = new List<Task<double>>();
        while (parked.TryDequeue(out var id) && await timer.WaitForNextTickAsync(cancellationToken))
        {
            answers.Add(driver.ApproveAsync(id, cancellationToken));
        }
        var times = (await Task.WhenAll(answers)).Order().ToArray();
        return new()
        {
            ["p50Ms"] = Math.Round(times[times.Length / 2], 1),
            ["p99Ms"] = Math.Round(times[times.Length * 99 / 100], 1),
        };
    }

    private async Task<JsonObject> WaitingAsync(BenchDriver driver, ChildProcess server, CancellationToken cancellationToken)
    {
        var (memory, disk) = (Memory(server), (double)(await driver.FiguresAsync(cancellationToken))!["sizeBytes"]!);
        var parked = new ConcurrentBag<string>();
        await Parallel.ForAsync(
            0,
            waiting,
            new ParallelOptions { MaxDegreeOfParallelism = 64, CancellationToken = cancellationToken },
            async (_, token) => parked.Add(await driver.ParkAsync(token))
        );
        var (memoryAfter, diskAfter) = (Memory(server), (double)(await driver.FiguresAsync(cancellationToken))!["sizeBytes"]!);
        var began = Stopwatch.StartNew();
        await Parallel.ForEachAsync(
            parked.Take(1000),
            new ParallelOptions { MaxDegreeOfParallelism = 64, CancellationToken = cancellationToken },
            async (id, token) => await driver.ApproveAsync(id, token)
        );
        return new()
        {
            ["count"] = waiting,
            ["memoryKbEach"] = Math.Round((memoryAfter - memory) / 1024.0 / waiting, 2),
            ["diskKbEach"] = Math.Round((diskAfter - disk) / 1024 / waiting, 2),
            ["resume1000Seconds"] = Math.Round(began.Elapsed.TotalSeconds, 2),
        };
    }

    private static async Task<JsonObject> RestartAsync(ChildProcess server, string url, CancellationToken cancellationToken)
    {
        await server.KillAsync();
        var began = Stopwatch.StartNew();
        await server.StartAsync(cancellationToken);
        var ready = began.ElapsedMilliseconds;
        using var driver = new BenchDriver(url);
        await driver.SignInAsync(cancellationToken);
        var signedIn = began.ElapsedMilliseconds;
        await driver.ParkAsync(cancellationToken);
        return new() { ["readyMs"] = ready, ["firstParkedMs"] = ready + began.ElapsedMilliseconds - signedIn };
    }

    private Task<ChildProcess> StartAsync(
        string url,
        PostgresServer? database,
        RabbitMqServer? broker,
        CancellationToken cancellationToken
    )
    {
        var folder = Path.Combine(_folder, $"host{_servers.Count}");
        Directory.CreateDirectory(folder);
        var settings = new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            // The reference work tells customers on the page; mail is a channel that a deployment adds.
            ["Mail__Demo"] = "false",
            ["Urls"] = url,
            ["BENCH_FOLDER"] = folder,
            ["Data__Folder"] = folder,
            ["Secrets__MasterKey"] = _master,
            ["ConnectionStrings__Store"] = database?.SettingsOf("agentic") ?? Path.Combine(folder, "store.db"),
            ["ConnectionStrings__Bus"] = broker?.Address ?? "",
            ["Limits__RequestsPerMinute"] = "100000000",
            ["Limits__SignInsPerMinute"] = "1000000",
            ["DOTNET_gcServer"] = "0",
            ["DOTNET_TieredPGO"] = "1",
        };
        var hash = new PasswordHasher<string>().HashPassword("demo", "demo");
        for (var customer = 0; customer < BenchDriver.Customers; customer++)
        {
            settings[$"Accounts__bench{customer}__PasswordHash"] = hash;
            settings[$"Accounts__bench{customer}__Roles__0"] = "customer";
            settings[$"Accounts__bench{customer}__CustomerId"] = $"bench{customer}";
        }
        return ChildProcess.StartAsync(
            "Agentic.Lab.dll",
            url,
            settings,
            Path.Combine(folder, "server.log"),
            cancellationToken,
            "bench-server"
        );
    }

    /// <summary>What the disk gives, so that figures from two machines can be compared as ratios.</summary>
    private JsonObject Machine()
    {
        var path = Path.Combine(_folder, "sync.bin");
        using var file = new FileStream(path, FileMode.Create);
        var (block, count, began) = (new byte[200], 0, Stopwatch.StartNew());
        while (began.Elapsed < TimeSpan.FromSeconds(1))
        {
            file.Write(block);
            file.Flush(flushToDisk: true);
            count++;
        }
        return new()
        {
            ["build"] = IsOptimized ? "Release" : "Debug",
            ["cores"] = Environment.ProcessorCount,
            ["appendAndSyncPerSecond"] = Math.Round(count / began.Elapsed.TotalSeconds),
        };
    }

    /// <summary>Of all hosts; what the servers need is not counted.</summary>
    private TimeSpan Cpu() =>
        _servers.Aggregate(
            TimeSpan.Zero,
            (sum, server) =>
            {
                server.Process.Refresh();
                return sum + server.Process.TotalProcessorTime;
            }
        );

    private static long Memory(ChildProcess server)
    {
        server.Process.Refresh();
        return server.Process.WorkingSet64;
    }
}
