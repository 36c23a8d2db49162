using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Agentic.Testing;

namespace Agentic.Scenarios;

/// <summary>
/// Every route with wrong, missing, oversized and foreign data: the right 4xx, as problem+json, naming the field.
/// </summary>
public sealed class ApiInputTests(ApiInputTests.Running running) : IClassFixture<ApiInputTests.Running>
{
    private const string Nobody = "00000000000000000000000000000000";

    [Theory]
    [InlineData("anna", "POST", "/api/requests", """{}""", 400, "text")]
    [InlineData("anna", "POST", "/api/requests", """{"text":""}""", 400, "text")]
    [InlineData("anna", "POST", "/api/requests", """{"text":7}""", 400, "text")]
    [InlineData("anna", "POST", "/api/requests", """{"text":"x","colour":"red"}""", 400, "colour")]
    [InlineData("anna", "POST", "/api/requests", """{"Text":"x"}""", 400, "Text")]
    [InlineData("anna", "POST", "/api/requests", """{"text":"x","locale":"fr"}""", 400, "locale")]
    [InlineData("anna", "POST", "/api/requests", """{"text":"x\u0000"}""", 400, "text")]
    [InlineData("anna", "POST", "/api/requests", """{"text":"x","customerId":"john"}""", 403, null)]
    [InlineData("desk", "POST", "/api/requests", """{"text":"x"}""", 400, "customerId")]
    [InlineData("anna", "POST", "/api/requests", """not json""", 400, "body")]
    [InlineData("anna", "POST", "/api/requests", "", 400, "body")]
    [InlineData("anna", "GET", "/api/requests", null, 403, null)]
    [InlineData("ops", "GET", "/api/requests?state=Sleeping", null, 400, "state")]
    [InlineData("ops", "GET", "/api/requests?state=1", null, 400, "state")]
    [InlineData("ops", "GET", "/api/requests?after=zzz", null, 400, "after")]
    [InlineData("ops", "GET", "/api/my/requests", null, 403, null)]
    [InlineData("anna", "GET", $"/api/requests/{Nobody}", null, 404, null)]
    [InlineData("anna", "GET", "/api/requests/nonsense", null, 404, null)]
    [InlineData("anna", "POST", $"/api/requests/{Nobody}/messages", """{"text":"x"}""", 404, null)]
    [InlineData("anna", "POST", $"/api/requests/{Nobody}/confirmation", """{"planVersion":1,"accepted":true}""", 404, null)]
    [InlineData(
        "anna",
        "POST",
        "/api/requests/{id}/confirmation",
        """{"planVersion":"one","accepted":true}""",
        400,
        "planVersion"
    )]
    [InlineData("anna", "POST", "/api/requests/{id}/confirmation", """{"planVersion":99,"accepted":true}""", 409, null)]
    [InlineData("anna", "POST", "/api/requests/{id}/messages", """{"text":"  "}""", 400, "text")]
    [InlineData("anna", "POST", "/api/requests/{id}/feedback", """{"solved":true,"score":6}""", 400, "score")]
    [InlineData("john", "GET", "/api/requests/{id}", null, 404, null)]
    [InlineData("john", "POST", "/api/requests/{id}/withdrawal", "{}", 404, null)]
    [InlineData("john", "GET", "/api/requests/{id}/events", null, 404, null)]
    [InlineData("anna", "GET", "/api/requests/{id}/journal", null, 403, null)]
    [InlineData("desk", "POST", "/api/requests/{id}/confirmation", """{"planVersion":1,"accepted":true}""", 403, null)]
    [InlineData("anna", "GET", "/api/approvals", null, 403, null)]
    [InlineData("approver", "GET", "/api/approvals?state=3", null, 400, "state")]
    [InlineData("approver", "GET", "/api/approvals?role=king", null, 400, "role")]
    [InlineData("approver", "GET", $"/api/approvals/{Nobody}-a1", null, 404, null)]
    [InlineData("anna", "GET", "/api/approvals/{approval}", null, 404, null)]
    [InlineData("anna", "POST", "/api/approvals/{approval}/decision", """{"seal":"x","decision":"approve"}""", 404, null)]
    [InlineData("approver", "POST", "/api/approvals/{approval}/decision", """{"decision":"approve"}""", 400, "seal")]
    [InlineData(
        "approver",
        "POST",
        "/api/approvals/{approval}/decision",
        """{"seal":"x","decision":"maybe"}""",
        400,
        "decision"
    )]
    [InlineData("approver", "POST", "/api/approvals/{approval}/decision", """{"seal":"x","decision":1}""", 400, "decision")]
    [InlineData(
        "approver",
        "POST",
        "/api/approvals/{approval}/decision",
        """{"seal":"x","decision":"reject","reason":" "}""",
        400,
        "reason"
    )]
    [InlineData(
        "approver",
        "POST",
        "/api/approvals/{approval}/decision",
        """{"seal":"x","decision":"edit"}""",
        400,
        "arguments"
    )]
    [InlineData("approver", "POST", "/api/approvals/{approval}/decision", """{"seal":"x","decision":"approve"}""", 409, null)]
    [InlineData("ops", "POST", "/api/approvals/{approval}/claim", "{}", 403, null)]
    [InlineData("approver", "POST", "/api/approvals/{approval}/question", """{"text":""}""", 400, "text")]
    [InlineData("approver", "POST", "/api/approvals/decisions", """{"decisions":[]}""", 400, "decisions")]
    [InlineData("approver", "POST", "/api/approvals/decisions", """{"decisions":[null]}""", 400, "decisions[0]")]
    [InlineData("approver", "GET", "/api/approvals/{approval}/decision", null, 405, null)]
    [InlineData("anna", "GET", "/api/handoffs", null, 403, null)]
    [InlineData("desk", "GET", "/api/handoffs?state=lost", null, 400, "state")]
    [InlineData("desk", "POST", $"/api/handoffs/{Nobody}-h1/claim", "{}", 404, null)]
    [InlineData("desk", "POST", "/api/handoffs/{handoff}/reply", """{"text":""}""", 400, "text")]
    [InlineData("desk", "POST", "/api/handoffs/{handoff}/resolution", """{"outcome":"perhaps","note":"x"}""", 400, "outcome")]
    [InlineData("ops", "POST", "/api/handoffs/{handoff}/claim", "{}", 403, null)]
    [InlineData("desk", "POST", "/api/handoffs/{handoff}/action", """{"action":"return_items"}""", 400, "arguments")]
    [InlineData("desk", "POST", "/api/handoffs/{handoff}/action", """{"action":"pay_me","arguments":{}}""", 400, "action")]
    [InlineData(
        "desk",
        "POST",
        "/api/handoffs/{handoff}/action",
        """{"action":"cancel_order","arguments":{"orderId":"10042","x":1}}""",
        400,
        "arguments.x"
    )]
    [InlineData("anna", "POST", "/api/handoffs/{handoff}/action", """{"action":"cancel_order","arguments":{}}""", 404, null)]
    [InlineData(null, "POST", "/api/events/shop", """{"id":"1","type":"x","key":"y"}""", 401, null)]
    [InlineData("anna", "GET", "/api/runs", null, 403, null)]
    [InlineData("ops", "GET", "/api/runs?state=Nowhere", null, 400, "state")]
    [InlineData("ops", "GET", $"/api/runs/{Nobody}-r1", null, 404, null)]
    [InlineData("approver", "POST", "/api/runs/{run}/cancel", "{}", 403, null)]
    [InlineData("ops", "POST", "/api/runs/{run}/retry", "{}", 409, null)]
    [InlineData("ops", "POST", "/api/runs/{run}/undo?dryRun=maybe", "{}", 400, "dryRun")]
    [InlineData("ops", "POST", "/api/runs/{run}/undo", "{}", 400, "reason")]
    [InlineData("ops", "POST", "/api/runs/{run}/undo", """{"reason":"x"}""", 409, null)]
    [InlineData("ops", "POST", "/api/runs/{run}/cancel", "{}", 400, "reason")]
    [InlineData("anna", "GET", "/api/packs", null, 403, null)]
    [InlineData("anna", "POST", "/api/packs/retail/suspension", """{"suspended":true,"reason":"x"}""", 404, null)]
    [InlineData("approver", "POST", "/api/packs/retail/suspension", """{"suspended":true,"reason":"x"}""", 403, null)]
    [InlineData("ops", "POST", "/api/packs/nowhere/suspension", """{"suspended":true,"reason":"x"}""", 404, null)]
    [InlineData("ops", "POST", "/api/packs/retail/suspension", """{"suspended":true,"reason":" "}""", 400, "reason")]
    [InlineData("ops", "POST", "/api/packs/retail/suspension", """{"suspended":"yes","reason":"x"}""", 400, "suspended")]
    [InlineData("anna", "GET", "/api/workflows", null, 403, null)]
    [InlineData("ops", "GET", "/api/workflows/return_items/99", null, 404, null)]
    [InlineData("approver", "GET", "/api/audit/verification", null, 403, null)]
    [InlineData("approver", "GET", "/api/workflows/return_items/statistics", null, 403, null)]
    [InlineData("ops", "GET", "/api/workflows/nothing/statistics", null, 404, null)]
    [InlineData("anna", "GET", "/api/workflows/return_items/statistics", null, 404, null)]
    [InlineData(null, "GET", "/api/my/requests", null, 401, null)]
    [InlineData(null, "POST", "/api/requests", """{"text":"x","customerId":"anna"}""", 400, "customerId")]
    [InlineData(null, "POST", "/api/session/link", """{"secret":"x"}""", 401, "secret")]
    [InlineData(null, "POST", "/api/session/assertion", """{"value":"x"}""", 401, "value")]
    [InlineData(null, "POST", "/api/verification/confirmation", """{"id":"x","code":"1"}""", 401, "code")]
    [InlineData(null, "POST", "/api/verification/confirmation", """{"id":"x"}""", 400, "code")]
    [InlineData(null, "POST", "/api/verification", """{"orderId":"10042"}""", 400, "email")]
    [InlineData(null, "POST", "/api/session", """{"user":"anna"}""", 400, "password")]
    [InlineData(null, "POST", "/api/session", """{"user":"anna","password":"wrong"}""", 401, null)]
    [InlineData(null, "POST", "/api/session", """{"user":"nobody","password":"demo"}""", 401, null)]
    public async Task Route_WithBadInput_AnswersWithTheFieldAndTheFix(
        string? user,
        string method,
        string path,
        string? body,
        int status,
        string? field
    )
    {
        var client = user is null ? running.App.Anonymous : await running.App.AsAsync(user);
        using var request = new HttpRequestMessage(new(method), running.Fill(path));
        request.Content = body is null
            ? null
            : new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBe(status, text);
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        var problem = JsonNode.Parse(text)!;
        ((string?)problem["detail"]).ShouldNotBeNullOrWhiteSpace(text);
        text.ShouldNotContain("Exception");
        if (field is not null)
        {
            ((JsonObject)problem["errors"]!).Select(error => error.Key).ShouldContain(field, text);
        }
    }

