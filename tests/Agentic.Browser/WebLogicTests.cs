using System.Diagnostics;
using Agentic.Testing;

namespace Agentic.Browser;

/// <summary>The web client's own tests (<c>src/Agentic.Web/src/**/*.test.ts</c>), so that one command runs all.</summary>
public sealed class WebLogicTests
{
    [BrowserFact]
    public async Task WebClient_PassesItsOwnTests()
    {
        var start = new ProcessStartInfo("npm")
        {
            ArgumentList = { "test", "--silent" },
            WorkingDirectory = Path.Combine(Repository.Root, "src", "Agentic.Web"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["CI"] = "true", ["NO_COLOR"] = "1" },
        };
        using var npm = Process.Start(start)!;
        var (said, wrong) = (npm.StandardOutput.ReadToEndAsync(), npm.StandardError.ReadToEndAsync());
        await npm.WaitForExitAsync();
        npm.ExitCode.ShouldBe(0, await said + await wrong);
        (await said).ShouldContain("passed", customMessage: await wrong);
    }
}
