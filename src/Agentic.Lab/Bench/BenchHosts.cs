using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;

namespace Agentic.Lab.Bench;

/// <summary>The measured hosts, as processes of their own on one store.</summary>
/// <param name="folder">Theirs; logs and files lie in it.</param>
internal sealed class BenchHosts(string folder) : IAsyncDisposable
{
    private readonly List<ChildProcess> _hosts = [];
    private readonly string _hash = new PasswordHasher<string>().HashPassword("demo", "demo");

    public string Master { get; init; } = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    public ChildProcess First => _hosts[0];

    public string[] Urls => [.. _hosts.Select(host => host.Url)];

    /// <param name="store">Null: a SQLite file in the host's folder.</param>
    /// <param name="bus">Null: in memory.</param>
    public async Task AddAsync(string? store, string? bus, CancellationToken cancellationToken)
    {
        var own = Path.Combine(folder, $"host{_hosts.Count}");
        Directory.CreateDirectory(own);
        var url = $"http://127.0.0.1:{ChildProcess.FreePort()}";
        var settings = new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            // The reference work tells customers on the page; mail is a channel that a deployment adds.
            ["Mail__Demo"] = "false",
            ["Urls"] = url,
            ["BENCH_FOLDER"] = own,
            ["Data__Folder"] = own,
            ["Secrets__MasterKey"] = Master,
            ["ConnectionStrings__Store"] = store ?? Path.Combine(own, "store.db"),
            ["ConnectionStrings__Bus"] = bus ?? "",
            ["Limits__RequestsPerMinute"] = "100000000",
            ["Limits__SignInsPerMinute"] = "1000000",
            ["DOTNET_TieredPGO"] = "1",
        };
        for (var customer = 0; customer < BenchDriver.Customers; customer++)
        {
            settings[$"Accounts__bench{customer}__PasswordHash"] = _hash;
            settings[$"Accounts__bench{customer}__Roles__0"] = "customer";
            settings[$"Accounts__bench{customer}__CustomerId"] = $"bench{customer}";
        }
        _hosts.Add(
            await ChildProcess.StartAsync(
                "Agentic.Lab.dll",
                url,
                settings,
                Path.Combine(own, "server.log"),
                cancellationToken,
                "bench-server"
            )
        );
    }

    /// <summary>Of all hosts; what the servers need is not counted.</summary>
    public TimeSpan Cpu() =>
        _hosts.Aggregate(
            TimeSpan.Zero,
            (sum, host) =>
            {
                host.Process.Refresh();
                return sum + host.Process.TotalProcessorTime;
            }
        );

    /// <summary>What a host's process occupies, in bytes.</summary>
    public static long Memory(ChildProcess host)
    {
        host.Process.Refresh();
        return host.Process.WorkingSet64;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            await host.DisposeAsync();
        }
    }
}
