using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Agentic.Host;
using Agentic.Lab;
using Agentic.Lab.Servers;
using Agentic.Testing;
using Microsoft.Extensions.Configuration;

namespace Agentic.Scenarios;

/// <summary>Pages on one process, work on another, as they are started by hand.</summary>
public sealed class RolesTests
{
    [Theory]
    [InlineData("web", "", "ConnectionStrings__Bus")]
    [InlineData("worker", "amqp://guest:guest@127.0.0.1:5672/", "ConnectionStrings__Store")]
    [InlineData("web,cook", "", "'cook' is no role")]
    public void Role_ThatCannotWork_IsRefusedWithWhatItNeeds(string roles, string bus, string expected) =>
        Should
            .Throw<InvalidOperationException>(() =>
                AgenticHost.Build(
                    [],
                    builder =>
                    {
                        builder.Environment.EnvironmentName = "Development";
                        builder.Configuration.AddInMemoryCollection([
                            new("Roles", roles),
                            new("ConnectionStrings:Bus", bus),
                            new("ConnectionStrings:Store", Path.Combine(TestFolder.Create("roles"), "store.db")),
                        ]);
                    }
                )
            )
            .Message.ShouldContain(expected);

    [ClusterFact]
    public async Task WebAndWorker_TellTheStory_AndTheWorkerStopsInOrder()
    {
        var (folder, database) = (TestFolder.Create("roles"), await PostgresServers.CreateDatabaseAsync());
        await using var broker = await RabbitMqServer.StartAsync();
        var shopUrl = $"http://127.0.0.1:{ChildProcess.FreePort()}";
        await using var shop = await ChildProcess.StartAsync(
            "Agentic.DemoShop.dll",
            shopUrl,
            new Dictionary<string, string>
            {
                ["DemoShop__Urls"] = shopUrl,
                ["DemoShop__Data"] = Path.Combine(folder, "shop.jsonl"),
            },
            Path.Combine(folder, "shop.log"),
            default
        );
        await using var web = await StartAsync("web");
        await using var worker = await StartAsync("worker");
        using var anybody = new HttpClient();
        (await anybody.GetAsync(worker.Url + "/api/about")).IsSuccessStatusCode.ShouldBeFalse();
        await AgenticApp.EventuallyAsync(
            async () => (await anybody.GetAsync(worker.Url + "/health/ready")).StatusCode,
            status => status == HttpStatusCode.OK,
            "the worker to be ready"
        );
        using var anna = await SignInAsync("anna");
        using var approver = await SignInAsync("approver");
        var id = await SubmitAsync();
        var plan = await WaitAsync(id, "AwaitingCustomer");
        await AgenticApp.PostAsync(
            anna,
            $"/api/requests/{id}/confirmation",
            new { planVersion = (int)plan["plan"]!["version"]!, accepted = true },
            HttpStatusCode.OK
        );
        await WaitAsync(id, "AwaitingApproval");
        // Without a worker, requests are accepted and wait.
        var began = System.Diagnostics.Stopwatch.StartNew();
        await worker.StopAsync();
        began.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30));
        var later = await SubmitAsync();
        var approval = (
            (JsonArray)(await approver.GetFromJsonAsync<JsonNode>("/api/approvals?state=open"))!["items"]!
        ).Single()!;
        await AgenticApp.PostAsync(
            approver,
            $"/api/approvals/{approval["id"]}/decision",
            new { seal = (string)approval["seal"]!, decision = "approve" },
            HttpStatusCode.OK
        );
        await worker.StartAsync(default);
        await WaitAsync(id, "Completed");
        await WaitAsync(later, "AwaitingCustomer", "Declined", "HandedOff");

        Task<ChildProcess> StartAsync(string roles)
        {
            var url = $"http://127.0.0.1:{ChildProcess.FreePort()}";
            return ChildProcess.StartAsync(
                "Agentic.Host.dll",
                url,
                new Dictionary<string, string>
                {
                    ["ASPNETCORE_ENVIRONMENT"] = "Development",
                    ["Urls"] = url,
                    ["Roles"] = roles,
                    ["DemoShop__Start"] = "false",
                    ["Shop__BaseAddress"] = shopUrl,
                    ["ConnectionStrings__Store"] = database,
                    ["ConnectionStrings__Bus"] = broker.Address,
                    ["Secrets__MasterKey"] = Convert.ToBase64String(new byte[32]),
                    ["Data__Folder"] = Path.Combine(folder, roles),
                },
                Path.Combine(folder, roles + ".log"),
                default
            );
        }

        async Task<HttpClient> SignInAsync(string user)
        {
            var client = new HttpClient { BaseAddress = new(web.Url) };
            var session = await client.PostAsJsonAsync("/api/session", new { user, password = "demo" });
            var token = (string)(await session.Content.ReadFromJsonAsync<JsonNode>())!["token"]!;
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
            return client;
        }

        async Task<string> SubmitAsync() =>
            (string)
                (
                    await AgenticApp.PostAsync(
                        anna,
                        "/api/requests",
                        new { text = "Bestellung 10042: die blaue Jacke bitte zurück", locale = "de" },
                        HttpStatusCode.Created
                    )
                )["id"]!;

        async Task<JsonNode> WaitAsync(string request, params string[] states) =>
            (
                await AgenticApp.EventuallyAsync(
                    async () => await anna.GetFromJsonAsync<JsonNode>($"/api/requests/{request}"),
                    answer => states.Contains((string?)answer!["state"]),
                    string.Join(" or ", states)
                )
            )!;
    }
}
