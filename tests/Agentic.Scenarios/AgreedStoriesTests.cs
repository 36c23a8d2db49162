using System.Net;
using System.Text.Json.Nodes;
using Agentic.Testing;

namespace Agentic.Scenarios;

/// <summary>What was agreed is what happens, also when prices, disputes, reports and words change in between.</summary>
public sealed partial class AgreedStoriesTests
{
    internal static readonly Dictionary<string, string?> WithEvents = new() { ["Events:shop:Secret"] = AgenticApp.EventSecret };

    [Fact]
    public async Task PriceDifferenceThatChangedBeforeTheYes_IsAskedAbout_AndNothingIsCharged()
    {
        await using var app = await AgenticApp.StartAsync();
        var id = await app.SubmitAsync("anna", "Bestellung 10051: den Schal bitte gegen grau tauschen");
        var first = await app.WaitForAsync("anna", id, "AwaitingCustomer", "HandedOff", "Declined");
        var before = (string)first["plan"]!["actions"]![0]!["sentence"]!;
        await app.PatchOrderAsync("10051", new { lines = new[] { new { line = 2, unitPrice = 14.90m } } });
        await app.PostAsync("anna", $"/api/requests/{id}/confirmation", new { planVersion = 1, accepted = true });
        var second = await AgenticApp.EventuallyAsync(
            async () => (await app.GetAsync("anna", $"/api/requests/{id}")).Body!,
            request => (string?)request["plan"]!["actions"]![0]!["sentence"] != before,
            "a new sentence"
        );
        (await app.LedgerAsync()).ShouldBeEmpty();
        ((string?)second["state"]).ShouldBe("AwaitingCustomer");
        var action = second["plan"]!["actions"]![0]!;
        ((string)action["sentence"]!).ShouldContain(
            (string)(action["moves"]?["amount"]?["amount"] ?? "10.00")! is var amount
            && amount.EndsWith(".00", StringComparison.Ordinal)
                ? amount[..^3]
                : amount
        );
        await app.ConfirmAsync("anna", id);
        await app.WaitForAsync("anna", id, "Completed", "AwaitingApproval");
    }