    [Fact]
    public async Task Body_TooLarge_Is413()
    {
        var (status, _) = await running.App.PostAsync("anna", "/api/requests", new { text = new string('x', 70_000) });
        status.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await running.App.PostAsync("anna", "/api/requests", new { text = new string('x', 4001) })).Status.ShouldBe(
            HttpStatusCode.BadRequest
        );
    }

    [Fact]
    public async Task IdempotencyKey_SameBodySameRequest_OtherBodyRefused()
    {
        var client = await running.App.AsAsync("john");
        async Task<(HttpStatusCode, JsonNode?)> SendAsync(string text)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/requests")
            {
                Content = new StringContent($$"""{"text":"{{text}}"}""", Encoding.UTF8, "application/json"),
            };
            request.Headers.Add("Idempotency-Key", "key-1");
            return await AgenticApp.ReadAsync(await client.SendAsync(request));
        }
        var (_, first) = await SendAsync("Hello");
        ((string?)(await SendAsync("Hello")).Item2!["id"]).ShouldBe((string?)first!["id"]);
        (await SendAsync("Other")).Item1.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task TooManyRequests_AreRefusedWithRetryAfter_AndNothingIsStored()
    {
        await using var app = await AgenticApp.StartAsync(
            new Dictionary<string, string?> { ["Limits:RequestsPerMinute"] = "6" }
        );
        var client = await app.AsAsync("anna");
        for (var number = 0; number < 6; number++)
        {
            await app.SubmitAsync("anna", "Hallo");
        }
        using var response = await client.PostAsync(
            "/api/requests",
            new StringContent("""{"text":"Hallo"}""", Encoding.UTF8, "application/json")
        );
        (response.StatusCode, response.Headers.RetryAfter?.Delta).ShouldBe(
            (HttpStatusCode.TooManyRequests, TimeSpan.FromMinutes(1))
        );
        ((JsonArray)(await app.GetAsync("anna", "/api/my/requests")).Body!["items"]!).Count.ShouldBe(6);
    }

    [Fact]
    public async Task OpenApi_ListsTheFixedRoutes_AndHealthIsReady()
    {
        var document = (await AgenticApp.ReadAsync(await running.App.Anonymous.GetAsync("/openapi/v1.json"))).Body!;
        foreach (
            var path in new[]
            {
                "/api/session",
                "/api/requests",
                "/api/my/requests",
                "/api/requests/{id}/confirmation",
                "/api/approvals/{id}/decision",
                "/api/handoffs/{id}/resolution",
                "/api/runs/{id}/undo",
                "/api/workflows",
                "/api/events",
            }
        )
        {
            document["paths"]![path].ShouldNotBeNull(path);
        }
        (await running.App.Anonymous.GetAsync("/health/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    /// <summary>One app with one object of each kind.</summary>
    public sealed class Running : IAsyncLifetime
    {
        private readonly Dictionary<string, string> _ids = [];

        public AgenticApp App { get; private set; } = null!;

        public string Fill(string path) =>
            _ids.Aggregate(path, (filled, id) => filled.Replace(id.Key, id.Value, StringComparison.Ordinal));

        public async Task InitializeAsync()
        {
            App = await AgenticApp.StartAsync();
            var id = await App.SubmitAsync("anna", "Bestellung 10042: die blaue Jacke bitte zurück");
            await App.ConfirmAsync("anna", id);
            var handedOff = await App.SubmitAsync("john", "I want to talk to someone", "en");
            await App.WaitForAsync("john", handedOff, "HandedOff");
            (_ids["{id}"], _ids["{approval}"], _ids["{handoff}"], _ids["{run}"]) = (
                id,
                (string)(await App.ApprovalOfAsync(id))["id"]!,
                $"{handedOff}-h1",
                $"{id}-r1"
            );
            _ids["{host}"] = (string)(await App.GetAsync("ops", "/api/hosts")).Body![0]!["id"]!;
        }

        public async Task DisposeAsync() => await App.DisposeAsync();
    }
}
