using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Agentic.Testing;

namespace Agentic.Scenarios;

/// <summary>What the parcel service, the inspection and the bank report, and take back again.</summary>
public sealed partial class AgreedStoriesTests
{
    [Theory]
    [InlineData("""{"amount":199}""", "amount")]
    [InlineData("""{"amount":{"amount":"many","currency":"EUR"}}""", "amount")]
    [InlineData("""{"amount":{"amount":"-5.00","currency":"EUR"}}""", "amount")]
    public async Task ReportOfTheWrongShape_IsRefusedNamingTheField_AndTheRightOneIsTakenAfterwards(string data, string field)
    {
        await using var app = await AgenticApp.StartAsync(WithEvents);
        var id = await InspectedLaterAsync(app);
        var (status, body) = await app.ReportAsync("e1", "parcel.inspected", "RET-00001", JsonNode.Parse(data)!);
        status.ShouldBe(HttpStatusCode.UnprocessableEntity, body);
        body.ShouldContain(field);
        (
            await app.ReportAsync(
                "e2",
                "parcel.inspected",
                "RET-00001",
                new { amount = new { amount = "199.00", currency = "EUR" } }
            )
        ).Status.ShouldBe(HttpStatusCode.OK);
        await app.WaitForAsync("john", id, "Completed");
        (await app.RefundsAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task CorrectedReport_IsSeenByAPerson_AndTheFirstAmountIsNotPaid()
    {
        await using var app = await AgenticApp.StartAsync(WithEvents);
        var id = await InspectedLaterAsync(app);
        (
            await app.ReportAsync(
                "e1",
                "parcel.inspected",
                "RET-00001",
                new { amount = new { amount = "50.00", currency = "EUR" } }
            )
        ).Status.ShouldBe(HttpStatusCode.OK);
        await app.ExpectNotificationAsync("john", id, "€50.00 instead of");
        (
            await app.ReportAsync(
                "e2",
                "parcel.inspected",
                "RET-00001",
                new { amount = new { amount = "199.00", currency = "EUR" } }
            )
        ).Status.ShouldBe(HttpStatusCode.OK);
        await app.WaitForAsync("john", id, "HandedOff");
        (await app.RefundsAsync()).ShouldBe(0);
        var events = (await OpenHandOffsAsync(app, id))
            .Select(handOff => (JsonArray)handOff["events"]!)
            .First(all => all.Count == 2);
        events.Select(one => (string?)one!["data"]!["amount"]!["amount"]).ShouldBe(["50.00", "199.00"]);
        // The customer reads that the proposal is over, and once that a person has it.
        var told = ((JsonArray)(await app.GetAsync("john", $"/api/requests/{id}")).Body!["conversation"]!)
            .Select(line => (string?)line!["kind"])
            .ToArray();
        (told.Count(kind => kind == "action.overtaken"), told.Count(kind => kind == "request.handedOff")).ShouldBe((1, 1));
    }

    [Fact]
    public async Task CorrectionWhileTheRefundIsStillTried_StopsIt()
    {
        await using var app = await AgenticApp.StartAsync(WithEvents);
        var id = await InspectedLaterAsync(app);
        await app.SetFaultsAsync(
            new
            {
                operation = "query",
                kind = "errorBefore",
                share = 1.0,
            }
        );
        (await app.ReportAsync("e1", "parcel.inspected", "RET-00001", new { })).Status.ShouldBe(HttpStatusCode.OK);
        await app.EventuallyJournalAsync(id, "RunStuck");
        (
            await app.ReportAsync(
                "e2",
                "parcel.inspected",
                "RET-00001",
                new { amount = new { amount = "0.50", currency = "EUR" } }
            )
        ).Status.ShouldBe(HttpStatusCode.OK);
        await app.SetFaultsAsync();
        await app.AdvanceTimeAsync(TimeSpan.FromMinutes(10));
        await app.QuietAsync(id);
        (await app.RefundsAsync()).ShouldBe(0);
        ((string?)(await app.GetAsync("john", $"/api/requests/{id}")).Body!["state"]).ShouldBe("HandedOff");
    }

    [Fact]
    public async Task ReportThatGoesBackToTheFirst_IsACorrectionAgain()
    {
        await using var app = await AgenticApp.StartAsync(WithEvents);
        var id = await InspectedLaterAsync(app);
        foreach (var (report, amount) in new[] { ("e1", "199.00"), ("e2", "20.00"), ("e3", "199.00"), ("e4", "199.00") })
        {
            (
                await app.ReportAsync(
                    report,
                    "parcel.inspected",
                    "RET-00001",
                    new { amount = new { amount, currency = "EUR" } }
                )
            ).Status.ShouldBe(HttpStatusCode.OK);
            await app.QuietAsync(id);
            foreach (var handOff in await OpenHandOffsAsync(app, id))
            {
                (
                    await app.PostAsync(
                        "desk",
                        $"/api/handoffs/{handOff["id"]}/resolution",
                        new { outcome = "completed", note = "Looked at it." }
                    )
                ).Status.ShouldBe(HttpStatusCode.OK);
            }
        }
        ((JsonArray)(await app.GetAsync("ops", $"/api/requests/{id}/journal")).Body!)
            .Count(entry => (string?)entry!["fact"] == "HandedOff")
            .ShouldBe(2);
        (await app.RefundsAsync()).ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"amount":{"amount":"1.00","currency":"EUR"}}""")]
    [InlineData("""{"amount":{"amount":"249.00","currency":"USD"}}""")]
    [InlineData("""{"orderId":"99999"}""")]
    public async Task CreditOfSomethingElse_IsNoCredit_AndAPersonSeesIt(string data)
    {
        await using var app = await AgenticApp.StartAsync(WithEvents);
        (await app.Shop.PutAsJsonAsync("/admin/mode", new { settlement = "events" })).EnsureSuccessStatusCode();
        var id = await app.SubmitAsync("anna", "Bestellung 10042: die blaue Jacke bitte zurück");
        await app.ConfirmAsync("anna", id);
        await app.ApproveAsync("approver", await app.ApprovalOfAsync(id));
        await app.ExpectNotificationAsync("anna", id, "Angewiesen");
        var refund = (string)((JsonArray)(await app.Shop.GetFromJsonAsync<JsonArray>("/admin/refunds"))!).Single()!["id"]!;
        (await app.ReportAsync("e1", "refund.credited", refund, JsonNode.Parse(data)!)).Status.ShouldBe(HttpStatusCode.OK);
        await app.QuietAsync(id);
        ((JsonArray)(await app.GetAsync("anna", $"/api/requests/{id}")).Body!["conversation"]!).ShouldNotContain(line =>
            (string?)line!["kind"] == "effect.credited"
        );
        (await OpenHandOffsAsync(app, id)).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task CaseAboutMoneyOwed_IsNotCompletedWhileTheCustomerIsAsked()
    {
        await using var app = await AgenticApp.StartAsync(WithEvents);
        var id = await InspectedLaterAsync(app);
        (
            await app.ReportAsync(
                "e1",
                "parcel.inspected",
                "RET-00001",
                new { amount = new { amount = "100.00", currency = "EUR" } }
            )
        ).Status.ShouldBe(HttpStatusCode.OK);
        await app.WaitForAsync("john", id, "AwaitingCustomer");
        var path = $"/api/handoffs/{(await OpenHandOffsAsync(app, id)).Single()["id"]}/resolution";
        (await app.PostAsync("desk", path, new { outcome = "completed", note = "closing" })).Status.ShouldBe(
            HttpStatusCode.Conflict
        );
        await app.ConfirmAsync("john", id);
        await app.ExpectNotificationAsync("john", id, "Done: After the inspection we refund €100.00");
        (await app.PostAsync("desk", path, new { outcome = "completed", note = "closing" })).Status.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task<string> InspectedLaterAsync(AgenticApp app)
    {
        var id = await app.SubmitAsync("john", "return the headphones from 10073", "en");
        await app.ConfirmAsync("john", id);
        await app.ApproveAsync("approver", await app.ApprovalOfAsync(id));
        await app.ExpectNotificationAsync("john", id, "RET-00001");
        return id;
    }
}
