using System.Net;
using Agentic.Lab.Chaos;
using Agentic.Lab.Servers;
using Agentic.Testing;
using RabbitMQ.Client;

namespace Agentic.Scenarios;

/// <summary>One setting moves the bus to RabbitMQ; what holds in memory holds there.</summary>
public sealed class RabbitMqTests(RabbitMqTests.Broker broker) : IClassFixture<RabbitMqTests.Broker>
{
    private static readonly string[] Both =
    [
        "Bestellung 10042: die blaue Jacke bitte zurück",
        "Den Gürtel aus 10051 bitte zurück",
    ];

    [RabbitMqFact]
    public async Task Story_WithEveryMessageTwice_PaysOnce()
    {
        await using var app = await StartAsync(copies: 2);
        foreach (var text in Both)
        {
            var id = await app.SubmitAsync("anna", text);
            await app.ConfirmAsync("anna", id);
            if ((string)(await app.WaitForAsync("anna", id, "AwaitingApproval", "Completed"))["state"]! == "AwaitingApproval")
            {
                await app.ApproveAsync("approver", await app.ApprovalOfAsync(id));
            }
            await app.WaitForAsync("anna", id, "Completed");
        }
        (await app.RefundsAsync()).ShouldBe(2);
    }

    [RabbitMqFact(StopsTheBroker = true)]
    public async Task BrokerRestart_InTheMiddle_LosesNothing()
    {
        await using var app = await StartAsync(copies: 1);
        var id = await app.SubmitAsync("anna", Both[0]);
        await app.ConfirmAsync("anna", id);
        var approval = await app.ApprovalOfAsync(id);
        await broker.Server!.StopAsync();
        await app.ApproveAsync("approver", approval);
        // Accepted while the broker is away: it waits in the journal.
        var (status, submitted) = await app.PostAsync("anna", "/api/requests", new { text = Both[1], locale = "de" });
        status.ShouldBe(HttpStatusCode.Created);
        await broker.Server.RestartAsync();
        // The longer the broker was away, the longer the client waits between two tries: up to half a minute.
        await AgenticApp.EventuallyAsync(
            async () => (await app.Anonymous.GetAsync("/health/ready")).StatusCode,
            status => status == HttpStatusCode.OK,
            "the bus to be connected again",
            TimeSpan.FromMinutes(2)
        );
        await app.WaitForAsync("anna", id, "Completed");
        await app.ConfirmAsync("anna", (string)submitted!["id"]!);
        await app.WaitForAsync("anna", (string)submitted["id"]!, "Completed");
        (await app.RefundsAsync()).ShouldBe(2);
    }

    [RabbitMqFact(StopsTheBroker = true)]
    public async Task BrokerThatBlocksPublishers_LosesNothing_AndStopsNothingThatNeedsNoBus()
    {
        await using var app = await StartAsync(copies: 1);
        var waiting = await app.SubmitAsync("anna", Both[0]);
        await app.ConfirmAsync("anna", waiting);
        var approval = await app.ApprovalOfAsync(waiting);
        await broker.Server!.BlockPublishersAsync(true);
        try
        {
            var (status, submitted) = await app.PostAsync("anna", "/api/requests", new { text = Both[1], locale = "de" });
            status.ShouldBe(HttpStatusCode.Created);
            await app.ApproveAsync("approver", approval);
            (await app.GetAsync("ops", "/api/cockpit")).Status.ShouldBe(HttpStatusCode.OK);
            // Not one message has been taken: what was accepted waits in the store.
            (await app.RefundsAsync()).ShouldBe(0);
            await broker.Server.BlockPublishersAsync(false);
            await app.WaitForAsync("anna", waiting, "Completed");
            await app.ConfirmAsync("anna", (string)submitted!["id"]!);
            await app.WaitForAsync("anna", (string)submitted["id"]!, "Completed");
        }
        finally
        {
            await broker.Server.BlockPublishersAsync(false);
        }
        (await app.RefundsAsync()).ShouldBe(2);
    }

