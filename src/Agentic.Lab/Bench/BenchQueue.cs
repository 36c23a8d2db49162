using System.Diagnostics;
using System.Text.Json.Nodes;
using Agentic.Lab.Servers;

namespace Agentic.Lab.Bench;

/// <summary>
/// What people at the desk wait for while many approvals are open: the same measurements with few and with many, on SQLite, and
/// on PostgreSQL after the store was moved there. All of them came in over the API.
/// </summary>
internal sealed class BenchQueue(int many)
{
    private const int Few = 1000,
        Samples = 100,
        Expiring = 20;

    /// <summary>After which an approval of <c>refund_soon</c> has expired.</summary>
    private static readonly TimeSpan ExpiresAfter = TimeSpan.FromMinutes(2);

    private readonly string _folder = Directory.CreateTempSubdirectory("agentic-queue-").FullName;

    public async Task<JsonObject> RunAsync(CancellationToken cancellationToken)
    {
        var result = new JsonObject { ["machine"] = BenchRun.Machine(_folder) };
        using var database = PostgresServer.Missing is null ? await PostgresServer.StartAsync(isDurable: true) : null;
        await using var onFile = new BenchHosts(_folder);
        await onFile.AddAsync(null, null, cancellationToken);
        var open = 0;
        foreach (var count in (int[])[Few, many])
        {
            var measured = new JsonObject();
            using (var driver = new BenchDriver(onFile.Urls))
            {
                await driver.SignInAsync(cancellationToken);
                await FillAsync(driver, count - open, cancellationToken);
                open = count;
            }
            // A host that has just started: what it needs for those that wait, and not for having accepted them.
            await onFile.First.KillAsync();
            await onFile.First.StartAsync(cancellationToken);
            measured["sqlite"] = await MeasureAsync(onFile, cancellationToken);
            if (database is not null)
            {
                await onFile.First.KillAsync();
                measured["postgres"] = await MeasureMovedAsync(database, onFile, count, cancellationToken);
                await onFile.First.StartAsync(cancellationToken);
            }
            result[$"waiting{count}"] = measured;
            await Console.Error.WriteLineAsync($"Beside {count}: {measured.ToJsonString()}");
        }
        await onFile.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
        return result;
    }

    private static async Task FillAsync(BenchDriver driver, int count, CancellationToken cancellationToken)
    {
        var began = Stopwatch.StartNew();
        await Parallel.ForAsync(
            0,
            count,
            new ParallelOptions { MaxDegreeOfParallelism = 64, CancellationToken = cancellationToken },
            async (_, token) => await driver.ParkAsync(token)
        );
        await Console.Error.WriteLineAsync($"{count} more wait for approval, after {began.Elapsed.TotalSeconds:F0} s.");
    }

    private async Task<JsonObject> MeasureMovedAsync(
        PostgresServer database,
        BenchHosts from,
        int count,
        CancellationToken cancellationToken
    )
    {
        var name = $"agentic{count}";
        await database.CreateDatabaseAsync(name);
        var settings = database.SettingsOf(name);
        using var move = SilentProcess.Start(
            new(
                "dotnet",
                [
                    Path.Combine(AppContext.BaseDirectory, "Agentic.Lab.dll"),
                    "move",
                    "--store",
                    Path.Combine(_folder, "host0", "store.db"),
                    "--to",
                    settings,
                ]
            )
            {
                Environment = { ["Secrets__MasterKey"] = from.Master },
            }
        );
        await move.WaitForExitAsync(cancellationToken);
        if (move.ExitCode != 0)
        {
            throw new InvalidOperationException($"The store could not be moved: exit code {move.ExitCode}.");
        }
        var folder = Path.Combine(_folder, name);
        await using var hosts = new BenchHosts(folder) { Master = from.Master };
        Directory.CreateDirectory(Path.Combine(folder, "host0"));
        File.Copy(Path.Combine(_folder, "host0", "store.db.anchor"), Path.Combine(folder, "host0", "agentic.db.anchor"));
        File.Copy(Path.Combine(_folder, "host0", "outside.txt"), Path.Combine(folder, "host0", "outside.txt"));
        await hosts.AddAsync(settings, null, cancellationToken);
        return await MeasureAsync(hosts, cancellationToken);
    }

    private static async Task<JsonObject> MeasureAsync(BenchHosts hosts, CancellationToken cancellationToken)
    {
        using var driver = new BenchDriver(hosts.Urls);
        await driver.SignInAsync(cancellationToken);
        var expiring = new List<(string Id, long Parked)>();
        for (var number = 0; number < Expiring; number++)
        {
            expiring.Add((await driver.ParkAsync(cancellationToken, "refund_soon"), Stopwatch.GetTimestamp()));
        }
        var lists = await ManyAsync(_ => TimeAsync("/api/approvals?state=open"));
        var rows = (JsonArray)(await driver.TimeAsync("/api/approvals?state=open", cancellationToken)).Answer["items"]!;
        var oldest = rows.Select(row => ((string)row!["requestId"]!, (string)row["id"]!)).ToArray();
        var later = $"/api/approvals?state=open&after={oldest[^1].Item2}";
        return new()
        {
            ["listP95Ms"] = P95(lists),
            ["nextPageP95Ms"] = P95(await ManyAsync(_ => TimeAsync(later))),
            ["openP95Ms"] = P95(await ManyAsync(number => TimeAsync($"/api/approvals/{oldest[number % oldest.Length].Item2}"))),
            ["searchP95Ms"] = P95(
                await ManyAsync(number => TimeAsync($"/api/requests?q=bench{number % BenchDriver.Customers}"))
            ),
            ["cockpitP95Ms"] = P95(await ManyAsync(_ => TimeAsync("/api/cockpit"))),
            ["decideP95Ms"] = P95(await DecideAsync()),
            ["expireP95Ms"] = P95(await Task.WhenAll(expiring.Select(LateAsync))),
            ["hostMegabytes"] = Math.Round(BenchHosts.Memory(hosts.First) / 1024.0 / 1024),
        };

        async Task<double> TimeAsync(string path) => (await driver.TimeAsync(path, cancellationToken)).Milliseconds;

        async Task<IReadOnlyList<double>> DecideAsync()
        {
            var times = new List<double>();
            for (var number = 0; number < Samples; number++)
            {
                times.Add(await driver.ApproveAsync(await driver.ParkAsync(cancellationToken), cancellationToken));
            }
            return times;
        }

        async Task<double> LateAsync((string Id, long Parked) one)
        {
            await driver.WaitForEndAsync(one.Id, cancellationToken);
            return (Stopwatch.GetElapsedTime(one.Parked) - ExpiresAfter).TotalMilliseconds;
        }
    }

    /// <summary>One after the other, as one person asks; the first ones, while the host compiles, do not count.</summary>
    private static async Task<IReadOnlyList<double>> ManyAsync(Func<int, Task<double>> ask)
    {
        var times = new List<double>();
        for (var number = 0; number < 2 * Samples; number++)
        {
            times.Add(await ask(number));
        }
        return times[Samples..];
    }

    private static double P95(IReadOnlyList<double> times) => Math.Round(times.Order().ElementAt(times.Count * 95 / 100), 1);
}
