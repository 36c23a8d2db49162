using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Agentic.Orchestration.Journal;
using Agentic.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Agentic.Scenarios;

/// <summary>Several hosts on one PostgreSQL database: whichever one is asked, it is one product.</summary>
public sealed class ManyHostsTests
{
    private const string Jacket = "Bestellung 10042: die blaue Jacke bitte zurück";

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    [PostgresFact]
    public async Task Story_ThatGoesFromHostToHost_PaysOnce_AndEachHostProvesIt()
    {
        await using var app = await StartAsync(hosts: 3);
        for (var round = 0; round < 4; round++)
        {
            var id = await app.SubmitAsync("anna", round == 0 ? Jacket : "Den Gürtel aus 10051 bitte zurück");
            if (
                (string)(await app.WaitForAsync("anna", id, "AwaitingCustomer", "HandedOff", "Declined"))["state"]!
                == "AwaitingCustomer"
            )
            {
                await app.ConfirmAsync("anna", id);
            }
            if (round == 0)
            {
                await app.ApproveAsync("approver", await app.ApprovalOfAsync(id));
                await app.WaitForAsync("anna", id, "Completed");
            }
            // Every host tells the same, at once.
            var told = new List<string>();
            await app.QuietAsync(id);
            foreach (var client in await OnEachHostAsync(app, "anna"))
            {
                told.Add(await client.GetStringAsync($"/api/requests/{id}"));
            }
            told.Distinct().ShouldHaveSingleItem();
        }
        (await app.RefundsAsync()).ShouldBeInRange(1, 2);
        foreach (var client in await OnEachHostAsync(app, "privacy"))
        {
            ((JsonArray)(await client.GetFromJsonAsync<JsonNode>("/api/audit/verification"))!["defects"]!).ShouldBeEmpty();
        }
    }

    [PostgresFact]
    public async Task PageOnOneHost_SeesAtOnceWhatAnotherOneDid()
    {
        await using var app = await StartAsync(hosts: 2);
        var id = await app.SubmitAsync("anna", Jacket);
        var plan = await app.WaitForAsync("anna", id, "AwaitingCustomer");
        var customers = await OnEachHostAsync(app, "anna");
        using var reader = new StreamReader(await customers[0].GetStreamAsync($"/api/requests/{id}/events"));
        (await ReadUntilAsync(reader, "AwaitingCustomer")).ShouldContain(id);
        (
            await customers[1]
                .PostAsJsonAsync(
                    $"/api/requests/{id}/confirmation",
                    new { planVersion = (int)plan["plan"]!["version"]!, accepted = true }
                )
        ).StatusCode.ShouldBe(HttpStatusCode.OK);
        await ReadUntilAsync(reader, "AwaitingApproval");
        var approval = await app.ApprovalOfAsync(id);
        using var desk = new StreamReader(await (await OnEachHostAsync(app, "desk"))[1].GetStreamAsync("/api/events"));
        await ReadUntilAsync(desk, "open");
        await app.ApproveAsync("approver", approval);
        await ReadUntilAsync(desk, "Completed");
        await ReadUntilAsync(reader, "Completed");
    }

    [PostgresFact]
    public async Task Colleague_WithTheApprovalOpenOnAnotherHost_IsShown()
    {
        await using var app = await StartAsync(hosts: 2);
        var (approvers, seniors) = (await OnEachHostAsync(app, "approver"), await OnEachHostAsync(app, "senior"));
        var id = await app.SubmitAsync("anna", Jacket);
        await app.ConfirmAsync("anna", id);
        var approval = $"/api/approvals/{(await app.ApprovalOfAsync(id))["id"]}/presence";
        await approvers[0].PostAsJsonAsync(approval, new { });
        await AgenticApp.EventuallyAsync(
            async () => await ReadOthersAsync(seniors[1]),
            others => others.Contains("Ben", StringComparison.Ordinal) || others.Length > 2,
            "the colleague on the other host",
            Soon
        );
        await approvers[0].PostAsJsonAsync(approval + "?leaving=true", new { });
        await AgenticApp.EventuallyAsync(() => ReadOthersAsync(seniors[1]), others => others == "[]", "nobody", Soon);

        async Task<string> ReadOthersAsync(HttpClient client) =>
            (await (await client.PostAsJsonAsync(approval, new { })).Content.ReadFromJsonAsync<JsonNode>())![
                "others"
            ]!.ToJsonString();
    }

