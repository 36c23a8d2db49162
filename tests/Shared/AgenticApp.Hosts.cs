using Agentic.DemoShop;
using Agentic.Host;
using Agentic.Lab;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Agentic.Testing;

public sealed partial class AgenticApp
{
    /// <param name="folder">Where the store is; give the same one again to restart on it.</param>
    /// <param name="world">The demo shop's world as a JSON-lines file; its own when null.</param>
    /// <param name="hosts">How many hosts work on the store; calls go to them in turn.</param>
    public static async Task<AgenticApp> StartAsync(
        IReadOnlyDictionary<string, string?>? settings = null,
        IChatClient? model = null,
        string? folder = null,
        ShiftedTime? time = null,
        string? world = null,
        int hosts = 1
    )
    {
        folder ??= TestFolder.Create("test");
        time ??= new ShiftedTime(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));
        var shopUrl = $"http://127.0.0.1:{ChildProcess.FreePort()}";
        var shop = DemoShopApp.Build(
            [
                $"--DemoShop:Urls={shopUrl}",
                $"--DemoShop:Data={Path.Combine(folder, "shop.jsonl")}",
                $"--DemoShop:World={world}",
            ],
            Quiet
        );
        await shop.StartAsync();
        var app = new AgenticApp(shop, shopUrl, time, folder, StartHostAsync);
        for (var number = 0; number < hosts; number++)
        {
            await app.AddHostAsync();
        }
        return app;

        async Task<(WebApplication, string)> StartHostAsync(int number)
        {
            var url = $"http://127.0.0.1:{ChildProcess.FreePort()}";
            var host = AgenticHost.Build(
                [],
                builder =>
                {
                    Quiet(builder);
                    builder.Environment.EnvironmentName = "Development";
                    builder.Configuration.AddInMemoryCollection(
                        new Dictionary<string, string?>
                        {
                            ["Urls"] = url,
                            ["Shop:BaseAddress"] = shopUrl,
                            ["ConnectionStrings:Store"] = Path.Combine(folder, "store.db"),
                            // Each host has its own place for what lies beside a store; they share the master key.
                            ["Data:Folder"] = number == 0 ? folder : Path.Combine(folder, $"host{number}"),
                            ["Secrets:MasterKey"] = hosts > 1 ? MasterKey : null,
                            ["Limits:RequestsPerMinute"] = "1000000",
                            ["Limits:SignInsPerMinute"] = "1000000",
                            ["Limits:VerificationsPerMinute"] = "1000000",
                            ["Execution:RetryDelay"] = "00:00:00.200",
                        }
                    );
                    builder.Configuration.AddInMemoryCollection(settings ?? new Dictionary<string, string?>());
                    builder.Services.AddSingleton<TimeProvider>(time);
                    if (model is not null)
                    {
                        builder.Services.AddSingleton(model);
                    }
                }
            );
            await host.StartAsync();
            return (host, url);
        }
    }

    /// <summary>One host more on the same store.</summary>
    public async Task AddHostAsync()
    {
        var (host, url) = await _start(_hosts.Count);
        _hosts.Add(host);
        _urls.Add(url);
    }

    private HttpClient Client() => new(new HostRotation(_urls)) { BaseAddress = new("http://127.0.0.1") };

    private static void Quiet(WebApplicationBuilder builder) => builder.Logging.ClearProviders();
}
