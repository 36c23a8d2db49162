using System.Diagnostics;
using System.Net.Http.Json;
using System.Security.Cryptography;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Security;
using Agentic.Orchestration.Storage.Sqlite;
using Microsoft.AspNetCore.Identity;

namespace Agentic.Lab.Chaos;

/// <summary>Host and shop as processes of their own, faults on, every message sent twice, and a killer.</summary>
public sealed class ChaosRun(ChaosOptions options)
{
    private static readonly TimeSpan SettleTime = TimeSpan.FromMinutes(4);
    private const string EventSecret = "chaos";
    private readonly string _folder = Directory.CreateTempSubdirectory("agentic-chaos-").FullName;
    private readonly byte[] _master = RandomNumberGenerator.GetBytes(32);

    public async Task<ChaosResult> RunAsync(CancellationToken cancellationToken)
    {
        var began = Stopwatch.StartNew();
        ChaosWorld.Write(Path.Combine(_folder, "world.jsonl"), options.Requests);
        var shopUrl = $"http://127.0.0.1:{ChildProcess.FreePort()}";
        var hostUrl = $"http://127.0.0.1:{ChildProcess.FreePort()}";
        await using var shop = await ChildProcess.StartAsync(
            "Agentic.DemoShop.dll",
            shopUrl,
            ShopSettings(shopUrl, hostUrl),
            Path.Combine(_folder, "shop.log"),
            cancellationToken
        );
        using var shopClient = new HttpClient { BaseAddress = new(shopUrl) };
        await SetShopAsync(shopClient, faults: true, cancellationToken);
        await using var host = await ChildProcess.StartAsync(
            "Agentic.Host.dll",
            hostUrl,
            HostSettings(hostUrl, shopUrl),
            Path.Combine(_folder, "host.log"),
            cancellationToken
        );
        using var api = new PatientApi(hostUrl);
        foreach (
            var user in (string[])
                ["approver", "senior", "ops", .. Enumerable.Range(0, ChaosWorld.Customers).Select(ChaosWorld.Customer)]
        )
        {
            await api.SignInAsync(user, cancellationToken);
        }
        var people = new ChaosPeople(api, shopClient, options);
        using var working = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var approvers = Task.WhenAll(
            people.ApproverAsync("approver", working.Token),
            people.ApproverAsync("senior", working.Token),
            people.InspectorAsync(working.Token),
            people.ReturningAsync(working.Token)
        );
        var killer = KillAsync(host, cancellationToken);
        await Parallel.ForAsync(
            0,
            options.Requests,
            new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = cancellationToken },
            async (number, token) => await people.CustomerAsync(number, token)
        );
        await killer;
        await SetShopAsync(shopClient, faults: false, cancellationToken);
        var judge = new ChaosJudge(api, shopClient, people);
        await judge.SettleAsync(SettleTime, cancellationToken);
        await working.CancelAsync();
        await approvers.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        // Nobody decides or reports any more; what they set going at the last moment comes to its end.
        await judge.SettleAsync(SettleTime, cancellationToken);
        var verdict = await judge.JudgeAsync(cancellationToken);
        await host.KillAsync();
        var verified = await VerifyAsync(cancellationToken);
        var result = verdict with
        {
            Kills = options.Kills,
            Seconds = Math.Round(began.Elapsed.TotalSeconds, 1),
            JournalVerified = verified,
        };
        if (result.IsGreen)
        {
            Directory.Delete(_folder, recursive: true);
        }
        else
        {
            await File.WriteAllTextAsync(
                Path.Combine(_folder, "store.db.dev-key"),
                Convert.ToBase64String(_master),
                cancellationToken
            );
            await Console.Error.WriteLineAsync($"Logs and store are kept in {_folder}.");
        }
        return result;
    }

    private async Task KillAsync(ChildProcess host, CancellationToken cancellationToken)
    {
        var random = new Random(options.Seed);
        for (var kill = 0; kill < options.Kills; kill++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(300 + random.Next(1500)), TimeProvider.System, cancellationToken);
            await host.KillAsync();
            await RestartAsync(host, cancellationToken);
        }
    }

    /// <summary>While it was dead, another program may have taken its port for a moment.</summary>
    private static async Task RestartAsync(ChildProcess host, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await host.StartAsync(cancellationToken);
                return;
            }
            catch (InvalidOperationException) when (attempt < 60)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, cancellationToken);
            }
        }
    }

    private async Task SetShopAsync(HttpClient shop, bool faults, CancellationToken cancellationToken)
    {
        // Checks off: the shop would execute a second refund, so a double one would show.
        (
            await shop.PutAsJsonAsync(
                "/admin/mode",
                new { idempotency = options.Idempotency, @checks = false },
                cancellationToken
            )
        ).EnsureSuccessStatusCode();
        object[] plan = !faults
            ? []
            :
            [
                new
                {
                    operation = "*",
                    kind = "errorBefore",
                    share = 0.04,
                },
                new
                {
                    operation = "*",
                    kind = "errorAfter",
                    share = 0.04,
                },
                new
                {
                    operation = "*",
                    kind = "noAnswer",
                    share = 0.03,
                },
                new
                {
                    operation = "*",
                    kind = "wrongAnswer",
                    share = 0.02,
                },
                new
                {
                    operation = "*",
                    kind = "slow",
                    share = 0.05,
                    delayMilliseconds = 400,
                },
            ];
        object[] hostile =
            !faults || !options.Hostile
                ? []
                :
                [
                    new
                    {
                        operation = "*",
                        kind = "saysFailed",
                        share = 0.04,
                    },
                    new
                    {
                        operation = "*",
                        kind = "saysOther",
                        share = 0.04,
                    },
                    new
                    {
                        operation = "*",
                        kind = "wrongTypes",
                        share = 0.04,
                    },
                    new
                    {
                        operation = "*",
                        kind = "refusesAgain",
                        share = 0.06,
                    },
                    new
                    {
                        operation = "*",
                        kind = "slow",
                        share = 0.02,
                        delayMilliseconds = 2600,
                    },
                ];
        (
            await shop.PutAsJsonAsync(
                "/admin/faults",
                new { faults = (object[])[.. plan, .. hostile], seed = options.Seed },
                cancellationToken
            )
        ).EnsureSuccessStatusCode();
    }

    private async Task<bool> VerifyAsync(CancellationToken cancellationToken)
    {
        await using var store = SqliteStore.Open(Path.Combine(_folder, "store.db"));
        return (
                await JournalVerifier
                    .For(store, new Secrets(_master), Path.Combine(_folder, "store.db.anchor"))
                    .VerifyAsync(cancellationToken)
            )
                .Defects
                .Count == 0;
    }

    private Dictionary<string, string> ShopSettings(string url, string hostUrl) =>
        new()
        {
            ["DemoShop__Urls"] = url,
            ["DemoShop__Events"] = $"{hostUrl}/api/events/shop",
            ["DemoShop__EventSecret"] = EventSecret,
            ["DemoShop__World"] = Path.Combine(_folder, "world.jsonl"),
            ["Logging__LogLevel__Default"] = "Warning",
        };

    private Dictionary<string, string> HostSettings(string url, string shopUrl)
    {
        var settings = new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["Urls"] = url,
            ["DemoShop__Start"] = "false",
            ["Shop__BaseAddress"] = shopUrl,
            ["Events__shop__Secret"] = EventSecret,
            ["Shop__Guarantee"] = options.Idempotency switch
            {
                "on" => "Idempotent",
                "lookup" => "Queryable",
                _ => "Neither",
            },
            ["Shop__Timeout"] = "00:00:02",
            ["Shop__MaxProcessingTime"] = "00:00:03",
            ["ConnectionStrings__Store"] = Path.Combine(_folder, "store.db"),
            ["ConnectionStrings__Bus"] = options.Bus,
            ["Secrets__MasterKey"] = Convert.ToBase64String(_master),
            ["Execution__RetryDelay"] = "00:00:00.200",
            ["Execution__MaxRetryDelay"] = "00:00:02",
            ["Planning__RetryDelay"] = "00:00:01",
            ["Messaging__Copies"] = "2",
            ["Limits__RequestsPerMinute"] = "1000000",
            ["Limits__SignInsPerMinute"] = "1000000",
        };
        var hash = new PasswordHasher<string>().HashPassword("demo", "demo");
        for (var customer = 0; customer < ChaosWorld.Customers; customer++)
        {
            settings[$"Accounts__chaos{customer}__PasswordHash"] = hash;
            settings[$"Accounts__chaos{customer}__Roles__0"] = "customer";
            settings[$"Accounts__chaos{customer}__CustomerId"] = $"chaos{customer}";
        }
        return settings;
    }
}