    [Fact]
    public async Task DisputeWhileTheParcelTravels_StopsTheRefund_AndAPersonHasIt()
    {
        await using var app = await AgenticApp.StartAsync(WithEvents);
        var id = await app.SubmitAsync("john", "the lamp from 10073 is broken, money back please", "en");
        await app.ConfirmAsync("john", id);
        await app.ExpectNotificationAsync("john", id, "RET-00001");
        await app.PatchOrderAsync("10073", new { disputed = 54.50m });
        (await app.ReportAsync("e1", "parcel.received", "RET-00001")).Status.ShouldBe(HttpStatusCode.OK);
        await app.WaitForAsync("john", id, "HandedOff");
        (await app.RefundsAsync()).ShouldBe(0);
        (await OpenHandOffsAsync(app, id)).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task GoodwillPaidBefore_ReducesTheRefund_AndTheSentenceSaysSo()
    {
        await using var app = await AgenticApp.StartAsync();
        var goodwill = await app.SubmitAsync("anna", "Bestellung 10042 kam zu spät, ich hätte gern 28,88 Euro Entschädigung");
        var asked = await app.WaitForAsync("anna", goodwill, "AwaitingCustomer", "HandedOff", "Declined");
        if ((string?)asked["state"] == "AwaitingCustomer")
        {
            await app.ConfirmAsync("anna", goodwill);
            await app.ApproveAsync("approver", await app.ApprovalOfAsync(goodwill));
            await app.WaitForAsync("anna", goodwill, "Completed");
        }
        var paid = (await app.LedgerAsync())
            .Where(line => (string?)line!["operation"] == "refund")
            .Sum(line => decimal.Parse((string)line!["amount"]!, System.Globalization.CultureInfo.InvariantCulture));
        paid.ShouldBeGreaterThan(0);
        var id = await app.SubmitAsync("anna", "Bestellung 10042: alles bitte zurück");
        var planned = await app.WaitForAsync("anna", id, "AwaitingCustomer", "HandedOff", "Declined");
        ((string?)planned["state"]).ShouldBe("AwaitingCustomer");
        ((string)planned["plan"]!["actions"]![0]!["sentence"]!).ShouldContain("schon erstattet oder zurückgebucht");
    }

    [Fact]
    public async Task FullChargeback_IsAPersonsCase_NotARefusal()
    {
        await using var app = await AgenticApp.StartAsync();
        await app.PatchOrderAsync("10042", new { disputed = 10_000m });
        var id = await app.SubmitAsync("anna", "Bestellung 10042: die blaue Jacke bitte zurück");
        var after = await app.WaitForAsync("anna", id, "AwaitingCustomer", "HandedOff", "Declined");
        if ((string?)after["state"] == "AwaitingCustomer")
        {
            await app.ConfirmAsync("anna", id);
            after = await app.WaitForAsync("anna", id, "HandedOff", "AwaitingApproval");
        }
        ((string?)after["state"]).ShouldBe("HandedOff");
        (await app.RefundsAsync()).ShouldBe(0);
        (await OpenHandOffsAsync(app, id)).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task TaxThatChangesAfterTheYes_IsAskedAboutAgain()
    {
        await using var app = await AgenticApp.StartAsync();
        var id = await app.SubmitAsync("anna", "Bestellung 10042: die blaue Jacke bitte zurück");
        await app.ConfirmAsync("anna", id);
        var approval = await app.ApprovalOfAsync(id);
        await app.PatchOrderAsync("10042", new { vatRate = 0.05m });
        await app.ApproveAsync("approver", approval);
        var again = await app.WaitForAsync("anna", id, "AwaitingCustomer");
        ((string)again["plan"]!["actions"]![0]!["breakdown"]!["vat"]!["amount"]!).ShouldBe("11.86");
        (await app.LedgerAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Ich möchte 20 € Entschädigung für Bestellung 10051", "JPY")]
    [InlineData("Ich möchte 20 USD Entschädigung für Bestellung 10051", "EUR")]
    [InlineData("Ich möchte 20 CHF Entschädigung für Bestellung 10051", "EUR")]
    public async Task AmountInAnotherCurrency_IsNeverProposedAsThisOne(string words, string currency)
    {
        await using var app = await AgenticApp.StartAsync();
        await app.PatchOrderAsync("10051", new { currency });
        var id = await app.SubmitAsync("anna", words);
        var after = await app.WaitForAsync("anna", id, "AwaitingCustomer", "HandedOff", "Declined");
        after["plan"].ShouldBeNull();
    }

    [Fact]
    public async Task ClaimBindsTheDecision_AndIsTakenOverByName()
    {
        await using var app = await AgenticApp.StartAsync();
        var id = await app.SubmitAsync("anna", "Bestellung 10042: die blaue Jacke bitte zurück");
        await app.ConfirmAsync("anna", id);
        var approval = await app.ApprovalOfAsync(id);
        (await app.PostAsync("senior", $"/api/approvals/{approval["id"]}/claim")).Status.ShouldBe(HttpStatusCode.OK);
        var (refused, why) = await app.DecideAsync("approver", approval, "approve");
        refused.ShouldBe(HttpStatusCode.Conflict);
        ((string)why!["detail"]!).ShouldContain("until");
        (await app.PostAsync("approver", $"/api/approvals/{approval["id"]}/claim")).Status.ShouldBe(HttpStatusCode.Conflict);
        (await app.PostAsync("approver", $"/api/approvals/{approval["id"]}/claim", new { from = "senior" })).Status.ShouldBe(
            HttpStatusCode.OK
        );
        (await app.DecideAsync("senior", approval, "approve")).Status.ShouldBe(HttpStatusCode.Conflict);
        await app.ApproveAsync("approver", approval);
        await app.WaitForAsync("anna", id, "Completed");
    }

    [Fact]
    public async Task RefusedSentence_HasNoGap_AndOneThatNamesNoPiecesIsKept()
    {
        await using var app = await AgenticApp.StartAsync();
        await app.PatchOrderAsync(
            "10042",
            new { lines = new[] { new { line = 1, quantity = 0 }, new { line = 2, quantity = 0 } } }
        );
        (await RefusedAsync("Bestellung 10042: alles bitte zurück")).ShouldBe("Artikel zurücknehmen und den Betrag erstatten");
        await app.PatchOrderAsync("10051", new { status = "processed" });
        (await RefusedAsync("Bestellung 10051 kam zu spät, bitte eine Entschädigung")).ShouldStartWith(
            "Wir erstatten aus Kulanz 5,48 €"
        );

        async Task<string> RefusedAsync(string words) =>
            (string)
                (await app.WaitForAsync("anna", await app.SubmitAsync("anna", words), "Declined"))["plan"]!["actions"]![0]![
                    "sentence"
                ]!;
    }

    [Fact]
    public async Task SecondGoodwill_IsAPersonsToGive_AndEachIsPaidOnce()
    {
        await using var app = await AgenticApp.StartAsync();
        for (var round = 1; round <= 2; round++)
        {
            var id = await app.SubmitAsync("john", "I want to speak to a person about 10017", "en");
            await app.WaitForAsync("john", id, "HandedOff");
            var path = $"/api/handoffs/{(await OpenHandOffsAsync(app, id)).Single()["id"]}";
            (await app.PostAsync("desk", path + "/claim")).Status.ShouldBe(HttpStatusCode.OK);
            (
                await app.PostAsync(
                    "desk",
                    path + "/action",
                    new
                    {
                        action = "goodwill_refund",
                        arguments = new { orderId = "10017", amount = new { amount = $"{4 + round}.00", currency = "EUR" } },
                    }
                )
            ).Status.ShouldBe(HttpStatusCode.OK);
            await app.ConfirmAsync("john", id);
            await app.ApproveAsync("approver", await app.ApprovalOfAsync(id));
            await app.ExpectNotificationAsync("john", id, "Done:");
        }
        (await app.LedgerAsync())
            .Where(line => (string?)line!["operation"] == "refund")
            .Select(line => (string?)line!["amount"])
            .ShouldBe(["5.00", "6.00"]);
        ((JsonArray)(await app.GetAsync("privacy", "/api/audit/verification")).Body!["defects"]!).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("gegen\u202Egnp.exe 5, 50667 Köln")]
    [InlineData("https://example.com/pay 5, 50667 Köln")]
    public async Task AddressWithHiddenCharactersOrALink_IsNeverTheSystemsSpeech(string address)
    {
        await using var app = await AgenticApp.StartAsync();
        var id = await app.SubmitAsync("anna", $"Lieferadresse von 10071 ändern: {address}");
        var after = await app.WaitForAsync("anna", id, "AwaitingCustomer", "HandedOff", "Declined");
        foreach (
            var line in ((JsonArray)after["conversation"]!)
                .Where(line => (string?)line!["from"] == "agentic")
                .Select(line => (string)line!["text"]!)
                .Concat(((JsonArray?)after["plan"]?["actions"] ?? []).Select(action => (string)action!["sentence"]!))
        )
        {
            line.ShouldNotContain("\u202E");
            line.ShouldNotContain("https://");
        }
    }

    [Fact]
    public async Task RefundWithMoreDemandsThanTheOrder_IsRefusedNamingTheField()
    {
        await using var app = await AgenticApp.StartAsync();
        var id = await app.SubmitAsync("john", "I want to speak to a person about 10017", "en");
        await app.WaitForAsync("john", id, "HandedOff");
        var path = $"/api/handoffs/{(await OpenHandOffsAsync(app, id)).Single()["id"]}";
        (await app.PostAsync("desk", path + "/claim")).Status.ShouldBe(HttpStatusCode.OK);
        foreach (
            var (amount, currency) in new[]
            {
                ("-5.00", "EUR"),
                ("-0", "EUR"),
                ("+10", "EUR"),
                ("5.00", "USD"),
                ("5.001", "EUR"),
            }
        )
        {
            var (status, body) = await app.PostAsync(
                "desk",
                path + "/action",
                new { action = "goodwill_refund", arguments = new { orderId = "10017", amount = new { amount, currency } } }
            );
            status.ShouldBe(HttpStatusCode.BadRequest, $"{amount} {currency}: {body?.ToJsonString()}");
            body!.ToJsonString().ShouldContain("amount");
        }
        (await app.LedgerAsync()).ShouldBeEmpty();
    }

    internal static async Task<IReadOnlyList<JsonNode>> OpenHandOffsAsync(AgenticApp app, string id) =>
        [
            .. ((JsonArray)(await app.GetAsync("desk", "/api/handoffs")).Body!["items"]!)
                .Where(handOff => (string?)handOff!["requestId"] == id && (string?)handOff["state"] != "closed")
                .OfType<JsonNode>(),
        ];
}