    [RabbitMqFact]
    public async Task DrainedHost_LeavesItsMessagesInTheQueue_AndTakesThemWhenItWorksAgain()
    {
        await using var app = await StartAsync(copies: 1);
        var host = $"/api/hosts/{(await app.GetAsync("ops", "/api/hosts")).Body![0]!["id"]}/draining";
        (await app.PostAsync("ops", host, new { draining = true })).Status.ShouldBe(HttpStatusCode.OK);
        await AgenticApp.EventuallyAsync(
            async () => (await app.GetAsync("ops", "/api/hosts")).Body![0]!,
            found => (bool)found["mayStop"]!,
            "the host to be done"
        );
        var id = await app.SubmitAsync("anna", Both[1]);
        ((string)(await app.GetAsync("anna", $"/api/requests/{id}")).Body!["state"]!).ShouldBe("Received");
        (await app.PostAsync("ops", host, new { draining = false })).Status.ShouldBe(HttpStatusCode.OK);
        await app.ConfirmAsync("anna", id);
        await app.WaitForAsync("anna", id, "Completed");
        (await app.RefundsAsync()).ShouldBe(1);
    }

    [RabbitMqFact(StopsTheBroker = true)]
    public async Task Host_DrainedWhileTheBrokerIsAway_LeavesWhenItIsBack_AndWorksAgain()
    {
        await using var app = await StartAsync(copies: 1);
        var host = $"/api/hosts/{(await app.GetAsync("ops", "/api/hosts")).Body![0]!["id"]}/draining";
        await broker.Server!.StopAsync();
        await AgenticApp.EventuallyAsync(
            async () => (string)(await app.GetAsync("ops", "/api/cockpit")).Body!["bus"]!,
            bus => bus != "Healthy",
            "the bus to be lost"
        );
        (await app.PostAsync("ops", host, new { draining = true })).Status.ShouldBe(HttpStatusCode.OK);
        await broker.Server.RestartAsync();
        await AgenticApp.EventuallyAsync(
            async () => (await app.GetAsync("ops", "/api/hosts")).Body![0]!,
            found => (bool)found["mayStop"]!,
            "the host to be done"
        );
        (await app.PostAsync("ops", host, new { draining = false })).Status.ShouldBe(HttpStatusCode.OK);
        var id = await app.SubmitAsync("anna", Both[1]);
        await app.ConfirmAsync("anna", id);
        await app.WaitForAsync("anna", id, "Completed");
    }

    [RabbitMqFact]
    public async Task Message_ThatCannotBeRead_IsKeptForOps_AndHoldsUpNothing()
    {
        await using var app = await StartAsync(copies: 1);
        var factory = new ConnectionFactory { Uri = new(broker.Server!.Address) };
        await using (var connection = await factory.CreateConnectionAsync())
        await using (var channel = await connection.CreateChannelAsync())
        {
            await channel.BasicPublishAsync("", "agentic-execution", "this is no message"u8.ToArray());
        }
        await AgenticApp.EventuallyAsync(
            async () => (await app.GetAsync("ops", "/api/bus/unreadable")).Body!.ToJsonString(),
            listed => listed.Contains("this is no message", StringComparison.Ordinal),
            "the message for ops"
        );
        var id = await app.SubmitAsync("anna", Both[1]);
        await app.ConfirmAsync("anna", id);
        await app.WaitForAsync("anna", id, "Completed");
        var ops = await app.AsAsync("ops");
        var dropped = await AgenticApp.ReadAsync(await ops.DeleteAsync("/api/bus/unreadable"));
        ((long)dropped.Body!["dropped"]!).ShouldBe(1);
        ((System.Text.Json.Nodes.JsonArray)(await app.GetAsync("ops", "/api/bus/unreadable")).Body!).ShouldBeEmpty();
    }

    [RabbitMqFact]
    public async Task Chaos_OverTheBroker_IsGreen()
    {
        var result = await new ChaosRun(new(Requests: 20, Kills: 2, Seed: 7, "on", broker.Server!.Address)).RunAsync(default);
        result.IsGreen.ShouldBeTrue(string.Join('\n', result.Findings));
    }

    private Task<AgenticApp> StartAsync(int copies) =>
        AgenticApp.StartAsync(
            new Dictionary<string, string?>
            {
                ["ConnectionStrings:Bus"] = broker.Server!.Address,
                ["Messaging:Copies"] = $"{copies}",
            }
        );

    public sealed class Broker : IAsyncLifetime
    {
        public RabbitMqServer? Server { get; private set; }

        public async Task InitializeAsync() =>
            Server = RabbitMqServer.Missing is null ? await RabbitMqServer.StartAsync() : null;

        public async Task DisposeAsync() => await (Server?.DisposeAsync() ?? ValueTask.CompletedTask);
    }
}
