using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Agentic.Testing;

namespace Agentic.Scenarios;

/// <summary>Each action of the retail pack once, from a customer's words to the shop's books.</summary>
public sealed class RetailStoriesTests
{
    [Theory]
    [InlineData("anna", "de", "Bitte Bestellung 10063 stornieren", "cancelOrder,refund")]
    [InlineData("john", "en", "please cancel order 10072", "cancelOrder,refund")]
    [InlineData("anna", "de", "Den roten Schal aus 10051 bitte gegen einen blauen umtauschen", "exchange")]
    [InlineData("anna", "de", "Pullover 10063 bitte in Größe L austauschen", "changeItems")]
    [InlineData("anna", "de", "Lieferadresse von 10063 ändern: Gartenweg 5, 50667 Köln", "changeOrderAddress")]
    [InlineData("john", "en", "change the delivery address of 10072 to 5 Church Road, Leeds LS1 4DY", "changeOrderAddress")]
    [InlineData("anna", "de", "Ich bin umgezogen, neue Anschrift: Rosenallee 9, 80331 München", "changeCustomerAddress")]
    [InlineData("anna", "de", "Bestellung 10071 und 10063 bitte stornieren", "cancelOrder,refund,cancelOrder,refund")]
    [InlineData(
        "anna",
        "de",
        "10071 stornieren und 10063 umleiten an Gartenweg 5, 50667 Köln",
        "cancelOrder,refund,changeOrderAddress"
    )]
    public async Task WithinTheRules_RunsByItself(string customer, string locale, string text, string operations)
    {
        await using var app = await AgenticApp.StartAsync();
        var id = await app.SubmitAsync(customer, text, locale);
        await app.ConfirmAsync(customer, id);
        await app.WaitForAsync(customer, id, "Completed");
        (await app.LedgerAsync()).Select(line => (string?)line!["operation"]).ShouldBe(operations.Split(','));
    }

    [Fact]
    public async Task Payment_IsMovedToAGiftCardThatCoversIt_AndOpsCanHaveItTakenBackByTwo()
    {
        await using var app = await AgenticApp.StartAsync();
        var id = await app.SubmitAsync("anna", "Bestellung 10071 bitte mit PayPal bezahlen");
        var request = await app.WaitForAsync("anna", id, "AwaitingCustomer", "Declined", "HandedOff");
        ((string?)request["plan"]?["actions"]?[0]?["sentence"])!.ShouldContain("PayPal");
        await app.ConfirmAsync("anna", id);
        await app.WaitForAsync("anna", id, "Completed");
        (await app.PostAsync("ops", $"/api/runs/{id}-r1/undo", new { reason = "wrong method" })).Status.ShouldBe(
            HttpStatusCode.OK
        );
        var approval = await app.ApprovalOfAsync(id);
        ((string?)approval["effects"]![0]!["operation"]).ShouldBe("changeOrderPayment");
        (await app.DecideAsync("ops", approval, "approve")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await app.PostAsync("ops", $"/api/runs/{id}-r1/undo", new { reason = "again" })).Status.ShouldBe(
            HttpStatusCode.Conflict
        );
        await app.ApproveAsync("approver", approval);
        await app.WaitForAsync("anna", id, "Failed");
        (await app.LedgerAsync()).Count.ShouldBe(2);
        var order = (await app.Shop.GetFromJsonAsync<JsonObject>("/orders/10071"))!;
        ((string?)order["payments"]![0]!["methodId"]).ShouldBe("anna-card");
        await app.ExpectNotificationAsync("anna", id, "rückgängig gemacht");
    }

