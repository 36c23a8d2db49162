using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Agentic.Testing;

namespace Agentic.Scenarios;

/// <summary>Stories that wait for the outside world: the parcel, its inspection, the bank.</summary>
public sealed class OutsideStoriesTests
{
    [Fact]
    public async Task RefundOnReceipt_WaitsForTheParcel_AndTheSameEventTwiceChangesNothing()
    {
        await using var app = await AgenticApp.StartAsync(
            new Dictionary<string, string?> { ["Events:shop:Secret"] = AgenticApp.EventSecret }
        );
        var id = await app.SubmitAsync("john", "the lamp from 10073 is broken, money back please", "en");
        await app.ConfirmAsync("john", id);
        await app.ExpectNotificationAsync("john", id, "RET-00001");
        (await app.LedgerAsync()).ShouldHaveSingleItem();
        (await app.ReportAsync("e1", "parcel.received", "RET-77777")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await app.ReportAsync("e1", "parcel.received", "RET-00001", secret: "wrong")).Status.ShouldBe(
            HttpStatusCode.Unauthorized
        );
        (await app.ReportAsync("e1", "parcel.received", "RET-00001")).Status.ShouldBe(HttpStatusCode.OK);
        await app.WaitForAsync("john", id, "Completed");
        (await app.ReportAsync("e1", "parcel.received", "RET-00001")).Status.ShouldBe(HttpStatusCode.OK);
        (await app.RefundsAsync()).ShouldBe(1);
        ((bool?)(await app.Shop.GetFromJsonAsync<JsonArray>("/admin/returns"))![0]!["restock"]).ShouldBe(false);
    }

