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
        result.Refunds.ShouldBeGreaterThan(5);
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
