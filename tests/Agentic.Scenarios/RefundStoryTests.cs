using System.Net;
using System.Text.Json.Nodes;
using Agentic.Testing;

namespace Agentic.Scenarios;

/// <summary>return_items, told as people live it: over HTTP, with the demo shop as the outside world.</summary>
public sealed class RefundStoryTests
{
    [Theory]
    [InlineData("anna", "de", "Bestellung 10042: die blaue Jacke passt nicht, bitte Geld zurück", "249,00 €", "Erledigt")]
    [InlineData("john", "en", "Order 10058: the green jacket doesn't fit, please refund", "€249.00", "Done")]
    public async Task CostlyRefund_IsPlannedConfirmedApprovedAndPaidOnce(
        string user,
        string locale,
        string text,
        string amount,
        string done
    )
    {
        await using var app = await AgenticApp.StartAsync();
        var id = await app.SubmitAsync(user, text, locale);
        var planned = await app.WaitForAsync(user, id, "AwaitingCustomer");
        ((string)planned["plan"]!["actions"]![0]!["sentence"]!).ShouldContain(amount);
        ((JsonArray)planned["conversation"]!).Count.ShouldBe(2);
        await app.ConfirmAsync(user, id);
        await app.WaitForAsync(user, id, "AwaitingApproval");
        (await app.LedgerAsync()).ShouldBeEmpty();
        var approval = await app.ApprovalOfAsync(id);
        ((string)approval["sentence"]!).ShouldContain(amount);
        await app.ApproveAsync("approver", approval);
        await app.WaitForAsync(user, id, "Completed");
        await app.ExpectNotificationAsync(user, id, done);
        (await app.RefundsAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task SmallRefund_HappensAtOnce_AndOnlyTheRiskyOneOfTwoWaits()
    {
        await using var app = await AgenticApp.StartAsync();
        var id = await app.SubmitAsync("anna", "Den Gürtel aus 10051 und die blaue Jacke aus 10042 bitte zurück");
        await app.ConfirmAsync("anna", id);
        var waiting = await app.WaitForAsync("anna", id, "AwaitingApproval");
        ((JsonArray)waiting["plan"]!["actions"]!)
            .Select(action => (string?)action!["state"])
            .ShouldBe(["Done", "AwaitingApproval"]);
        ((string?)(await app.LedgerAsync()).Single(line => (string?)line!["operation"] == "refund")!["amount"]).ShouldBe(
            "29.90"
        );
        ((string?)waiting["waitingFor"]![0]!["for"]).ShouldBe("approval");
        waiting["promisedBy"].ShouldNotBeNull();
    }

    [Fact]
    public async Task YesInWords_ConfirmsExactlyThePlanShown()
    {
        await using var app = await AgenticApp.StartAsync();
        var id = await app.SubmitAsync("anna", "Den Gürtel aus 10051 bitte zurück");
        await app.WaitForAsync("anna", id, "AwaitingCustomer");
        await app.PostAsync("anna", $"/api/requests/{id}/messages", new { text = "Ja, bitte!" });
        await app.WaitForAsync("anna", id, "Completed");
        (
            await app.PostAsync(
                "anna",
                $"/api/requests/{id}/feedback",
                new
                {
                    solved = true,
                    score = 5,
                    comment = "schnell",
                }
            )
        ).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task No_AsksWhatElse_AndACorrectionMakesANewPlan()
    {
        await using var app = await AgenticApp.StartAsync();
        var id = await app.SubmitAsync("anna", "Den Gürtel aus 10051 bitte zurück");
        var first = await app.WaitForAsync("anna", id, "AwaitingCustomer");
        await app.PostAsync("anna", $"/api/requests/{id}/messages", new { text = "nein, den Schal" });
        await app.ExpectNotificationAsync("anna", id, "Schal");
        var second = await app.WaitForAsync("anna", id, "AwaitingCustomer");
        ((int)second["plan"]!["version"]!).ShouldBe(2);
        (
            await app.PostAsync(
                "anna",
                $"/api/requests/{id}/confirmation",
                new { planVersion = (int)first["plan"]!["version"]!, accepted = true }
            )
        ).Status.ShouldBe(HttpStatusCode.Conflict);
        await app.ConfirmAsync("anna", id);
        await app.WaitForAsync("anna", id, "Completed");
        ((string?)(await app.LedgerAsync())[0]!["target"]).ShouldBe("order:10051/line:2/unit:1");
    }

    [Fact]
    public async Task OrderPatchedBeforeTheApproval_VoidsIt_AndTheCustomerIsAskedAgain()
    {
        await using var app = await AgenticApp.StartAsync();
        var id = await app.SubmitAsync("anna", "Bestellung 10042: die blaue Jacke bitte zurück");
        await app.ConfirmAsync("anna", id);
        var approval = await app.ApprovalOfAsync(id);
        await app.PatchOrderAsync("10042", new { lines = new[] { new { line = 1, unitPrice = 199.00m } } });
        await app.ApproveAsync("approver", approval);
        await app.WaitForAsync("anna", id, "AwaitingCustomer");
        (await app.LedgerAsync()).ShouldBeEmpty();
        await app.ConfirmAsync("anna", id);
        var next = await app.ApprovalOfAsync(id);
        ((string?)next["replaces"]).ShouldBe((string?)approval["id"]);
        ((JsonArray)next["difference"]!)
            .Select(difference => (string?)difference!["path"])
            .ShouldContain("facts.quote.amount.amount");
        ((string?)(await app.GetAsync("approver", $"/api/approvals/{approval["id"]}")).Body!["state"]).ShouldBe("Voided");
        await app.ApproveAsync("approver", next);
        await app.WaitForAsync("anna", id, "Completed");
        ((string?)(await app.LedgerAsync()).Single(line => (string?)line!["operation"] == "refund")!["amount"]).ShouldBe(
            "199.00"
        );
    }

    [Fact]
    public async Task ForeignOrder_LooksLikeAMissingOne()
    {
        await using var app = await AgenticApp.StartAsync();
        var views = new List<string>();
        foreach (var number in new[] { "10058", "99999" })
        {
            var id = await app.SubmitAsync("anna", $"Bestellung {number} bitte zurück");
            var declined = await app.WaitForAsync("anna", id, "Declined");
            views.Add(
                (declined["plan"]!.ToJsonString() + ((JsonArray)declined["conversation"]!)[^1]!["text"]).Replace(
                    number,
                    "N",
                    StringComparison.Ordinal
                )
            );
        }
        views[0].ShouldBe(views[1]);
        views[0].ShouldNotContain("Jacke");
        (await app.LedgerAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task HandOff_IsClaimedAnsweredAndResolved_WithNothingRepeated()
    {
        await using var app = await AgenticApp.StartAsync();
        var id = await app.SubmitAsync("john", "I want to talk to someone about order 10058", "en");
        await app.WaitForAsync("john", id, "HandedOff");
        var open = ((JsonArray)(await app.GetAsync("desk", "/api/handoffs?state=open")).Body!["items"]!).Single(handOff =>
            (string?)handOff!["requestId"] == id
        )!;
        ((string)open["summary"]!).ShouldContain("order 10058");
        (await app.PostAsync("desk", $"/api/handoffs/{open["id"]}/claim")).Status.ShouldBe(HttpStatusCode.OK);
        (await app.PostAsync("approver", $"/api/handoffs/{open["id"]}/reply", new { text = "Mine" })).Status.ShouldBe(
            HttpStatusCode.Conflict
        );
        await app.PostAsync("desk", $"/api/handoffs/{open["id"]}/reply", new { text = "Hello John, what can I do?" });
        await app.ExpectNotificationAsync("john", id, "Hello John");
        (
            await app.PostAsync(
                "desk",
                $"/api/handoffs/{open["id"]}/resolution",
                new { outcome = "completed", note = "Sorted out by phone." }
            )
        ).Status.ShouldBe(HttpStatusCode.OK);
        await app.ExpectNotificationAsync("john", id, "Sorted out by phone.");
        await app.WaitForAsync("john", id, "Completed");
    }

    [Fact]
    public async Task HandOff_GivenBack_IsPlannedAgain()
    {
        await using var app = await AgenticApp.StartAsync();
        var id = await app.SubmitAsync("anna", "Den Gürtel aus 10051 zurück, am liebsten mit einem Mitarbeiter");
        await app.WaitForAsync("anna", id, "HandedOff");
        var open = ((JsonArray)(await app.GetAsync("desk", "/api/handoffs?state=open")).Body!["items"]!)[0]!;
        await app.PostAsync("desk", $"/api/handoffs/{open["id"]}/return", new { note = "Rückgabe ist eindeutig." });
        await app.ConfirmAsync("anna", id);
        await app.WaitForAsync("anna", id, "Completed");
    }

    [Fact]
    public async Task ObjectionAfterTheEnd_ReachesAPerson()
    {
        await using var app = await AgenticApp.StartAsync();
        var id = await app.SubmitAsync("anna", "Bestellung 10051 bitte stornieren");
        await app.WaitForAsync("anna", id, "Declined");
        await app.PostAsync("anna", $"/api/requests/{id}/objection", new { text = "Das sehe ich anders." });
        await app.WaitForAsync("anna", id, "HandedOff");
    }

    [Fact]
    public async Task MessageWhileAColleagueDecides_ProposesNothingTwice()
    {
        await using var app = await AgenticApp.StartAsync();
        var id = await app.SubmitAsync("anna", "Bestellung 10042: die blaue Jacke bitte zurück");
        await app.ConfirmAsync("anna", id);
        var approval = await app.ApprovalOfAsync(id);
        await app.PostAsync(
            "approver",
            $"/api/approvals/{approval["id"]}/question",
            new { text = "Wurde die Jacke getragen?" }
        );
        await app.ExpectNotificationAsync("anna", id, "getragen");
        await app.PostAsync("anna", $"/api/requests/{id}/messages", new { text = "Nein, nie." });
        await app.PostAsync("anna", $"/api/requests/{id}/messages", new { text = "Die blaue Jacke aus 10042 bitte zurück" });
        await app.ExpectNotificationAsync("anna", id, "Das läuft in diesem Anliegen schon");
        var request = await app.WaitForAsync("anna", id, "AwaitingApproval");
        ((JsonArray)request["plan"]!["actions"]!).ShouldHaveSingleItem();
        await app.ApproveAsync("approver", await app.ApprovalOfAsync(id));
        await app.WaitForAsync("anna", id, "Completed");
        (await app.RefundsAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task ShopFaults_OfEveryKind_EndInOneRefund()
    {
        foreach (var kind in new[] { "errorBefore", "errorAfter", "slow", "noAnswer", "wrongAnswer" })
        {
            await using var app = await AgenticApp.StartAsync(
                new Dictionary<string, string?> { ["Planning:RetryDelay"] = "00:00:00.200" }
            );
            await app.SetFaultsAsync(
                new
                {
                    operation = "refund",
                    kind,
                    share = 1,
                    times = 2,
                },
                new
                {
                    operation = "return",
                    kind,
                    share = 1,
                    times = 1,
                },
                new
                {
                    operation = "query",
                    kind = "errorBefore",
                    share = 0.2,
                }
            );
            var id = await app.SubmitAsync("anna", "Den Gürtel aus 10051 bitte zurück");
            await app.ConfirmAsync("anna", id);
            await app.WaitForAsync("anna", id, "Completed");
            (await app.RefundsAsync()).ShouldBe(1, kind);
        }
    }

    [Fact]
    public async Task RefusedRefund_TakesTheReturnBack()
    {
        await using var app = await AgenticApp.StartAsync();
        await app.SetFaultsAsync(
            new
            {
                operation = "refund",
                kind = "refuse",
                share = 1,
            }
        );
        var id = await app.SubmitAsync("anna", "Den Gürtel aus 10051 bitte zurück");
        await app.ConfirmAsync("anna", id);
        // The money is owed: what was begun is taken back, and a person has the case.
        var view = await app.WaitForAsync("anna", id, "HandedOff");
        (await app.LedgerAsync()).Select(line => (string?)line!["operation"]).ShouldBe(["return", "cancelReturn"]);
        // Nothing came back from a bank: none was reached.
        view["conversation"]!.AsArray().Select(line => (string?)line!["kind"]).ShouldNotContain("effect.returned");
    }
}
