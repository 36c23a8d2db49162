using System.Net;
using System.Text.Json.Nodes;
using Agentic.Testing;

namespace Agentic.Scenarios;

/// <summary>Ops take a host out of service: it finishes what it has in hand, and others do the rest.</summary>
public sealed class DrainTests
{
    private const string Belt = "Den Gürtel aus 10051 bitte zurück";

    [PostgresFact]
    public async Task DrainedHost_DoesNoWork_OthersDo_AndItComesBack()
    {
        await using var app = await AgenticApp.StartAsync(
            new Dictionary<string, string?> { ["ConnectionStrings:Store"] = await PostgresServers.CreateDatabaseAsync() },
            hosts: 2
        );
        var hosts = await HostsAsync(app);
        hosts.Count.ShouldBe(2);
        await StoryAsync(app, drained: hosts[0]!, paid: 1);
        await StoryAsync(app, drained: hosts[1]!, paid: 2);
    }

    [Fact]
    public async Task OnlyHost_WhenDrained_AcceptsAndWaits()
    {
        await using var app = await AgenticApp.StartAsync();
        var host = (await HostsAsync(app)).Single()!;
        await DrainAsync(app, host, true);
        await EventuallyAsync(app, host, found => (bool)found["mayStop"]!, "to be done");
        (await app.Anonymous.GetStringAsync("/health/live")).ShouldContain("live");
        var id = await app.SubmitAsync("anna", Belt);
        var cockpit = await AgenticApp.EventuallyAsync(
            async () => (await app.GetAsync("ops", "/api/cockpit")).Body!,
            now => ((JsonArray)now["backlog"]!).Count > 0,
            "the backlog"
        );
        ((string)cockpit["bus"]!).ShouldBe("Left");
        var backlog = cockpit["backlog"]![0]!;
        ((string)backlog["queue"]!, (int)backlog["due"]!).ShouldBe(("planning", 1));
        ((double)backlog["lagSeconds"]!).ShouldBeGreaterThanOrEqualTo(0);
        ((string)(await app.GetAsync("anna", $"/api/requests/{id}")).Body!["state"]!).ShouldBe("Received");
        await DrainAsync(app, host, false);
        await app.ConfirmAsync("anna", id);
        await app.WaitForAsync("anna", id, "Completed");
        (await app.RefundsAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task WorkInHand_IsFinished_BeforeTheHostMayStop()
    {
        using var asked = new ManualResetEventSlim();
        using var go = new ManualResetEventSlim();
        using var model = new ScriptedChatClient(
            (_, _) =>
            {
                asked.Set();
                go.Wait();
                return ScriptedChatClient.Call("ask_customer", new { question = "Which one?" });
            }
        );
        await using var app = await AgenticApp.StartAsync(model: model);
        var host = (await HostsAsync(app)).Single()!;
        var id = await app.SubmitAsync("anna", Belt);
        await Task.Run(asked.Wait);
        await DrainAsync(app, host, true);
        await EventuallyAsync(app, host, found => (int)found["load"]! == 1, "to have it in hand");
        (await app.Anonymous.GetAsync("/health/ready")).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        ((bool)(await HostsAsync(app)).Single()!["mayStop"]!).ShouldBeFalse();
        go.Set();
        await EventuallyAsync(app, host, found => (bool)found["mayStop"]!, "to be done");
        await app.WaitForAsync("anna", id, "AwaitingCustomer", "HandedOff");
        model.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task HostThatThereIsNot_IsMissing()
    {
        await using var app = await AgenticApp.StartAsync();
        (await app.PostAsync("ops", "/api/hosts/nobody/draining", new { draining = true })).Status.ShouldBe(
            HttpStatusCode.NotFound
        );
    }

    /// <summary>While one of two hosts is drained, whichever is asked, the other does the work.</summary>
    private static async Task StoryAsync(AgenticApp app, JsonNode drained, int paid)
    {
        await DrainAsync(app, drained, true);
        await EventuallyAsync(app, drained, found => (bool)found["mayStop"]!, "to be done");
        (
            (string)(await HostsAsync(app)).Single(host => (string)host!["id"]! == (string)drained["id"]!)!["drainedBy"]!
        ).ShouldBe("ops");
        var answers = await Task.WhenAll(
            app.Urls.Select(async url =>
            {
                using var client = new HttpClient();
                return await client.GetAsync(url + "/health/ready");
            })
        );
        answers.Select(answer => answer.StatusCode).Order().ShouldBe([HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable]);
        (await answers.Single(answer => !answer.IsSuccessStatusCode).Content.ReadAsStringAsync()).ShouldContain("draining");
        var (user, text) = paid == 1 ? ("anna", Belt) : ("john", "Order 10058: the green jacket doesn't fit, please refund");
        var id = await app.SubmitAsync(user, text);
        await app.ConfirmAsync(user, id);
        if ((string)(await app.WaitForAsync(user, id, "AwaitingApproval", "Completed"))["state"]! == "AwaitingApproval")
        {
            await app.ApproveAsync("approver", await app.ApprovalOfAsync(id));
        }
        await app.WaitForAsync(user, id, "Completed");
        (await app.RefundsAsync()).ShouldBe(paid);
        await DrainAsync(app, drained, false);
        await EventuallyAsync(app, drained, found => found["drainedBy"] is null, "to work again");
    }

    private static async Task<JsonArray> HostsAsync(AgenticApp app) =>
        (JsonArray)(await app.GetAsync("ops", "/api/hosts")).Body!;

    private static async Task DrainAsync(AgenticApp app, JsonNode host, bool draining) =>
        (await app.PostAsync("ops", $"/api/hosts/{host["id"]}/draining", new { draining })).Status.ShouldBe(HttpStatusCode.OK);

    private static Task EventuallyAsync(AgenticApp app, JsonNode host, Func<JsonNode, bool> holds, string what) =>
        AgenticApp.EventuallyAsync(
            async () => (await HostsAsync(app)).Single(found => (string)found!["id"]! == (string)host["id"]!)!,
            holds,
            $"the host {what}"
        );
}
