using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Agentic.Testing;

namespace Agentic.Scenarios;

/// <summary>Each action of the retail pack once, from a customer's words to the shop's books.</summary>
public sealed class RetailStoriesTests
{
    private const string EventSecret = "test-secret";

    [Theory]
    [InlineData("anna", "de", "Bitte Bestellung 10063 stornieren", "cancelOrder,refund")]
    [InlineData("john", "en", "please cancel order 10072", "cancelOrder,refund")]
    [InlineData("anna", "de", "Den roten Schal aus 10051 bitte gegen einen blauen umtauschen", "exchange")]
    [InlineData("anna", "de", "Pullover 10063 bitte in Größe L austauschen", "changeItems")]
    [InlineData("anna", "de", "Lieferadresse von 10063 ändern: Gartenweg 5, 50667 Köln", "changeOrderAddress")]
    [InlineData("john", "en", "change the delivery address of 10072 to 5 Church Road, Leeds LS1 4DY", "changeOrderAddress")]
    [InlineData("anna", "de", "Ich bin umgezogen, neue Anschrift: Rosenallee 9, 80331 München", "changeCustomerAddress")]
    [InlineData("anna", "de", "Bestellung 10071 und 10063 bitte stornieren", "cancelOrder,refund,cancelOrder,refund")]
    [InlineData("anna", "de", "10071 stornieren und 10063 umleiten an Gartenweg 5, 50667 Köln", "cancelOrder,refund,changeOrderAddress")]
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
        (await app.PostAsync("ops", $"/api/runs/{id}-r1/undo", new { reason = "wrong method" })).Status.ShouldBe(HttpStatusCode.OK);
        var approval = await app.ApprovalOfAsync(id);
        ((string?)approval["effects"]![0]!["operation"]).ShouldBe("changeOrderPayment");
        (await app.DecideAsync("ops", approval, "approve")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await app.PostAsync("ops", $"/api/runs/{id}-r1/undo", new { reason = "again" })).Status.ShouldBe(HttpStatusCode.Conflict);
        await app.ApproveAsync("approver", approval);
        await app.WaitForAsync("anna", id, "Failed");
        (await app.LedgerAsync()).Count.ShouldBe(2);
        var order = (await app.Shop.GetFromJsonAsync<JsonObject>("/orders/10071"))!;
        ((string?)order["payments"]![0]!["methodId"]).ShouldBe("anna-card");
        await app.ExpectNotificationAsync("anna", id, "zurückgenommen");
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
        ((int)factors["runs"]!, (double)factors["automatic"]!, factors["systems"]!.ToJsonString()).ShouldBe((1, 0.0, "[\"shop\"]"));
        ((double)factors["humanMinutes"]!).ShouldBe(5, tolerance: 0.1);
        var line = (await app.LedgerAsync()).ShouldHaveSingleItem()!;
        ((string?)line["operation"], (string?)line["amount"], (string?)line["target"]).ShouldBe(("refund", "20.00", "order:10017/goodwill"));
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
    public async Task RefundOnReceipt_WaitsForTheParcel_AndTheSameEventTwiceChangesNothing()
    {
        await using var app = await AgenticApp.StartAsync(new Dictionary<string, string?> { ["Events:shop:Secret"] = EventSecret });
        var id = await app.SubmitAsync("john", "the lamp from 10073 is broken, money back please", "en");
        await app.ConfirmAsync("john", id);
        await app.ExpectNotificationAsync("john", id, "RET-00001");
        (await app.LedgerAsync()).ShouldHaveSingleItem();
        (await EventAsync(app, "e1", "parcel.received", "RET-77777")).ShouldBe(HttpStatusCode.NotFound);
        (await EventAsync(app, "e1", "parcel.received", "RET-00001", "wrong")).ShouldBe(HttpStatusCode.Unauthorized);
        (await EventAsync(app, "e1", "parcel.received", "RET-00001")).ShouldBe(HttpStatusCode.OK);
        await app.WaitForAsync("john", id, "Completed");
        (await EventAsync(app, "e1", "parcel.received", "RET-00001")).ShouldBe(HttpStatusCode.OK);
        (await app.RefundsAsync()).ShouldBe(1);
        ((bool?)(await app.Shop.GetFromJsonAsync<JsonArray>("/admin/returns"))![0]!["restock"]).ShouldBe(false);
    }

