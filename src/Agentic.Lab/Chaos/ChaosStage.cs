using System.Net.Http.Json;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;

namespace Agentic.Lab.Chaos;

/// <summary>What every run has: a folder, the shop's world, settings of shop and hosts, people, and a judge.</summary>
internal sealed class ChaosStage(ChaosOptions options)
{
    private const string EventSecret = "chaos";
    private static readonly TimeSpan SettleTime = TimeSpan.FromMinutes(4);

    public string Folder { get; } = Directory.CreateTempSubdirectory("agentic-chaos-").FullName;

    public byte[] Master { get; } = RandomNumberGenerator.GetBytes(32);

    /// <param name="url">Where the shop listens.</param>
    /// <param name="hostUrl">Where it reports to.</param>
    public Task<ChildProcess> StartShopAsync(string url, string hostUrl, CancellationToken cancellationToken)
    {
        ChaosWorld.Write(Path.Combine(Folder, "world.jsonl"), options.Requests);
        return ChildProcess.StartAsync(
            "Agentic.DemoShop.dll",
            url,
            ShopSettings(url, hostUrl),
            Path.Combine(Folder, "shop.log"),
            cancellationToken
        );
    }

    /// <summary>People work, something disturbs them, and when all has come to rest it is judged.</summary>
    /// <param name="url">Where the API is.</param>
    /// <param name="shop">The shop that is asked for its books.</param>
    /// <param name="disturb">What goes wrong meanwhile; it ends by itself.</param>
    public async Task<ChaosResult> PlayAsync(
        string url,
        HttpClient shop,
        Func<CancellationToken, Task> disturb,
        CancellationToken cancellationToken
    )
    {
        await SetShopAsync(shop, faults: true, cancellationToken);
        using var api = new PatientApi(url);
        foreach (
            var user in (string[])
                ["approver", "senior", "ops", .. Enumerable.Range(0, ChaosWorld.Customers).Select(ChaosWorld.Customer)]
        )
        {
            await api.SignInAsync(user, cancellationToken);
        }
        var people = new ChaosPeople(api, shop, options);
        using var working = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var approvers = Task.WhenAll(
            people.ApproverAsync("approver", working.Token),
            people.ApproverAsync("senior", working.Token),
            people.InspectorAsync(working.Token),
            people.ReturningAsync(working.Token)
        );
        var disturbing = disturb(cancellationToken);
        await Parallel.ForAsync(
            0,
            options.Requests,
            new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = cancellationToken },
            async (number, token) => await people.CustomerAsync(number, token)
        );
        await disturbing;
        await SetShopAsync(shop, faults: false, cancellationToken);
        var judge = new ChaosJudge(api, shop, people);
        await judge.SettleAsync(SettleTime, cancellationToken);
        await working.CancelAsync();
        await approvers.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        // Nobody decides or reports any more; what they set going at the last moment comes to its end.
        await judge.SettleAsync(SettleTime, cancellationToken);
        return await judge.JudgeAsync(cancellationToken);
    }

    /// <summary>What is green leaves nothing behind; of anything else, logs and store are kept.</summary>
    public async Task<ChaosResult> EndAsync(ChaosResult result, CancellationToken cancellationToken)
    {
        if (result.IsGreen)
        {
            Directory.Delete(Folder, recursive: true);
        }
        else
        {
            await File.WriteAllTextAsync(
                Path.Combine(Folder, "store.db.dev-key"),
                Convert.ToBase64String(Master),
                cancellationToken
            );
            await Console.Error.WriteLineAsync($"Logs and store are kept in {Folder}.");
        }
        return result;
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

    private Dictionary<string, string> ShopSettings(string url, string hostUrl) =>
        new()
        {
            ["DemoShop__Urls"] = url,
            ["DemoShop__Events"] = $"{hostUrl}/api/events/shop",
            ["DemoShop__EventSecret"] = EventSecret,
            ["DemoShop__World"] = Path.Combine(Folder, "world.jsonl"),
            ["Logging__LogLevel__Default"] = "Warning",
        };

    public Dictionary<string, string> HostSettings(string url, string shopUrl)
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
            ["ConnectionStrings__Store"] = Path.Combine(Folder, "store.db"),
            ["ConnectionStrings__Bus"] = options.Bus,
            ["Secrets__MasterKey"] = Convert.ToBase64String(Master),
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