    [PostgresFact]
    public async Task Session_IsGoodOnEachHost_AndEndsOnEach()
    {
        await using var app = await StartAsync(hosts: 2);
        var (desk, admin) = (await OnEachHostAsync(app, "desk"), await OnEachHostAsync(app, "admin"));
        (await desk[1].GetAsync("/api/approvals")).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var stream = new StreamReader(await desk[1].GetStreamAsync("/api/events"));
        (await desk[0].DeleteAsync("/api/session")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await EventuallyAsync(desk[1], HttpStatusCode.Unauthorized);
        // What streams there ends as well.
        await stream.ReadToEndAsync().WaitAsync(TimeSpan.FromMinutes(2));
        desk = await OnEachHostAsync(app, "desk");
        (await desk[1].GetAsync("/api/approvals")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await admin[1].PostAsJsonAsync("/api/accounts/desk/dismissal", new { dismissed = true })).StatusCode.ShouldBe(
            HttpStatusCode.NoContent
        );
        await EventuallyAsync(desk[0], HttpStatusCode.Unauthorized);

        static Task EventuallyAsync(HttpClient client, HttpStatusCode expected) =>
            AgenticApp.EventuallyAsync(
                async () => (await client.GetAsync("/api/approvals")).StatusCode,
                status => status == expected,
                $"{expected} on the other host",
                Soon
            );
    }

    [PostgresFact]
    public async Task Approver_DismissedOnOneHost_HasNoSayInAPermitOnAnother()
    {
        await using var app = await StartAsync(hosts: 2);
        var admins = await OnEachHostAsync(app, "admin");
        var id = await app.SubmitAsync("anna", "Bestellung 10064: beide Uhren zurück");
        await app.ConfirmAsync("anna", id);
        var approval = await app.ApprovalOfAsync(id);
        ((int)approval["quorum"]!).ShouldBe(2);
        await app.ApproveAsync("approver", approval);
        (await admins[0].PostAsJsonAsync("/api/accounts/approver/dismissal", new { dismissed = true })).StatusCode.ShouldBe(
            HttpStatusCode.NoContent
        );
        // Whichever host has it, at whatever moment: the first decision counts no more.
        await app.ApproveAsync("senior", approval);
        await app.QuietAsync(id);
        (await app.RefundsAsync()).ShouldBe(0);
    }

    [PostgresFact]
    public async Task Suspension_OnOneHost_StopsThePermitsOfAll_FromItsCommitOn()
    {
        await using var app = await StartAsync(hosts: 2);
        var id = await app.SubmitAsync("anna", Jacket);
        await app.ConfirmAsync("anna", id);
        var approval = await app.ApprovalOfAsync(id);
        var ops = await OnEachHostAsync(app, "ops");
        (
            await ops[0].PostAsJsonAsync("/api/packs/retail/suspension", new { suspended = true, reason = "a test" })
        ).StatusCode.ShouldBe(HttpStatusCode.OK);
        await app.ApproveAsync("approver", approval);
        await AgenticApp.EventuallyAsync(
            async () =>
                ((JsonArray)(await ops[1].GetFromJsonAsync<JsonNode>("/api/packs"))!)
                    .Single(pack => (string)pack!["id"]! == "retail")!["suspension"]
                    ?.ToJsonString()
                ?? "",
            suspension => suspension.Contains("a test", StringComparison.Ordinal),
            "the suspension on the other host",
            Soon
        );
        await app.QuietAsync(id);
        (await app.RefundsAsync()).ShouldBe(0);
        (
            await ops[1].PostAsJsonAsync("/api/packs/retail/suspension", new { suspended = false, reason = "over" })
        ).StatusCode.ShouldBe(HttpStatusCode.OK);
        await app.AdvanceTimeAsync(TimeSpan.FromMinutes(10));
        await app.WaitForAsync("anna", id, "Completed");
        (await app.RefundsAsync()).ShouldBe(1);
    }

    [PostgresFact]
    public async Task Limit_IsOneForAllHosts_AndSaysWhenToComeBack()
    {
        await using var app = await StartAsync(hosts: 2, ("Limits:RequestsPerMinute", "5"));
        app.Time.Hold();
        var statuses = new List<HttpStatusCode>();
        for (var number = 0; number < 8; number++)
        {
            statuses.Add((await app.PostAsync("anna", "/api/requests", new { text = Jacket, locale = "de" })).Status);
        }
        statuses.Count(status => status == HttpStatusCode.Created).ShouldBe(5);
        var client = await app.AsAsync("anna");
        var refused = await client.PostAsJsonAsync("/api/requests", new { text = Jacket, locale = "de" });
        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        (await app.PostAsync("john", "/api/requests", new { text = "hello", locale = "en" })).Status.ShouldBe(
            HttpStatusCode.Created
        );
        app.Time.Advance(TimeSpan.FromMinutes(1));
        (await app.PostAsync("anna", "/api/requests", new { text = Jacket, locale = "de" })).Status.ShouldBe(
            HttpStatusCode.Created
        );
    }

    [PostgresFact]
    public async Task KeyOfACustomer_ErasedInTheStore_IsGoneOnAllHosts()
    {
        var database = await PostgresServers.CreateDatabaseAsync();
        await using var app = await StartAsync(hosts: 2, database);
        var id = await app.SubmitAsync("anna", Jacket);
        await app.WaitForAsync("anna", id, "AwaitingCustomer");
        var customers = await OnEachHostAsync(app, "anna");
        foreach (var client in customers)
        {
            (await client.GetAsync($"/api/requests/{id}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        }
        await ExecuteAsync(database, "DELETE FROM customer_keys WHERE customer_id = 'anna'");
        foreach (var client in customers)
        {
            (await client.GetAsync($"/api/requests/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }
    }

    [PostgresFact]
    public async Task Host_ThatJoinsLater_BeginsItsAnchor_AndOneWithAnotherMasterKeyIsRefused()
    {
        var database = await PostgresServers.CreateDatabaseAsync();
        await using var app = await StartAsync(hosts: 2, database);
        for (var number = 0; number < 3; number++)
        {
            await app.QuietAsync(await app.SubmitAsync("anna", Jacket));
            await app.Services.GetRequiredService<Checkpointer>().SignAsync(default);
        }
        await app.AddHostAsync();
        var late = (await OnEachHostAsync(app, "privacy"))[2];
        ((JsonArray)(await late.GetFromJsonAsync<JsonNode>("/api/audit/verification"))!["defects"]!).ShouldBeEmpty();
        var hosts = (JsonArray)(await app.GetAsync("ops", "/api/cockpit")).Body!["hosts"]!;
        hosts.Count.ShouldBe(3);
        var refused = await Should.ThrowAsync<InvalidOperationException>(() =>
            StartAsync(hosts: 1, database, ("Secrets:MasterKey", Convert.ToBase64String(new byte[32])))
        );
        refused.Message.ShouldContain("Secrets:MasterKey");
    }

    private static Task<AgenticApp> StartAsync(int hosts, params (string, string)[] settings) =>
        StartAsync(hosts, null, settings);

    private static async Task<AgenticApp> StartAsync(
        int hosts,
        string? database,
        params IEnumerable<(string Name, string Value)> settings
    )
    {
        var all = settings.ToDictionary(setting => setting.Name, setting => (string?)setting.Value);
        all["ConnectionStrings:Store"] = database ?? await PostgresServers.CreateDatabaseAsync();
        return await AgenticApp.StartAsync(all, hosts: hosts);
    }

    /// <summary>One session, as clients that each stay on one host.</summary>
    private static async Task<IReadOnlyList<HttpClient>> OnEachHostAsync(AgenticApp app, string user)
    {
        using var any = new HttpClient { BaseAddress = new(app.Url) };
        var session = await any.PostAsJsonAsync("/api/session", new { user, password = "demo" });
        session.StatusCode.ShouldBe(HttpStatusCode.OK);
        var token = (string)(await session.Content.ReadFromJsonAsync<JsonNode>())!["token"]!;
        return
        [
            .. app.Urls.Select(url => new HttpClient
            {
                BaseAddress = new(url),
                DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
            }),
        ];
    }

    private static async Task<string> ReadUntilAsync(StreamReader stream, string what)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (await stream.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.Contains(what, StringComparison.Ordinal))
            {
                return line;
            }
        }
        throw new EndOfStreamException($"The stream ended without '{what}'.");
    }

    private static async Task ExecuteAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
