using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Agentic.Testing;

namespace Agentic.Scenarios;

/// <summary>What the customer's words mean: a yes, a no, a side question, the same words twice.</summary>
public sealed class CustomerWordsTests
{
    [Fact]
    public async Task NoWhileAnApprovalWaits_ReachesAPerson()
    {
        await using var app = await AgenticApp.StartAsync();
        var id = await app.SubmitAsync("anna", "Bestellung 10042: die blaue Jacke bitte zurück");
        await app.ConfirmAsync("anna", id);
        await app.ApprovalOfAsync(id);
        foreach (var words in new[] { "nein", "Nein, das will ich nicht mehr" })
        {
            (await app.PostAsync("anna", $"/api/requests/{id}/messages", new { text = words })).Status.ShouldBe(
                HttpStatusCode.OK
            );
            await app.QuietAsync(id);
        }
        (await AgreedStoriesTests.OpenHandOffsAsync(app, id)).ShouldHaveSingleItem()["topic"]!.ToString().ShouldBe("message");
    }

    [Fact]
    public async Task WithdrawalBesideWorkThatGoesOn_IsAnsweredWithBoth()
    {
        await using var app = await AgenticApp.StartAsync(AgreedStoriesTests.WithEvents);
        var id = await app.SubmitAsync("john", "the lamp from 10073 is broken, money back please", "en");
        await app.ConfirmAsync("john", id);
        await app.ExpectNotificationAsync("john", id, "RET-00001");
        await app.PostAsync("john", $"/api/requests/{id}/messages", new { text = "Please also exchange the watch" });
        await app.QuietAsync(id);
        (await app.PostAsync("john", $"/api/requests/{id}/withdrawal")).Status.ShouldBe(HttpStatusCode.OK);
        await app.ExpectNotificationAsync("john", id, "This was under way and goes on: We take back");
        (await app.ReportAsync("e1", "parcel.received", "RET-00001")).Status.ShouldBe(HttpStatusCode.OK);
        await app.ExpectNotificationAsync("john", id, "You withdrew everything else.");
        ((JsonArray)(await app.GetAsync("john", $"/api/requests/{id}")).Body!["conversation"]!).ShouldNotContain(line =>
            ((string)line!["text"]!).Contains("All done", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task YesSentTwice_ConfirmsOnlyWhatWasShown()
    {
        await using var app = await AgenticApp.StartAsync();
        var id = await app.SubmitAsync("anna", "Bestellung 10042: die blaue Jacke bitte zurück");
        await app.WaitForAsync("anna", id, "AwaitingCustomer");
        await app.PostAsync(
            "anna",
            $"/api/requests/{id}/messages",
            new { text = "Doch lieber Bestellung 10051, den Gürtel zurück" }
        );
        var second = await AgenticApp.EventuallyAsync(
            async () => (await app.GetAsync("anna", $"/api/requests/{id}")).Body!,
            request => (int?)request["plan"]?["version"] > 1 && (string?)request["state"] == "AwaitingCustomer",
            "a second plan"
        );
        // A client that names no version saw the first plan, as far as anybody knows.
        await app.PostAsync("anna", $"/api/requests/{id}/messages", new { text = "ja" });
        await app.QuietAsync(id);
        ((bool)(await app.GetAsync("anna", $"/api/requests/{id}")).Body!["plan"]!["confirmed"]!).ShouldBeFalse();
        (await app.LedgerAsync()).ShouldBeEmpty();
        await app.PostAsync(
            "anna",
            $"/api/requests/{id}/messages",
            new { text = "ja", planVersion = (int)second["plan"]!["version"]! }
        );
        await app.WaitForAsync("anna", id, "Completed", "AwaitingApproval");
    }

    [Theory]
    [InlineData("Ja?", false)]
    [InlineData("> ja", false)]
    [InlineData("ja 👎", false)]
    [InlineData("ja, aber erst nächste Woche", false)]
    [InlineData("jaein", false)]
    [InlineData("Ja, bitte! 👍🏽", true)]
    [InlineData("ok ✔️", true)]
    public async Task Words_AreAYes_OnlyWhenTheyAreNothingElse(string words, bool isYes)
    {
        await using var app = await AgenticApp.StartAsync();
        var id = await app.SubmitAsync("anna", "Bestellung 10042: die blaue Jacke bitte zurück");
        await app.WaitForAsync("anna", id, "AwaitingCustomer");
        (await app.PostAsync("anna", $"/api/requests/{id}/messages", new { text = words })).Status.ShouldBe(HttpStatusCode.OK);
        await app.QuietAsync(id);
        ((bool?)(await app.GetAsync("anna", $"/api/requests/{id}")).Body!["plan"]?["confirmed"]).ShouldBe(isYes);
    }

    [Fact]
    public async Task WordsUnderOneKey_AreHeardOnce()
    {
        await using var app = await AgenticApp.StartAsync();
        var id = await app.SubmitAsync("anna", "Ich möchte mit einem Menschen sprechen");
        await app.WaitForAsync("anna", id, "HandedOff");
        var client = await app.AsAsync("anna");
        for (var time = 0; time < 3; time++)
        {
            using var message = new HttpRequestMessage(HttpMethod.Post, $"/api/requests/{id}/messages")
            {
                Content = JsonContent.Create(new { text = "Es geht um die Jacke." }),
            };
            message.Headers.Add("Idempotency-Key", "one-key");
            (await client.SendAsync(message)).StatusCode.ShouldBe(HttpStatusCode.OK);
        }
        ((JsonArray)(await app.GetAsync("anna", $"/api/requests/{id}")).Body!["conversation"]!)
            .Count(line => (string?)line!["text"] == "Es geht um die Jacke.")
            .ShouldBe(1);
    }

    [Fact]
    public async Task SideQuestionWhileAnApprovalWaits_EndsNothing()
    {
        await using var app = await AgenticApp.StartAsync();
        var id = await app.SubmitAsync("anna", "Bestellung 10042: die blaue Jacke bitte zurück");
        await app.ConfirmAsync("anna", id);
        var approval = await app.ApprovalOfAsync(id);
        (
            await app.PostAsync("anna", $"/api/requests/{id}/messages", new { text = "Wo ist mein Paket 10071?" })
        ).Status.ShouldBe(HttpStatusCode.OK);
        await app.QuietAsync(id);
        ((string?)(await app.GetAsync("approver", $"/api/approvals/{approval["id"]}")).Body!["state"]).ShouldBe("Open");
        await app.ApproveAsync("approver", approval);
        await AgenticApp.EventuallyAsync(app.RefundsAsync, count => count == 1, "the refund");
    }
}
