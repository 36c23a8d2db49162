using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using System.Text.Json.Nodes;
using Agentic.Lab.Servers;

namespace Agentic.Lab.Bench;

/// <summary>
/// Starts the server as a process of its own and measures it from outside; the machine's own limit is taken in the
/// same run.
/// </summary>
/// <param name="hosts">0: one host on SQLite; otherwise so many on private PostgreSQL and RabbitMQ servers.</param>
internal sealed class BenchRun(int seconds, int waiting, int warmUp, int hosts = 0)
{
    private static readonly int[] Clients = [1, 32, 128];
    private readonly string _folder = Directory.CreateTempSubdirectory("agentic-bench-").FullName;

    /// <summary>A build without optimization is up to a fifth slower; beside one with it, its figures say nothing.</summary>
    public static bool IsOptimized { get; } =
        typeof(BenchRun).Assembly.GetCustomAttribute<DebuggableAttribute>() is not { IsJITOptimizerDisabled: true };

    public async Task<JsonObject> RunAsync(CancellationToken cancellationToken)
    {
        var result = new JsonObject { ["machine"] = Machine(_folder) };
        using var database = hosts == 0 ? null : await PostgresServer.StartAsync(isDurable: true);
        await (database?.CreateDatabaseAsync("agentic") ?? Task.CompletedTask);
        await using var broker = hosts == 0 ? null : await RabbitMqServer.StartAsync();
        await using var running = new BenchHosts(_folder);
        for (var number = 0; number < Math.Max(1, hosts); number++)
        {
            await running.AddAsync(database?.SettingsOf("agentic"), broker?.Address, cancellationToken);
        }
        using var driver = new BenchDriver(running.Urls);
        await driver.SignInAsync(cancellationToken);
        // Long enough for the runtime to have compiled what is hot; before that, half of the time is compiling.
        await CompleteAsync(driver, 32, TimeSpan.FromSeconds(warmUp), cancellationToken);
        foreach (var clients in Clients)
        {
            result[$"clients{clients}"] = await MeasureAsync(running, driver, clients, cancellationToken);
        }
        result["approveToDone25"] = await LatencyAsync(driver, cancellationToken);
        result["waiting"] = await WaitingAsync(driver, running.First, cancellationToken);
        result["restart"] = await RestartAsync(running.First, cancellationToken);
        await running.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
        return result;
    }

    private async Task<JsonObject> MeasureAsync(
        BenchHosts running,
        BenchDriver driver,
        int clients,
        CancellationToken cancellationToken
    )
    {
        var (before, cpu) = (await driver.FiguresAsync(cancellationToken), running.Cpu());
        var began = Stopwatch.StartNew();
        var completed = await CompleteAsync(driver, clients, TimeSpan.FromSeconds(seconds), cancellationToken);
        var (elapsed, used, after) = (began.Elapsed, running.Cpu() - cpu, await driver.FiguresAsync(cancellationToken));
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
        var (memory, disk) = (BenchHosts.Memory(server), (double)(await driver.FiguresAsync(cancellationToken))!["sizeBytes"]!);
        var parked = new ConcurrentBag<string>();
        await Parallel.ForAsync(
            0,
            waiting,
            new ParallelOptions { MaxDegreeOfParallelism = 64, CancellationToken = cancellationToken },
            async (_, token) => parked.Add(await driver.ParkAsync(token))
        );
        var (memoryAfter, diskAfter) = (
            BenchHosts.Memory(server),
            (double)(await driver.FiguresAsync(cancellationToken))!["sizeBytes"]!
        );
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

    private static async Task<JsonObject> RestartAsync(ChildProcess server, CancellationToken cancellationToken)
    {
        await server.KillAsync();
        var began = Stopwatch.StartNew();
        await server.StartAsync(cancellationToken);
        var ready = began.ElapsedMilliseconds;
        using var driver = new BenchDriver(server.Url);
        await driver.SignInAsync(cancellationToken);
        var signedIn = began.ElapsedMilliseconds;
        await driver.ParkAsync(cancellationToken);
        return new() { ["readyMs"] = ready, ["firstParkedMs"] = ready + began.ElapsedMilliseconds - signedIn };
    }

    /// <summary>What the disk gives, so that figures from two machines can be compared as ratios.</summary>
    internal static JsonObject Machine(string folder)
    {
        var path = Path.Combine(folder, "sync.bin");
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
}
