using Agentic.Lab;
using Agentic.Lab.Chaos;

namespace Agentic.Scenarios;

/// <summary>Real processes, really killed.</summary>
public sealed class ProcessTests
{
    [Theory]
    [InlineData("on")]
    [InlineData("lookup")]
    [InlineData("off")]
    public async Task Chaos_Small_IsGreen(string idempotency)
    {
        var result = await new ChaosRun(new(Requests: 30, Kills: 3, Seed: 42, idempotency, Bus: "")).RunAsync(default);
        result.IsGreen.ShouldBeTrue(string.Join('\n', result.Findings));
        result.Effects["refund"].ShouldBeGreaterThan(3);
        result.Effects.Count.ShouldBeGreaterThan(6, "every action is in the mix");
    }

    /// <summary>Its figures are for people; here it only has to run to the end.</summary>
    [Fact]
    public async Task Bench_RunsToTheEnd() =>
        (await new Lab.Bench.BenchRun(seconds: 1, waiting: 40, warmUp: 1).RunAsync(default)).ShouldNotBeNull();

    [Fact]
    public async Task KilledRightAfterThe201_TheRequestProceeds()
    {
        var folder = Directory.CreateTempSubdirectory("agentic-kill-").FullName;
        var (url, shopUrl) = ($"http://127.0.0.1:{ChildProcess.FreePort()}", $"http://127.0.0.1:{ChildProcess.FreePort()}");
        var settings = new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["Urls"] = url,
            ["DemoShop__Urls"] = shopUrl,
            ["Shop__BaseAddress"] = shopUrl,
            ["ConnectionStrings__Store"] = Path.Combine(folder, "store.db"),
        };
        await using var host = await ChildProcess.StartAsync("Agentic.Host.dll", url, settings, Path.Combine(folder, "host.log"), default);
        using var api = new PatientApi(url);
        await api.SignInAsync("anna", default);
        var (status, created) = await api.PostAsync("anna", "/api/requests", new() { ["text"] = "Den Gürtel aus 10051 bitte zurück", ["locale"] = "de" }, default);
        await host.KillAsync();
        status.ShouldBe(System.Net.HttpStatusCode.Created);
        await host.StartAsync(default);
        var began = System.Diagnostics.Stopwatch.StartNew();
        while ((string?)(await api.GetAsync("anna", $"/api/requests/{created!["id"]}", default)).Body!["state"] != "AwaitingCustomer")
        {
            began.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30));
        }
    }

    [Fact]
    public async Task Start_InProductionWithoutSettings_FailsAndNamesTheKeys()
    {
        var log = Path.GetTempFileName();
        var settings = new Dictionary<string, string> { ["ASPNETCORE_ENVIRONMENT"] = "Production", ["ConnectionStrings__Store"] = Path.Combine(Directory.CreateTempSubdirectory().FullName, "s.db") };
        await Should.ThrowAsync<InvalidOperationException>(() => ChildProcess.StartAsync("Agentic.Host.dll", $"http://127.0.0.1:{ChildProcess.FreePort()}", settings, log, default));
        var said = await File.ReadAllTextAsync(log);
        said.ShouldContain("Secrets__MasterKey");
        said.ShouldContain("Accounts__<user>__PasswordHash");
        said.ShouldContain("Shop__BaseAddress");
    }
}
