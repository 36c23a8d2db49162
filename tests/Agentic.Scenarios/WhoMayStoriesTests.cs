using System.Net;
using System.Text.Json.Nodes;
using Agentic.Testing;
using Microsoft.AspNetCore.Identity;

namespace Agentic.Scenarios;

/// <summary>Who may decide, what happens when nobody can, what a deployment leaves alone, and what has a bound.</summary>
public sealed class WhoMayStoriesTests
{
    [Theory]
    [InlineData("Email", "anna.berger@example.com")]
    [InlineData("Email", "Anna.Berger@Example.com")]
    [InlineData("Email", "anna.berger+desk@example.com")]
    [InlineData("CustomerId", "anna")]
    public async Task NobodyDecidesAboutThemselves_ByAnyAccount(string member, string value)
    {
        await using var app = await AgenticApp.StartAsync(Account("twin", member, value));
        (await app.Shop.GetAsync("/customers/anna/contact")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var id = await WaitingAsync(app);
        var approval = await app.ApprovalOfAsync(id);
        foreach (var act in (string[])["claim", "takeover"])
        {
            (await app.PostAsync("twin", $"/api/approvals/{approval["id"]}/{act}")).Status.ShouldBe(HttpStatusCode.Forbidden);
        }
        foreach (var decision in (string[])["approve", "reject", "edit"])
        {
            (
                await app.DecideAsync(
                    "twin",
                    approval,
                    decision,
                    decision == "approve" ? null : "Mine.",
                    decision == "edit" ? approval["arguments"]!.DeepClone() : null
                )
            ).Status.ShouldBe(HttpStatusCode.Forbidden);
        }
        (await app.PostAsync("anna", $"/api/requests/{id}/handoff")).Status.ShouldBe(HttpStatusCode.OK);
        (await app.PostAsync("twin", $"/api/handoffs/{id}-h1/claim")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await app.PostAsync("twin", $"/api/handoffs/{id}-h1/return", new { note = "Mine." })).Status.ShouldBe(
            HttpStatusCode.Forbidden
        );
        (await app.LedgerAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task WhoProposedAStep_DoesNotApproveIt()
    {
        await using var app = await AgenticApp.StartAsync();
        var id = await app.SubmitAsync("john", "I want to speak to a person about 10017", "en");
        await app.WaitForAsync("john", id, "HandedOff");
        (
            await app.PostAsync(
                "approver",
                $"/api/handoffs/{id}-h1/action",
                new
                {
                    action = "goodwill_refund",
                    arguments = new { orderId = "10017", amount = new { amount = "5.00", currency = "EUR" } },
                }
            )
        ).Status.ShouldBe(HttpStatusCode.OK);
        await app.ConfirmAsync("john", id);
        var approval = await app.ApprovalOfAsync(id);
        (await app.DecideAsync("approver", approval, "approve")).Status.ShouldBe(HttpStatusCode.Forbidden);
        await app.ApproveAsync("senior", approval);
        await AgenticApp.EventuallyAsync(app.RefundsAsync, count => count == 1, "the refund");
    }

    [Theory]
    [InlineData("approver", "AwaitingApproval")]
    [InlineData("senior-approver", "HandedOff")]
    public async Task RoleThatNobodyHolds_IsPassedOnAtOnce_AndOpsSeeIt(string escalateTo, string state)
    {
        var packs = Packs(
            "actions.yaml",
            actions =>
                actions.Replace(
                    "role: approver, deadline: 4h, remindAfter: 2h, escalateTo: senior-approver",
                    $"role: senior-approver, quorum: 2, deadline: 4h, remindAfter: 2h, escalateTo: {escalateTo}",
                    StringComparison.Ordinal
                )
        );
        await using var app = await AgenticApp.StartAsync(new Dictionary<string, string?> { ["Packs:Path"] = packs });
        ((JsonArray)(await app.GetAsync("ops", "/api/cockpit")).Body!["unheldRoles"]!)
            .Select(role => (string)role!)
            .ShouldBe(["senior-approver: 2 needed, 1 there"]);
        var id = await app.SubmitAsync("anna", "Bestellung 10042: die blaue Jacke bitte zurück");
        await app.ConfirmAsync("anna", id);
        await app.WaitForAsync("anna", id, state);
        if (state == "AwaitingApproval")
        {
            var approval = await app.ApprovalOfAsync(id);
            ((string)approval["requiredRole"]!).ShouldBe(escalateTo);
            // Whoever was called to decide instead counts, and so does the one that holds more.
            foreach (var user in (string[])["approver", "senior"])
            {
                (await app.DecideAsync(user, approval, "approve")).Status.ShouldBe(HttpStatusCode.OK);
            }
            await AgenticApp.EventuallyAsync(app.RefundsAsync, count => count == 1, "the refund");
            return;
        }
        ((JsonArray)(await app.GetAsync("desk", "/api/handoffs")).Body!["items"]!).ShouldContain(handOff =>
            (string?)handOff!["requestId"] == id
        );
    }

    [Fact]
    public async Task WaitingRun_KeepsItsDefinition_OverADeployment()
    {
        var first = await AgenticApp.StartAsync();
        var id = await WaitingAsync(first);
        var approval = await first.ApprovalOfAsync(id);
        await first.DisposeAsync();

        // The next version tells the customer something else before it refunds.
        var packs = Packs(
            "return_items.json",
            definition => definition.Replace("\"version\": 1", "\"version\": 2", StringComparison.Ordinal)
        );
        await using var second = await AgenticApp.StartAsync(
            new Dictionary<string, string?> { ["Packs:Path"] = packs },
            folder: first.Folder,
            time: first.Time
        );
        ((JsonArray)(await second.GetAsync("ops", "/api/cockpit")).Body!["stranded"]!).ShouldBeEmpty();
        await second.ApproveAsync("approver", approval);
        await second.WaitForAsync("anna", id, "Completed");
        (await second.RefundsAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task PackWithoutAVocabulary_Loads_AndWithoutAModelAPersonHasEachRequest()
    {
        var packs = Packs(
            "pack.yaml",
            pack => pack.Replace("owner: Customer Service", "owner: Desk", StringComparison.Ordinal)
        );
        foreach (var vocabulary in Directory.GetFiles(Path.Combine(packs, "retail"), "vocabulary.*.yaml"))
        {
            File.Delete(vocabulary);
        }
        await using var app = await AgenticApp.StartAsync(new Dictionary<string, string?> { ["Packs:Path"] = packs });
        var id = await app.SubmitAsync("anna", "Bestellung 10042: die blaue Jacke bitte zurück");
        await app.WaitForAsync("anna", id, "HandedOff");
        var handOffs = (JsonArray)(await app.GetAsync("desk", "/api/handoffs")).Body!["items"]!;
        ((string)handOffs.Single(handOff => (string?)handOff!["requestId"] == id)!["reason"]!).ShouldContain("Sprachmodell");
    }

    [Fact]
    public async Task WhileAPersonHasIt_NothingIsCarriedOut()
    {
        await using var app = await AgenticApp.StartAsync();
        var id = await WaitingAsync(app);
        var approval = await app.ApprovalOfAsync(id);
        (await app.PostAsync("anna", $"/api/requests/{id}/handoff")).Status.ShouldBe(HttpStatusCode.OK);
        await app.DecideAsync("approver", approval, "approve");
        await app.QuietAsync(id);
        await app.AdvanceTimeAsync(TimeSpan.FromHours(1));
        await app.QuietAsync(id);
        (await app.LedgerAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task FeedbackIsBounded_AndTheSameAgainIsOne()
    {
        await using var app = await AgenticApp.StartAsync();
        var id = await WaitingAsync(app);
        var answers = new List<HttpStatusCode>();
        for (var score = 0; score < 40; score++)
        {
            answers.Add(
                (
                    await app.PostAsync(
                        "anna",
                        $"/api/requests/{id}/feedback",
                        new
                        {
                            solved = true,
                            score = 1 + (score % 5),
                            comment = $"{score}",
                        }
                    )
                ).Status
            );
        }
        answers.Count(answer => answer == HttpStatusCode.OK).ShouldBe(10);
        answers[^1].ShouldBe(HttpStatusCode.TooManyRequests);
        var journal = (JsonArray)(await app.GetAsync("ops", $"/api/requests/{id}/journal")).Body!;
        journal.Count(entry => (string?)entry!["fact"] == "FeedbackGiven").ShouldBe(10);
    }

    [Fact]
    public async Task MessagesOfOnePerson_AreBoundedByTheMinute_AndNothingOfTheRestIsStored()
    {
        await using var app = await AgenticApp.StartAsync(
            new Dictionary<string, string?> { ["Limits:RequestsPerMinute"] = "5" }
        );
        var id = await app.SubmitAsync("anna", "Ich möchte mit einem Menschen sprechen");
        await app.WaitForAsync("anna", id, "HandedOff");
        var taken = 0;
        for (var message = 0; message < 30; message++)
        {
            taken +=
                (await app.PostAsync("anna", $"/api/requests/{id}/messages", new { text = $"Noch etwas: {message}" })).Status
                == HttpStatusCode.OK
                    ? 1
                    : 0;
        }
        taken.ShouldBeInRange(1, 10);
        ((JsonArray)(await app.GetAsync("anna", $"/api/requests/{id}")).Body!["conversation"]!)
            .Count(line => (string?)line!["from"] == "customer")
            .ShouldBe(taken + 1);
    }

    [Fact]
    public async Task TheSameSettlementUnderNewIds_IsOneCase()
    {
        await using var app = await AgenticApp.StartAsync(
            new Dictionary<string, string?> { ["Events:shop:Secret"] = AgenticApp.EventSecret }
        );
        (
            await System.Net.Http.Json.HttpClientJsonExtensions.PutAsJsonAsync(
                app.Shop,
                "/admin/mode",
                new { settlement = "events" }
            )
        ).EnsureSuccessStatusCode();
        var id = await WaitingAsync(app);
        await app.ApproveAsync("approver", await app.ApprovalOfAsync(id));
        await app.ExpectNotificationAsync("anna", id, "Angewiesen");
        var refund = ((JsonArray)JsonNode.Parse(await app.Shop.GetStringAsync("/admin/refunds"))!).Single()!;
        for (var report = 0; report < 5; report++)
        {
            (
                await app.ReportAsync(
                    $"again-{report}",
                    "refund.returned",
                    (string)refund["id"]!,
                    new { amount = refund["amount"] }
                )
            ).Status.ShouldBe(HttpStatusCode.OK);
        }
        await app.QuietAsync(id);
        ((JsonArray)(await app.GetAsync("desk", "/api/handoffs")).Body!["items"]!)
            .Count(handOff => (string?)handOff!["requestId"] == id)
            .ShouldBe(1);
        ((JsonArray)(await app.GetAsync("anna", $"/api/requests/{id}")).Body!["conversation"]!)
            .Count(line => (string?)line!["kind"] == "effect.returned")
            .ShouldBe(1);
    }

    private static async Task<string> WaitingAsync(AgenticApp app)
    {
        var id = await app.SubmitAsync("anna", "Bestellung 10042: die blaue Jacke bitte zurück");
        await app.ConfirmAsync("anna", id);
        await app.WaitForAsync("anna", id, "AwaitingApproval");
        return id;
    }

    private static Dictionary<string, string?> Account(string user, string member, string value) =>
        new()
        {
            [$"Accounts:{user}:PasswordHash"] = new PasswordHasher<string>().HashPassword(user, "demo"),
            [$"Accounts:{user}:Roles:0"] = "approver",
            [$"Accounts:{user}:{member}"] = value,
        };

    /// <summary>The retail pack with one file changed.</summary>
    private static string Packs(string file, Func<string, string> change)
    {
        var folder = TestFolder.Create("packs");
        Directory.CreateDirectory(Path.Combine(folder, "retail"));
        foreach (var known in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "workflows", "retail")))
        {
            File.Copy(known, Path.Combine(folder, "retail", Path.GetFileName(known)));
        }
        var path = Path.Combine(folder, "retail", file);
        var (before, after) = (File.ReadAllText(path), change(File.ReadAllText(path)));
        after.ShouldNotBe(before);
        File.WriteAllText(path, after);
        return folder;
    }
}
