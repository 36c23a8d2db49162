using System.Text.Json.Nodes;
using Agentic.Lab;
using Agentic.Lab.Chaos;
using Agentic.Testing;

namespace Agentic.Scenarios;

/// <summary>Real processes, really killed.</summary>
public sealed class ProcessTests
{
    [Theory]
    [InlineData("on")]
    [InlineData("lookup")]
    [InlineData("off")]
    [InlineData("on", true)]
    public async Task Chaos_Small_IsGreen(string idempotency, bool hostile = false)
    {
        var result = await new ChaosRun(new(Requests: 30, Kills: 3, Seed: 42, idempotency, Bus: "", hostile)).RunAsync(default);
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
        var folder = TestFolder.Create("kill");
        var (url, settings) = Alone(folder, story: false);
        await using var host = await ChildProcess.StartAsync(
            "Agentic.Host.dll",
            url,
            settings,
            Path.Combine(folder, "host.log"),
            default
        );
        using var api = new PatientApi(url);
        await api.SignInAsync("anna", default);
        var (status, created) = await api.PostAsync(
            "anna",
            "/api/requests",
            new() { ["text"] = "Den Gürtel aus 10051 bitte zurück", ["locale"] = "de" },
            default
        );
        await host.KillAsync();
        status.ShouldBe(System.Net.HttpStatusCode.Created);
        await host.StartAsync(default);
        var began = System.Diagnostics.Stopwatch.StartNew();
        while (
            (string?)(await api.GetAsync("anna", $"/api/requests/{created!["id"]}", default)).Body!["state"]
            != "AwaitingCustomer"
        )
        {
            began.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(3));
        }
    }

    [Fact]
    public async Task LivingExample_FillsAnEmptyStore_AndTheFirstStepsAreTickedOffFromWhatHappened()
    {
        var folder = TestFolder.Create("story");
        var (url, settings) = Alone(folder, story: true);
        var log = Path.Combine(folder, "host.log");
        await using var host = await ChildProcess.StartAsync("Agentic.Host.dll", url, settings, log, default);
        using var api = new PatientApi(url);
        await api.SignInAsync("anna", default);
        await api.SignInAsync("approver", default);
        await EventuallyAsync(async () =>
            (await File.ReadAllTextAsync(log)).Contains("Agentic listens on", StringComparison.Ordinal)
        );
        (await File.ReadAllTextAsync(log)).ShouldNotContain("incomplete");
        await EventuallyAsync(async () => ((JsonArray)(await ReadAsync("approver", "/api/cockpit"))["stuck"]!).Count > 0);
        var cockpit = await ReadAsync("approver", "/api/cockpit");
        (
            (int)cockpit["openApprovals"]!,
            (int)cockpit["openHandOffs"]!,
            ((JsonArray)cockpit["stuck"]!).Count,
            (int)cockpit["requestsByState"]!["AwaitingCustomer"]!
        ).ShouldBe((8, 2, 1, 1));
        var approvals = ((JsonArray)(await ReadAsync("approver", "/api/approvals?state=open"))["items"]!).ToArray();
        approvals.Count(approval => approval!["replaces"] is not null).ShouldBe(1, "one was voided");
        approvals.Count(approval => (int)approval!["quorum"]! == 2).ShouldBe(1);
        approvals
            .Count(approval => approval!["reasons"]!.AsArray().Any(reason => (string?)reason!["rule"] == "second-opinion"))
            .ShouldBe(1);
        var days = ((JsonArray)(await ReadAsync("approver", "/api/cockpit/history?days=15"))["days"]!).ToArray();
        days.Count(day => (int)day!["received"]! > 0).ShouldBeGreaterThanOrEqualTo(13, "two weeks of history");
        (await StepsAsync()).ShouldBeEmpty("whatever the story did, Anna has not done");

        var (_, created) = await api.PostAsync(
            "anna",
            "/api/requests",
            new() { ["text"] = "Bestellung 10042: die blaue Jacke passt nicht, bitte Geld zurück", ["locale"] = "de" },
            default
        );
        var path = $"/api/requests/{created!["id"]}";
        await EventuallyAsync(async () => (string?)(await ReadAsync("anna", path))["state"] == "AwaitingCustomer");
        ((DateTimeOffset)(await ReadAsync("anna", path))["receivedAt"]!).ShouldBeGreaterThan(
            TimeProvider.System.GetUtcNow().AddMinutes(-5),
            "the clock is real again"
        );
        await api.PostAsync("anna", path + "/confirmation", new() { ["planVersion"] = 1, ["accepted"] = true }, default);
        await EventuallyAsync(async () => (string?)(await ReadAsync("anna", path))["state"] == "AwaitingApproval");
        var approval = await ReadAsync("approver", $"/api/approvals/{created["id"]}-a1");
        await api.PostAsync(
            "approver",
            $"/api/approvals/{created["id"]}-a1/decision",
            new() { ["seal"] = (string?)approval["seal"], ["decision"] = "approve" },
            default
        );
        await EventuallyAsync(async () => (string?)(await ReadAsync("anna", path))["state"] == "Completed");
        (await StepsAsync()).ShouldBe(["ask", "approve", "receipt"]);
        await host.KillAsync();
        await host.StartAsync(default);
        (await StepsAsync()).ShouldBe(["ask", "approve", "receipt", "restart"]);

        async Task<JsonNode> ReadAsync(string user, string route) => (await api.GetAsync(user, route, default)).Body!;

        async Task<IEnumerable<string>> StepsAsync() =>
            ((JsonArray)(await ReadAsync("anna", "/api/demo/steps"))["steps"]!)
                .Where(step => (bool)step!["done"]!)
                .Select(step => (string)step!["id"]!);
    }

    /// <summary>A host with a demo shop of its own.</summary>
    private static (string Url, Dictionary<string, string> Settings) Alone(string folder, bool story)
    {
        var (url, shopUrl) = ($"http://127.0.0.1:{ChildProcess.FreePort()}", $"http://127.0.0.1:{ChildProcess.FreePort()}");
        return (
            url,
            new()
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Development",
                ["Urls"] = url,
                ["DemoShop__Urls"] = shopUrl,
                ["Shop__BaseAddress"] = shopUrl,
                ["ConnectionStrings__Store"] = Path.Combine(folder, "store.db"),
                ["Demo__Story"] = story ? "true" : "false",
            }
        );
    }

    private static async Task EventuallyAsync(Func<Task<bool>> holds)
    {
        for (
            var began = System.Diagnostics.Stopwatch.StartNew();
            !await holds();
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System)
        )
        {
            began.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(3));
        }
    }

    [Fact]
    public async Task Start_InProductionWithoutSettings_FailsAndNamesTheKeys()
    {
        var folder = TestFolder.Create("production");
        var log = Path.Combine(folder, "host.log");
        var settings = new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["ConnectionStrings__Store"] = Path.Combine(folder, "s.db"),
        };
        await Should.ThrowAsync<InvalidOperationException>(() =>
            ChildProcess.StartAsync("Agentic.Host.dll", $"http://127.0.0.1:{ChildProcess.FreePort()}", settings, log, default)
        );
        var said = await File.ReadAllTextAsync(log);
        said.ShouldContain("Secrets__MasterKey");
        said.ShouldContain("Accounts__<user>__PasswordHash");
        said.ShouldContain("Shop__BaseAddress");
    }
}