    [Fact]
    public async Task RefundAfterInspection_PaysTheFullValue()
    {
        await using var app = await AgenticApp.StartAsync(new Dictionary<string, string?> { ["Events:shop:Secret"] = EventSecret });
        var id = await InspectedAsync(app, "199.00");
        await app.WaitForAsync("john", id, "Completed");
        (await app.RefundsAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task LowerInspectedValue_IsProposedAnew_GatedAndExplained_AndPaidOnce()
    {
        await using var app = await AgenticApp.StartAsync(new Dictionary<string, string?> { ["Events:shop:Secret"] = EventSecret });
        var id = await InspectedAsync(app, "120.00");
        await app.ExpectNotificationAsync("john", id, "a value of €120.00 instead of €199.00");
        var asked = await app.WaitForAsync("john", id, "AwaitingCustomer");
        asked["plan"]!["actions"]!.AsArray().Select(action => ((string?)action!["action"], (string?)action["state"])).ShouldBe([("return_items", "Skipped"), ("refund_return", "Proposed")]);
        ((string)asked["plan"]!["actions"]![1]!["sentence"]!).ShouldStartWith("After the inspection we refund €120.00 for headphones, black");
        (await app.MailAsync(mail => mail.Subject.Contains("confirm", StringComparison.OrdinalIgnoreCase) && mail.Body.Contains("€120.00", StringComparison.Ordinal))).To.ShouldBe("john.carter@example.com");
        // The same report again changes nothing, and money moves only after the customer's yes and a colleague's.
        (await EventAsync(app, "e1", "parcel.inspected", "RET-00001", data: new { amount = new { amount = "120.00", currency = "EUR" } })).ShouldBe(HttpStatusCode.OK);
        (await app.RefundsAsync()).ShouldBe(0);
        await app.ConfirmAsync("john", id);
        var approval = await app.ApprovalOfAsync(id);
        ((string?)approval["atRisk"]!["amount"]).ShouldBe("120.00");
        // Closed too early, the yes would come to nothing.
        (await app.PostAsync("desk", $"/api/handoffs/{id}-h1/resolution", new { outcome = "completed", note = "Agreed." })).Status.ShouldBe(HttpStatusCode.Conflict);
        await app.ApproveAsync("approver", approval);
        await app.ExpectNotificationAsync("john", id, "Done: After the inspection we refund €120.00");
        (await app.LedgerAsync()).Where(line => (string?)line!["operation"] == "refund").ShouldHaveSingleItem()!["amount"]!.ToString().ShouldBe("120.00");
        // A person has had it all the time, and only has to say that it is over.
        (await ReasonAsync(app, id, "de")).ShouldStartWith("Die Prüfung von RET-00001 ergab 120,00");
        (await app.PostAsync("desk", $"/api/handoffs/{id}-h1/resolution", new { outcome = "completed", note = "You have the money." })).Status.ShouldBe(HttpStatusCode.OK);
        await app.WaitForAsync("john", id, "Completed");
    }

    [Theory]
    [InlineData("no")]
    [InlineData("withdraws")]
    [InlineData("rejected")]
    [InlineData("disputed")]
    public async Task LowerInspectedValue_ThatIsNotPaidAsProposed_IsAPersonsFromThenOn(string how)
    {
        await using var app = await AgenticApp.StartAsync(new Dictionary<string, string?> { ["Events:shop:Secret"] = EventSecret });
        var id = await InspectedAsync(app, how == "disputed" ? "0.00" : "120.00");
        if (how != "disputed")
        {
            var version = (int)(await app.WaitForAsync("john", id, "AwaitingCustomer"))["plan"]!["version"]!;
            switch (how)
            {
                case "no":
                    (await app.PostAsync("john", $"/api/requests/{id}/confirmation", new { planVersion = version, accepted = false })).Status.ShouldBe(HttpStatusCode.OK);
                    break;
                case "withdraws":
                    (await app.PostAsync("john", $"/api/requests/{id}/withdrawal")).Status.ShouldBe(HttpStatusCode.OK);
                    break;
                default:
                    await app.ConfirmAsync("john", id);
                    (await app.DecideAsync("approver", await app.ApprovalOfAsync(id), "reject", "The photos show another damage.")).Status.ShouldBe(HttpStatusCode.OK);
                    break;
            }
        }
        await app.WaitForAsync("john", id, "HandedOff");
        var handOff = ((JsonArray)(await app.GetAsync("desk", "/api/handoffs?state=open&topic=owed")).Body!["items"]!).Single(item => (string?)item!["requestId"] == id)!;
        (await app.PostAsync("desk", $"/api/handoffs/{handOff["id"]}/return", new { note = "Over to you." })).Status.ShouldBe(HttpStatusCode.Conflict);
        // The colleague agrees on an amount; it takes the same way: the customer's yes, and somebody else's approval.
        (await app.PostAsync("desk", $"/api/handoffs/{handOff["id"]}/action", new
        {
            action = "refund_return",
            arguments = new { orderId = "10073", returnId = "RET-00001", amount = new { amount = "150.00", currency = "EUR" } },
        })).Status.ShouldBe(HttpStatusCode.OK);
        await app.ConfirmAsync("john", id);
        await app.ApproveAsync("approver", await app.ApprovalOfAsync(id));
        await app.ExpectNotificationAsync("john", id, "Done: After the inspection we refund €150.00");
        (await app.RefundsAsync()).ShouldBe(1);
        (await app.PostAsync("desk", $"/api/handoffs/{handOff["id"]}/resolution", new { outcome = "completed", note = "Agreed on the phone." })).Status.ShouldBe(HttpStatusCode.OK);
        await app.WaitForAsync("john", id, "Completed");
    }

    [Fact]
    public async Task LowerInspectedValue_WhatTheCustomerWritesMeanwhile_ReplacesNothing()
    {
        await using var app = await AgenticApp.StartAsync(new Dictionary<string, string?> { ["Events:shop:Secret"] = EventSecret });
        var id = await InspectedAsync(app, "120.00");
        var asked = await app.WaitForAsync("john", id, "AwaitingCustomer");
        (await app.PostAsync("john", $"/api/requests/{id}/messages", new { text = "please cancel order 10072 as well" })).Status.ShouldBe(HttpStatusCode.OK);
        await app.QuietAsync(id);
        var after = (await app.GetAsync("john", $"/api/requests/{id}")).Body!;
        ((int)after["plan"]!["version"]!, (string?)after["state"]).ShouldBe(((int)asked["plan"]!["version"]!, "AwaitingCustomer"));
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
        (await EventAsync(app, "e1", "parcel.inspected", "RET-00001", data: new { amount = new { amount = found, currency = "EUR" } })).ShouldBe(HttpStatusCode.OK);
        return id;
    }

    [Fact]
    public async Task NotUnderstood_IsPassedOnWithWhatWasUnderstood_InTheReadersLanguage()
    {
        await using var app = await AgenticApp.StartAsync();
        var id = await app.SubmitAsync("anna", "Können Sie mir die Rechnung schicken und die Jacke aus 10042 zurücknehmen?");
        await app.WaitForAsync("anna", id, "HandedOff");
        (await ReasonAsync(app, id, "de")).ShouldBe("Der Wunsch geht über das hinaus, was der Planer kennt. Bisher verstanden: Artikel zurücknehmen und den Betrag erstatten (10042, jacket)");
        (await ReasonAsync(app, id, "en")).ShouldStartWith("The wish goes beyond what the planner knows. Understood so far:");
    }

    private static async Task<string> ReasonAsync(AgenticApp app, string id, string language)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/handoffs/{id}-h1");
        request.Headers.AcceptLanguage.ParseAdd(language);
        return (string)(await AgenticApp.ReadAsync(await (await app.AsAsync("desk")).SendAsync(request))).Body!["reason"]!;
    }

    [Fact]
    public async Task SettlementLater_SaysInstructedThenCredited_AndReturnedMoneyReopensTheRequest()
    {
        await using var app = await AgenticApp.StartAsync(new Dictionary<string, string?> { ["Events:shop:Secret"] = EventSecret });
        (await app.Shop.PutAsJsonAsync("/admin/mode", new { idempotency = "on", checks = true, settlement = "events" })).EnsureSuccessStatusCode();
        var id = await app.SubmitAsync("anna", "Gürtel aus 10051 zurück");
        await app.ConfirmAsync("anna", id);
        await app.WaitForAsync("anna", id, "Completed");
        await app.ExpectNotificationAsync("anna", id, "Angewiesen:");
        var refund = (string)(await app.Shop.GetFromJsonAsync<JsonArray>("/admin/refunds"))![0]!["id"]!;
        (await EventAsync(app, "e1", "refund.credited", refund)).ShouldBe(HttpStatusCode.OK);
        await app.ExpectNotificationAsync("anna", id, "Gutgeschrieben:");
        ((int)(await app.GetAsync("ops", "/api/cockpit/history?days=1")).Body!["days"]![0]!["ended"]!).ShouldBe(1);
        (await EventAsync(app, "e2", "refund.returned", refund)).ShouldBe(HttpStatusCode.OK);
        await app.WaitForAsync("anna", id, "HandedOff");
        ((int)(await app.GetAsync("ops", "/api/cockpit/history?days=1")).Body!["days"]![0]!["ended"]!).ShouldBe(0, "it is open again");
        await app.ExpectNotificationAsync("anna", id, "nicht zustellen");
        // The same id for something else is an error of the sender.
        (await EventAsync(app, "e2", "refund.credited", refund)).ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task HandOff_TheEmployeeActsThroughTheSameGates_AndSomebodyElseApproves()
    {
        await using var app = await AgenticApp.StartAsync();
        var id = await app.SubmitAsync("john", "I want to talk to someone about order 10017", "en");
        await app.WaitForAsync("john", id, "HandedOff");
        var handOff = ((JsonArray)(await app.GetAsync("desk", "/api/handoffs?state=open&topic=customer")).Body!["items"]!).Single(item => (string?)item!["requestId"] == id)!;
        ((string?)handOff["draft"]!["text"])!.ShouldContain("taken over");
        var path = $"/api/handoffs/{handOff["id"]}";
        (await app.PostAsync("desk", path + "/claim")).Status.ShouldBe(HttpStatusCode.OK);
        await app.ExpectNotificationAsync("john", id, "Dana Schmidt");
        (await app.PostAsync("desk", path + "/action", new { action = "send_money", arguments = new { } })).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await app.PostAsync("approver", path + "/action", new { action = "goodwill_refund", arguments = new { orderId = "10017" } })).Status.ShouldBe(HttpStatusCode.Conflict);
        (await app.PostAsync("desk", path + "/action", new { action = "goodwill_refund", arguments = new { orderId = "10042", amount = new { amount = "15.00", currency = "EUR" } } })).Status.ShouldBe(HttpStatusCode.OK);
        (await app.PostAsync("desk", path + "/action", new { action = "goodwill_refund", arguments = new { orderId = "10017", amount = new { amount = "15.00", currency = "EUR" } } })).Status.ShouldBe(HttpStatusCode.OK);
        await app.ConfirmAsync("john", id);
        var approval = await app.ApprovalOfAsync(id);
        (await app.DecideAsync("desk", approval, "approve")).Status.ShouldBe(HttpStatusCode.Forbidden);
        await app.ApproveAsync("approver", approval);
        await app.ExpectNotificationAsync("john", id, "Done:");
        (await app.PostAsync("desk", path + "/resolution", new { outcome = "completed", note = "Sorted out." })).Status.ShouldBe(HttpStatusCode.OK);
        await app.WaitForAsync("john", id, "Completed");
        // Somebody else's order stayed refused, employee or not.
        (await app.LedgerAsync()).Select(line => (string?)line!["target"]).ShouldBe(["order:10017/goodwill"]);
    }

    private static async Task<HttpStatusCode> EventAsync(AgenticApp app, string id, string type, string key, string secret = EventSecret, object? data = null)
    {
        var body = Encoding.UTF8.GetBytes(System.Text.Json.JsonSerializer.Serialize(new { id, type, key, data = data ?? new { } }));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/events/shop") { Content = new ByteArrayContent(body) };
        request.Headers.Add("X-Signature", "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body)));
        using var response = await app.Anonymous.SendAsync(request);
        return response.StatusCode;
    }
}
