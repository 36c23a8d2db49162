using System.CommandLine;
using System.Text.Json;

namespace Agentic.Lab.Bench;

/// <summary>
/// <c>bench</c>: the reference work over HTTP with the full kernel on; one JSON line. Figures are reported, never
/// asserted.
/// </summary>
internal static class BenchCommand
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public static Command Make()
    {
        var seconds = new Option<int>("--seconds")
        {
            Description = "Length of each throughput measurement.",
            DefaultValueFactory = _ => 8,
        };
        var waiting = new Option<int>("--waiting")
        {
            Description = "Instances that wait for approval at once.",
            DefaultValueFactory = _ => 20_000,
        };
        var warmUp = new Option<int>("--warmup")
        {
            Description = "Seconds of load before the first measurement.",
            DefaultValueFactory = _ => 45,
        };
        var hosts = new Option<int>("--hosts")
        {
            Description = "So many hosts on private PostgreSQL and RabbitMQ servers; 0: one host on SQLite.",
            DefaultValueFactory = _ => 0,
        };
        var approvals = new Option<int>("--approvals")
        {
            Description = "Only what people at the desk wait for, beside so many open approvals; 0: everything else.",
            DefaultValueFactory = _ => 0,
        };
        var command = new Command(
            "bench",
            "Measures throughput, latency, CPU, syncs, memory and restart on the reference work."
        )
        {
            seconds,
            waiting,
            warmUp,
            hosts,
            approvals,
        };
        command.SetAction(
            async (parsed, token) =>
            {
                if (!BenchRun.IsOptimized)
                {
                    await Console.Error.WriteLineAsync(
                        "This is a Debug build: its figures cannot be put beside others. Build with -c Release."
                    );
                }
                var result = parsed.GetValue(approvals) is var many and > 0
                    ? await new BenchQueue(many).RunAsync(token)
                    : await new BenchRun(
                        parsed.GetValue(seconds),
                        parsed.GetValue(waiting),
                        parsed.GetValue(warmUp),
                        parsed.GetValue(hosts)
                    ).RunAsync(token);
                Console.WriteLine(JsonSerializer.Serialize(result, Web));
                return 0;
            }
        );
        return command;
    }

    /// <summary>The measured process, started by <c>bench</c> itself.</summary>
    public static Command MakeServer()
    {
        var command = new Command("bench-server") { Hidden = true };
        command.SetAction(
            async (_, token) =>
            {
                await BenchServer.RunAsync(token);
                return 0;
            }
        );
        return command;
    }
}
