using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Agentic.Testing;

namespace Agentic.Scenarios;

/// <summary>A shop and a library in one host, told through HTTP.</summary>
public sealed class TwoDomainsTests
{
    [Theory]
    [InlineData("anna", "de", "Bitte Ausleihe L2041 verlängern und Bestellung 10063 stornieren", "Ausleihen und Gebühren")]
    [InlineData("anna", "en", "Please renew loan L2041, and cancel order 10063", "Loans and fees")]
    public async Task BothInOneSentence_AreTwoRequests_AndEachIsDoneOnce(string user, string locale, string words, string told)
    {
        await using var app = await AgenticApp.StartAsync();
        var id = await app.SubmitAsync(user, words, locale);
        var first = await app.WaitForAsync(user, id, "AwaitingCustomer");
        Actions(first).ShouldBe(["cancel_order"]);
        var referred = ((JsonArray)first["referred"]!).ShouldHaveSingleItem()!;
        ((string)referred["pack"]!).ShouldBe("town-library");
        await app.ExpectNotificationAsync(user, id, told);
        var linked = (string)referred["id"]!;
        var second = await app.WaitForAsync(user, linked, "AwaitingCustomer");
        (Actions(second).Single(), (string?)second["linkedTo"]).ShouldBe(("renew_loan", id));
        await app.ConfirmAsync(user, linked);
        await app.WaitForAsync(user, linked, "Completed");
        await app.ConfirmAsync(user, id);
        await app.WaitForAsync(user, id, "Completed");
        (await app.RefundsAsync()).ShouldBe(1);
        Books(app).Count(line => line.Contains("\"renew\"", StringComparison.Ordinal)).ShouldBe(1);
        var (_, mine) = await app.GetAsync(user, "/api/my/requests");
        ((JsonArray)mine!["items"]!).Select(one => (string)one!["id"]!).ShouldBe([linked, id], ignoreOrder: true);
    }

    [Fact]
    public async Task LargeFee_WaitsForAPerson_AndIsWaivedOnce()
    {
        await using var app = await AgenticApp.StartAsync();
        var id = await app.SubmitAsync("john", "Please waive the late fee of L3072", "en");
        var plan = await app.WaitForAsync("john", id, "AwaitingCustomer");
        ((string)plan["plan"]!["actions"]![0]!["sentence"]!).ShouldBe(
            "We waive the fee of €20.00 for “Bleak House” (loan L3072)."
        );
        await app.ConfirmAsync("john", id);
        var approval = await app.ApprovalOfAsync(id);
        ((string)approval["atRisk"]!["amount"]!).ShouldBe("20.00");
        Books(app).ShouldBeEmpty("nothing runs before somebody has approved it");
        await app.ApproveAsync("approver", approval);
        await app.WaitForAsync("john", id, "Completed");
        Books(app).Count(line => line.Contains("waiveFee", StringComparison.Ordinal)).ShouldBe(1);
        // The same again: nothing is owed any more.
        var again = await app.SubmitAsync("john", "waive fee L3072", "en");
        await app.WaitForAsync("john", again, "Declined");
        await app.ExpectNotificationAsync("john", again, "No fee is open for “Bleak House”");
    }

    [Fact]
    public async Task ForeignLoan_LooksLikeOneThatDoesNotExist()
    {
        await using var app = await AgenticApp.StartAsync();
        var texts = new List<string>();
        foreach (var loan in new[] { "L2041", "L9999" })
        {
            var id = await app.SubmitAsync("john", $"renew {loan}", "en");
            var declined = await app.WaitForAsync("john", id, "Declined");
            texts.Add(
                string.Join('\n', ((JsonArray)declined["conversation"]!).Skip(1).Select(line => (string)line!["text"]!))
                    .Replace(loan, "LOAN", StringComparison.Ordinal)
            );
        }
        texts[0].ShouldBe(texts[1]);
    }

    [Fact]
    public async Task Employee_ProposesAnActionOfTheOtherDomain()
    {
        await using var app = await AgenticApp.StartAsync();
        var id = await app.SubmitAsync("anna", "Irgendwas ist mit meinem Buch, ich weiß auch nicht");
        await app.WaitForAsync("anna", id, "HandedOff");
        var handOff = ((JsonArray)(await app.GetAsync("desk", "/api/handoffs")).Body!["items"]!).Single(one =>
            (string?)one!["requestId"] == id
        )!;
        var path = $"/api/handoffs/{handOff["id"]}";
        (await app.PostAsync("desk", path + "/claim")).Status.ShouldBe(HttpStatusCode.OK);
        var (status, body) = await app.PostAsync(
            "desk",
            path + "/action",
            new { action = "renew_loan", arguments = new { loanId = "L2041" } }
        );
        status.ShouldBe(HttpStatusCode.OK, body?.ToJsonString());
        await app.ConfirmAsync("anna", id);
        await app.EventuallyJournalAsync(id, "EffectSettled");
        (await app.EventuallyJournalAsync(id, "PackChosen"))["content"]!["pack"]!.ToString().ShouldBe("town-library");
        Books(app).Count(line => line.Contains("\"renew\"", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Submission_NamesItsPack_AndAnUnknownOneIsRefused()
    {
        await using var app = await AgenticApp.StartAsync();
        var anna = await app.AsAsync("anna");
        var named = await AgenticApp.PostAsync(
            anna,
            "/api/requests",
            new
            {
                text = "L2042 verlängern",
                locale = "de",
                pack = "town-library",
            },
            HttpStatusCode.Created
        );
        await app.WaitForAsync("anna", (string)named["id"]!, "Declined");
        await app.ExpectNotificationAsync("anna", (string)named["id"]!, "wartet schon jemand");
        var response = await anna.PostAsJsonAsync("/api/requests", new { text = "x", pack = "zoo" });
        var (status, problem) = await AgenticApp.ReadAsync(response);
        status.ShouldBe(HttpStatusCode.BadRequest);
        ((string)problem!["errors"]!["pack"]![0]!).ShouldContain("retail, town-library");
    }

    private static string[] Actions(JsonNode request) =>
        [.. ((JsonArray)request["plan"]!["actions"]!).Select(action => (string)action!["action"]!)];

    private static string[] Books(AgenticApp app)
    {
        var file = Path.Combine(app.Folder, "library.jsonl");
        return File.Exists(file) ? [.. File.ReadAllLines(file).Skip(1)] : [];
    }
}