    [Fact]
    public async Task Goodwill_IsAlwaysDecidedByAPerson()
    {
        await using var app = await AgenticApp.StartAsync();
        var id = await app.SubmitAsync("john", "delivery was two weeks late, I'd like 20 euros compensation for 10017", "en");
        await app.ConfirmAsync("john", id);
        var approval = await app.ApprovalOfAsync(id);
        (await app.PostAsync("approver", $"/api/approvals/{approval["id"]}/claim")).Status.ShouldBe(HttpStatusCode.OK);
        await app.AdvanceTimeAsync(TimeSpan.FromMinutes(5));
        await app.ApproveAsync("approver", approval);
        await app.WaitForAsync("john", id, "Completed");
        var factors = (await app.GetAsync("cx", "/api/workflows/goodwill_refund/statistics")).Body!;
        ((int)factors["runs"]!, (double)factors["automatic"]!, factors["systems"]!.ToJsonString()).ShouldBe(
            (1, 0.0, "[\"shop\"]")
        );
        ((double)factors["humanMinutes"]!).ShouldBe(5, tolerance: 0.1);
        var line = (await app.LedgerAsync()).ShouldHaveSingleItem()!;
        ((string?)line["operation"], (string?)line["amount"], (string?)line["target"]).ShouldBe(
            ("refund", "20.00", "order:10017/goodwill")
        );
    }

    [Fact]
    public async Task Exchange_OfSomethingValuable_IsApprovedFirst_AndThePieceIsNotRefundedAsWell()
    {
        await using var app = await AgenticApp.StartAsync();
        var id = await app.SubmitAsync("anna", "die blaue Jacke aus 10042 bitte in L umtauschen");
        await app.ConfirmAsync("anna", id);
        await app.ApproveAsync("approver", await app.ApprovalOfAsync(id));
        await app.WaitForAsync("anna", id, "Completed");
        var order = (await app.Shop.GetFromJsonAsync<JsonObject>("/orders/10042"))!;
        ((JsonArray)order["lines"]!).Count.ShouldBe(3);
        ((string?)order["lines"]![2]!["size"]).ShouldBe("L");
        // The new jacket can be returned, the old one cannot.
        var again = await app.SubmitAsync("anna", "Bestellung 10042: die blaue Jacke in M zurück, Geld zurück bitte");
        await app.WaitForAsync("anna", again, "Declined");
        (await app.RefundsAsync()).ShouldBe(0);
    }

