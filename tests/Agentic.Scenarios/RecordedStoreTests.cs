using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Agentic.Orchestration.Journal;
using Agentic.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Agentic.Scenarios;

/// <summary>
/// A store that an earlier build wrote (with its master key and the demo shop's books) opens, verifies, and everything in it
/// can be finished. Each folder below <c>Recorded</c> is one such store; none of them is ever written again.
/// </summary>
public sealed class RecordedStoreTests
{
    [Fact]
    public async Task FirstRelease_OpensAndVerifies_AndEverythingInItIsFinished()
    {
        var recorded = Path.Combine(AppContext.BaseDirectory, "Recorded", "first-release");
        var folder = TestFolder.Create("recorded");
        File.Copy(Path.Combine(recorded, "store.db"), Path.Combine(folder, "store.db"));
        File.Copy(Path.Combine(recorded, "shop.jsonl"), Path.Combine(folder, "shop.jsonl"));
        var requests = (JsonObject)JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(recorded, "requests.json")))!;
        string Id(string name) => (string)requests[name]!;
        var settings = new Dictionary<string, string?>
        {
            ["Secrets:MasterKey"] = await File.ReadAllTextAsync(Path.Combine(recorded, "master-key")),
            ["Events:shop:Secret"] = AgenticApp.EventSecret,
        };
        await using var app = await AgenticApp.StartAsync(
            settings,
            folder: folder,
            time: new(new DateTimeOffset(2026, 11, 23, 9, 40, 0, TimeSpan.Zero))
        );

        (await app.Services.GetRequiredService<JournalVerifier>().VerifyAsync(default)).Defects.ShouldBeEmpty();

        // The shop answers again, and what was unclear is found out without being done twice.
        await app.WaitForAsync("anna", Id("unclear"), "Completed");

        await app.ApproveAsync("senior", await app.ApprovalOfAsync(Id("awaitingSecondApprover")));
        await app.WaitForAsync("anna", Id("awaitingSecondApprover"), "Completed");

        // By now it is the third refund to this customer, which the old approval does not say: it is voided, and a
        // new one shows it.
        var old = await app.ApprovalOfAsync(Id("awaitingApproval"));
        await app.ApproveAsync("approver", old);
        var renewed = await AgenticApp.EventuallyAsync(
            () => app.ApprovalOfAsync(Id("awaitingApproval")),
            approval => (string?)approval["id"] != (string?)old["id"],
            "a new approval"
        );
        await app.ApproveAsync("approver", renewed);
        await app.WaitForAsync("anna", Id("awaitingApproval"), "Completed");

        await app.ConfirmAsync("anna", Id("proposed"));
        await app.WaitForAsync("anna", Id("proposed"), "Completed");

        (
            await app.PostAsync(
                "desk",
                $"/api/handoffs/{Id("handedOff")}-h1/resolution",
                new { outcome = "completed", note = "Am Telefon geklärt." }
            )
        ).Status.ShouldBe(HttpStatusCode.OK);
        await app.WaitForAsync("anna", Id("handedOff"), "Completed");

        (await app.ReportAsync("parcel", "parcel.received", "RET-00001")).Status.ShouldBe(HttpStatusCode.OK);
        await app.WaitForAsync("john", Id("halfRun"), "Completed");

        var refund = (await app.Shop.GetFromJsonAsync<JsonArray>("/admin/refunds"))!.Single(line =>
            (string?)line!["orderNumber"] == "10017"
        )!;
        (await app.ReportAsync("bank", "refund.credited", (string)refund["id"]!)).Status.ShouldBe(HttpStatusCode.OK);
        await app.ExpectNotificationAsync("john", Id("instructed"), "Credited:");
        await app.WaitForAsync("john", Id("done"), "Completed");

        (await app.LedgerAsync())
            .Where(line => (string?)line!["operation"] == "refund")
            .Select(line => $"{line!["target"]} {line["amount"]}")
            .Order(StringComparer.Ordinal)
            .ShouldBe([
                "order:10017/line:2/unit:1 9.90",
                "order:10042/line:1/unit:1 249.00",
                "order:10051/line:1/unit:1 29.90",
                "order:10063/line:1/unit:1 69.90",
                "order:10064/line:1/unit:1,order:10064/line:1/unit:2 658.00",
                "order:10072/line:1/unit:1 69.90",
                "order:10073/line:1/unit:1 54.50",
            ]);
        (await app.Services.GetRequiredService<JournalVerifier>().VerifyAsync(default)).Defects.ShouldBeEmpty();
    }
}