    [Fact]
    public async Task RefundAfterInspection_PaysTheFullValue()
    {
        await using var app = await AgenticApp.StartAsync(
            new Dictionary<string, string?> { ["Events:shop:Secret"] = AgenticApp.EventSecret }
        );
        var id = await InspectedAsync(app, "199.00");
        await app.WaitForAsync("john", id, "Completed");
        (await app.RefundsAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task LowerInspectedValue_IsProposedAnew_GatedAndExplained_AndPaidOnce()
    {
        await using var app = await AgenticApp.StartAsync(
            new Dictionary<string, string?> { ["Events:shop:Secret"] = AgenticApp.EventSecret }
        );
        var id = await InspectedAsync(app, "120.00");
        await app.ExpectNotificationAsync("john", id, "a value of €120.00 instead of €199.00");
        var asked = await app.WaitForAsync("john", id, "AwaitingCustomer");
        asked["plan"]!["actions"]!
            .AsArray()
            .Select(action => ((string?)action!["action"], (string?)action["state"]))
            .ShouldBe([("return_items", "Skipped"), ("refund_return", "Proposed")]);
        ((string)asked["plan"]!["actions"]![1]!["sentence"]!).ShouldStartWith(
            "After the inspection we refund €120.00 for headphones, black"
        );
        (
            await app.MailAsync(mail =>
                mail.Subject.Contains("confirm", StringComparison.OrdinalIgnoreCase)
                && mail.Body.Contains("€120.00", StringComparison.Ordinal)
            )
        ).To.ShouldBe("john.carter@example.com");
        // The same report again changes nothing, and money moves only after the customer's yes and a colleague's.
        (
            await app.ReportAsync(
                "e1",
                "parcel.inspected",
                "RET-00001",
                data: new { amount = new { amount = "120.00", currency = "EUR" } }
            )
        ).Status.ShouldBe(HttpStatusCode.OK);
        (await app.RefundsAsync()).ShouldBe(0);
        await app.ConfirmAsync("john", id);
        var approval = await app.ApprovalOfAsync(id);
        ((string?)approval["atRisk"]!["amount"]).ShouldBe("120.00");
        // Closed too early, the yes would come to nothing.
        (
            await app.PostAsync("desk", $"/api/handoffs/{id}-h1/resolution", new { outcome = "completed", note = "Agreed." })
        ).Status.ShouldBe(HttpStatusCode.Conflict);
        await app.ApproveAsync("approver", approval);
        await app.ExpectNotificationAsync("john", id, "Done: After the inspection we refund €120.00");
        (await app.LedgerAsync()).Where(line => (string?)line!["operation"] == "refund").ShouldHaveSingleItem()!["amount"]!
            .ToString()
            .ShouldBe("120.00");
        // A person has had it all the time, and only has to say that it is over.
        (await app.HandOffReasonAsync(id, "de")).ShouldStartWith("Die Prüfung von RET-00001 ergab 120,00");
        (
            await app.PostAsync(
                "desk",
                $"/api/handoffs/{id}-h1/resolution",
                new { outcome = "completed", note = "You have the money." }
            )
        ).Status.ShouldBe(HttpStatusCode.OK);
        await app.WaitForAsync("john", id, "Completed");
    }

    [Theory]
    [InlineData("no")]
    [InlineData("withdraws")]
    [InlineData("rejected")]
    [InlineData("disputed")]
    public async Task LowerInspectedValue_ThatIsNotPaidAsProposed_IsAPersonsFromThenOn(string how)
    {
        await using var app = await AgenticApp.StartAsync(
            new Dictionary<string, string?> { ["Events:shop:Secret"] = AgenticApp.EventSecret }
        );
        var id = await InspectedAsync(app, how == "disputed" ? "0.00" : "120.00");
        if (how != "disputed")
        {
            var version = (int)(await app.WaitForAsync("john", id, "AwaitingCustomer"))["plan"]!["version"]!;
            switch (how)
            {
                case "no":
                    (
                        await app.PostAsync(
                            "john",
                            $"/api/requests/{id}/confirmation",
                            new { planVersion = version, accepted = false }
                        )
                    ).Status.ShouldBe(HttpStatusCode.OK);
                    break;
                case "withdraws":
                    ((bool)(await app.GetAsync("john", $"/api/requests/{id}")).Body!["canBeWithdrawn"]!).ShouldBeTrue();
                    (await app.PostAsync("john", $"/api/requests/{id}/withdrawal")).Status.ShouldBe(HttpStatusCode.OK);
                    await app.ExpectNotificationAsync("john", id, "Withdrawn: we don't carry out what we proposed.");
                    ((bool)(await app.GetAsync("john", $"/api/requests/{id}")).Body!["canBeWithdrawn"]!).ShouldBeFalse(
                        "only what is owed is left"
                    );
                    break;
                default:
                    await app.ConfirmAsync("john", id);
                    (
                        await app.DecideAsync(
                            "approver",
                            await app.ApprovalOfAsync(id),
                            "reject",
                            "The photos show another damage."
                        )
                    ).Status.ShouldBe(HttpStatusCode.OK);
                    break;
            }
        }
        await app.WaitForAsync("john", id, "HandedOff");
        var handOff = ((JsonArray)(await app.GetAsync("desk", "/api/handoffs?state=open&topic=owed")).Body!["items"]!).Single(
            item => (string?)item!["requestId"] == id
        )!;
        (await app.PostAsync("desk", $"/api/handoffs/{handOff["id"]}/return", new { note = "Over to you." })).Status.ShouldBe(
            HttpStatusCode.Conflict
        );
        // The colleague agrees on an amount; it takes the same way: the customer's yes, and somebody else's approval.
        (
            await app.PostAsync(
                "desk",
                $"/api/handoffs/{handOff["id"]}/action",
                new
                {
                    action = "refund_return",
                    arguments = new
                    {
                        orderId = "10073",
                        returnId = "RET-00001",
                        amount = new { amount = "150.00", currency = "EUR" },
                    },
                }
            )
        ).Status.ShouldBe(HttpStatusCode.OK);
        await app.ConfirmAsync("john", id);
        await app.ApproveAsync("approver", await app.ApprovalOfAsync(id));
        await app.ExpectNotificationAsync("john", id, "Done: After the inspection we refund €150.00");
        (await app.RefundsAsync()).ShouldBe(1);
        (
            await app.PostAsync(
                "desk",
                $"/api/handoffs/{handOff["id"]}/resolution",
                new { outcome = "completed", note = "Agreed on the phone." }
            )
        ).Status.ShouldBe(HttpStatusCode.OK);
        await app.WaitForAsync("john", id, "Completed");
    }

    [Fact]
    public async Task LowerInspectedValue_WhatTheCustomerWritesMeanwhile_ReplacesNothing()
    {
        await using var app = await AgenticApp.StartAsync(
            new Dictionary<string, string?> { ["Events:shop:Secret"] = AgenticApp.EventSecret }
        );
        var id = await InspectedAsync(app, "120.00");
        var asked = await app.WaitForAsync("john", id, "AwaitingCustomer");
        (
            await app.PostAsync("john", $"/api/requests/{id}/messages", new { text = "please cancel order 10072 as well" })
        ).Status.ShouldBe(HttpStatusCode.OK);
        await app.QuietAsync(id);
        var after = (await app.GetAsync("john", $"/api/requests/{id}")).Body!;
        ((int)after["plan"]!["version"]!, (string?)after["state"]).ShouldBe(
            ((int)asked["plan"]!["version"]!, "AwaitingCustomer")
        );
        await app.ConfirmAsync("john", id);
        await app.ApproveAsync("approver", await app.ApprovalOfAsync(id));
        await app.ExpectNotificationAsync("john", id, "Done: After the inspection we refund €120.00");
        (await app.RefundsAsync()).ShouldBe(1);
    }

    /// <summary>John's headphones are back, and worth so much.</summary>
    private static async Task<string> InspectedAsync(AgenticApp app, string found)
    {
        var id = await app.SubmitAsync("john", "return the headphones from 10073", "en");
        await app.ConfirmAsync("john", id);
        await app.ApproveAsync("approver", await app.ApprovalOfAsync(id));
        await app.ExpectNotificationAsync("john", id, "RET-00001");
        (
            await app.ReportAsync(
                "e1",
                "parcel.inspected",
                "RET-00001",
                data: new { amount = new { amount = found, currency = "EUR" } }
            )
        ).Status.ShouldBe(HttpStatusCode.OK);
        return id;
    }

    [Fact]
    public async Task SettlementLater_SaysInstructedThenCredited_AndReturnedMoneyReopensTheRequest()
    {
        await using var app = await AgenticApp.StartAsync(
            new Dictionary<string, string?> { ["Events:shop:Secret"] = AgenticApp.EventSecret }
        );
        (
            await app.Shop.PutAsJsonAsync(
                "/admin/mode",
                new
                {
                    idempotency = "on",
                    checks = true,
                    settlement = "events",
                }
            )
        ).EnsureSuccessStatusCode();
        var id = await app.SubmitAsync("anna", "Gürtel aus 10051 zurück");
        await app.ConfirmAsync("anna", id);
        await app.WaitForAsync("anna", id, "Completed");
        await app.ExpectNotificationAsync("anna", id, "Angewiesen:");
        var refund = (string)(await app.Shop.GetFromJsonAsync<JsonArray>("/admin/refunds"))![0]!["id"]!;
        (await app.ReportAsync("e1", "refund.credited", refund)).Status.ShouldBe(HttpStatusCode.OK);
        await app.ExpectNotificationAsync("anna", id, "Gutgeschrieben:");
        ((int)(await app.GetAsync("ops", "/api/cockpit/history?days=1")).Body!["days"]![0]!["ended"]!).ShouldBe(1);
        (await app.ReportAsync("e2", "refund.returned", refund)).Status.ShouldBe(HttpStatusCode.OK);
        await app.WaitForAsync("anna", id, "HandedOff");
        ((int)(await app.GetAsync("ops", "/api/cockpit/history?days=1")).Body!["days"]![0]!["ended"]!).ShouldBe(
            0,
            "it is open again"
        );
        await app.ExpectNotificationAsync("anna", id, "nicht zustellen");
        // The same id for something else is an error of the sender.
        (await app.ReportAsync("e2", "refund.credited", refund)).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task SettlementThatNobodyReports_IsAskedFor_AndTold()
    {
        // No secret: the shop's events are refused, as if they were lost on the way.
        await using var app = await AgenticApp.StartAsync();
        (
            await app.Shop.PutAsJsonAsync(
                "/admin/mode",
                new
                {
                    idempotency = "on",
                    checks = true,
                    settlement = "events",
                }
            )
        ).EnsureSuccessStatusCode();
        var id = await app.SubmitAsync("anna", "Gürtel aus 10051 zurück");
        await app.ConfirmAsync("anna", id);
        await app.ExpectNotificationAsync("anna", id, "Angewiesen:");
        var refund = (string)(await app.Shop.GetFromJsonAsync<JsonArray>("/admin/refunds"))![0]!["id"]!;
        (await app.Shop.PostAsync($"/admin/refunds/{refund}/credited", null)).EnsureSuccessStatusCode();
        await app.AdvanceTimeAsync(TimeSpan.FromDays(6));
        await app.ExpectNotificationAsync("anna", id, "Gutgeschrieben:");
        await app.WaitForAsync("anna", id, "Completed");
        (await app.LedgerAsync()).Select(line => (string?)line!["operation"]).ShouldBe(["return", "refund"]);
    }
}