    [Theory]
    [InlineData("10017", "not-pending")]
    [InlineData("10070", "not-pending")]
    public async Task Cancelling_WhatHasLeft_IsRefusedWithWhatIsPossibleInstead(string order, string rule)
    {
        await using var app = await AgenticApp.StartAsync();
        var id = await app.SubmitAsync("john", $"cancel order {order}", "en");
        var request = await app.WaitForAsync("john", id, "Declined");
        request["plan"]!["actions"]![0]!["gate"]!["reasons"]!.ToJsonString().ShouldNotContain(rule);
        await app.ExpectNotificationAsync("john", id, "return or exchange");
        (await app.LedgerAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Withdrawal_IsAcknowledgedWithItsTime_AndNeverDeclinedByAMachine()
    {
        await using var app = await AgenticApp.StartAsync();
        var id = await app.SubmitAsync("anna", "Hiermit widerrufe ich Bestellung 10063");
        await app.WaitForAsync("anna", id, "HandedOff");
        await app.ExpectNotificationAsync("anna", id, "Widerruf ist am Montag, 23. November");
        (await app.LedgerAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task NotUnderstood_IsPassedOnWithWhatWasUnderstood_InTheReadersLanguage()
    {
        await using var app = await AgenticApp.StartAsync();
        var id = await app.SubmitAsync("anna", "Können Sie mir die Rechnung schicken und die Jacke aus 10042 zurücknehmen?");
        await app.WaitForAsync("anna", id, "HandedOff");
        (await app.HandOffReasonAsync(id, "de")).ShouldBe(
            "Der Wunsch geht über das hinaus, was der Planer kennt. Bisher verstanden: Artikel zurücknehmen und den "
                + "Betrag erstatten (10042, jacket)"
        );
        (await app.HandOffReasonAsync(id, "en")).ShouldStartWith(
            "The wish goes beyond what the planner knows. Understood so far:"
        );
    }

    [Fact]
    public async Task HandOff_TheEmployeeActsThroughTheSameGates_AndSomebodyElseApproves()
    {
        await using var app = await AgenticApp.StartAsync();
        var id = await app.SubmitAsync("john", "I want to talk to someone about order 10017", "en");
        await app.WaitForAsync("john", id, "HandedOff");
        var handOff = (
            (JsonArray)(await app.GetAsync("desk", "/api/handoffs?state=open&topic=customer")).Body!["items"]!
        ).Single(item => (string?)item!["requestId"] == id)!;
        ((string?)handOff["draft"]!["text"])!.ShouldContain("taken over");
        var path = $"/api/handoffs/{handOff["id"]}";
        // What is known now about the order that is spoken of, and no other of this customer's.
        var known = await AgenticApp.EventuallyAsync(
            async () => (await app.GetAsync("desk", path + "?include=context")).Body!,
            read => read["customerName"] is not null && read["facts"] is JsonArray { Count: > 0 },
            "the shop to answer in a moment"
        );
        ((string?)known["customerName"]).ShouldBe("John Carter");
        var fact = known["facts"].ShouldBeOfType<JsonArray>().ShouldHaveSingleItem()!;
        ((string?)fact["about"], (string?)fact["values"]!["status"], (string?)fact["source"]).ShouldBe(
            ("10017", "delivered", "shop.find_orders")
        );
        fact["values"]!["items"].ShouldBeOfType<JsonArray>().Count.ShouldBeGreaterThan(0);
        ((await app.GetAsync("desk", path)).Body!["facts"]).ShouldBeNull("only whoever shows it asks for it");
        (await app.PostAsync("desk", path + "/claim")).Status.ShouldBe(HttpStatusCode.OK);
        await app.ExpectNotificationAsync("john", id, "Dana Schmidt");
        (await app.PostAsync("desk", path + "/action", new { action = "send_money", arguments = new { } })).Status.ShouldBe(
            HttpStatusCode.BadRequest
        );
        (
            await app.PostAsync(
                "approver",
                path + "/action",
                new { action = "goodwill_refund", arguments = new { orderId = "10017" } }
            )
        ).Status.ShouldBe(HttpStatusCode.Conflict);
        (
            await app.PostAsync(
                "desk",
                path + "/action",
                new
                {
                    action = "goodwill_refund",
                    arguments = new { orderId = "10042", amount = new { amount = "15.00", currency = "EUR" } },
                }
            )
        ).Status.ShouldBe(HttpStatusCode.OK);
        (
            await app.PostAsync(
                "desk",
                path + "/action",
                new
                {
                    action = "goodwill_refund",
                    arguments = new { orderId = "10017", amount = new { amount = "15.00", currency = "EUR" } },
                }
            )
        ).Status.ShouldBe(HttpStatusCode.OK);
        await app.ConfirmAsync("john", id);
        var approval = await app.ApprovalOfAsync(id);
        (await app.DecideAsync("desk", approval, "approve")).Status.ShouldBe(HttpStatusCode.Forbidden);
        await app.ApproveAsync("approver", approval);
        await app.ExpectNotificationAsync("john", id, "Done:");
        // A colleague goes on with it, and says from whom, so that two who take it over at once do not both have it.
        (await app.PostAsync("senior", path + "/claim")).Status.ShouldBe(HttpStatusCode.Conflict);
        (await app.PostAsync("senior", path + "/claim", new { from = "approver" })).Status.ShouldBe(HttpStatusCode.Conflict);
        (await app.PostAsync("senior", path + "/claim", new { from = "desk" })).Status.ShouldBe(HttpStatusCode.OK);
        (
            await app.PostAsync("desk", path + "/resolution", new { outcome = "completed", note = "Sorted out." })
        ).Status.ShouldBe(HttpStatusCode.Conflict);
        (
            await app.PostAsync("senior", path + "/resolution", new { outcome = "completed", note = "Sorted out." })
        ).Status.ShouldBe(HttpStatusCode.OK);
        await app.WaitForAsync("john", id, "Completed");
        // Somebody else's order stayed refused, employee or not.
        (await app.LedgerAsync())
            .Select(line => (string?)line!["target"])
            .ShouldBe(["order:10017/goodwill"]);
    }
}
