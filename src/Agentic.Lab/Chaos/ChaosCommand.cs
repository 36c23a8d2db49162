using System.CommandLine;
using System.Text.Json;

namespace Agentic.Lab.Chaos;

/// <summary>
/// <c>chaos</c>: kills the host at random moments while people work with it, and counts what must not happen.
/// </summary>
internal static class ChaosCommand
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public static Command Make()
    {
        var requests = new Option<int>("--requests") { Description = "Requests to submit.", DefaultValueFactory = _ => 100 };
        var kills = new Option<int>("--kills") { Description = "SIGKILLs of the host.", DefaultValueFactory = _ => 10 };
        var seed = new Option<int>("--seed") { Description = "Seed of all random choices.", DefaultValueFactory = _ => 1 };
        var idempotency = new Option<string>("--idempotency")
        {
            Description = "What the shop promises: on, lookup or off.",
            DefaultValueFactory = _ => "on",
        };
        idempotency.AcceptOnlyFromAmong("on", "lookup", "off");
        var bus = new Option<string>("--bus")
        {
            Description = "RabbitMQ address; in-memory when left out.",
            DefaultValueFactory = _ => "",
        };
        var destination = new Option<string>("--destination")
        {
            Description = "How the shop answers: honest (with faults) or hostile.",
            DefaultValueFactory = _ => "honest",
        };
        destination.AcceptOnlyFromAmong("honest", "hostile");
        var cluster = new Option<bool>("--cluster")
        {
            Description = "Three hosts on private PostgreSQL and RabbitMQ servers, which are killed as well.",
        };
        var older = new Option<string>("--older")
        {
            Description = "Agentic.Host.dll of an older build, which one host of the cluster runs: a rolling upgrade.",
            DefaultValueFactory = _ => "",
        };
        var moved = new Option<bool>("--moved")
        {
            Description = "Begins with one host on SQLite (the older build, if given), whose store is moved into the cluster.",
        };
        var command = new Command(
            "chaos",
            "Kills the host while people work with it; exit 1 unless nothing is lost, doubled or asked twice."
        )
        {
            requests,
            kills,
            seed,
            idempotency,
            bus,
            destination,
            cluster,
            older,
            moved,
        };
        command.SetAction(
            async (parsed, token) =>
            {
                var options = new ChaosOptions(
                    parsed.GetValue(requests),
                    parsed.GetValue(kills),
                    parsed.GetValue(seed),
                    parsed.GetRequiredValue(idempotency),
                    parsed.GetRequiredValue(bus),
                    parsed.GetRequiredValue(destination) == "hostile",
                    parsed.GetValue(cluster) || parsed.GetValue(moved) ? 3 : 1,
                    parsed.GetRequiredValue(older),
                    parsed.GetValue(moved)
                );
                if (options.Hosts > 1 && ClusterRun.Missing is { } missing)
                {
                    await Console.Error.WriteLineAsync(missing);
                    return 2;
                }
                var result =
                    options.Hosts > 1
                        ? await new ClusterRun(options).RunAsync(token)
                        : await new ChaosRun(options).RunAsync(token);
                Console.WriteLine(JsonSerializer.Serialize(result, Web));
                return result.IsGreen ? 0 : 1;
            }
        );
        return command;
    }
}
