using System.Net;
using System.Text.Json.Nodes;
using Agentic.Orchestration.Identity;
using Agentic.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Agentic.Scenarios;

/// <summary>What ops and their colleagues are told: figures by day, rules in words, who is there and who is away.</summary>
public sealed class CockpitTests
{
    private const string Cancel = "Bitte Bestellung 10063 stornieren",
        Refund = "Bestellung 10042: die blaue Jacke passt nicht, bitte Geld zurück";

    [Fact]
    public async Task History_CountsByDay_WhatCameEndedAndNeededNobody()
    {
        await using var app = await AgenticApp.StartAsync();
        var alone = await app.SubmitAsync("anna", Cancel);
        await app.ConfirmAsync("anna", alone);
        await app.WaitForAsync("anna", alone, "Completed");
        var waiting = await app.SubmitAsync("anna", Refund);
        await app.ConfirmAsync("anna", waiting);
        await app.ApprovalOfAsync(waiting);
        // The next day, while the approval is still good.
        app.Time.Advance(TimeSpan.FromHours(20));
        await app.ApproveAsync("senior", await app.ApprovalOfAsync(waiting));
        await app.WaitForAsync("anna", waiting, "Completed");

        var days = (JsonArray)(await app.GetAsync("ops", "/api/cockpit/history?days=3")).Body!["days"]!;
        days.Select(day => ((string?)day!["day"], (int)day["received"]!, (int)day["completed"]!, (int)day["unassisted"]!))
            .ShouldBe([("2026-11-22", 0, 0, 0), ("2026-11-23", 2, 1, 1), ("2026-11-24", 0, 1, 0)]);
        using var client = await app.AsAsync("ops");
        using var csv = await client.GetAsync("/api/cockpit/history?days=2&format=csv");
        csv.Content.Headers.ContentType!.MediaType.ShouldBe("text/csv");
        (await csv.Content.ReadAsStringAsync())
            .Split("\r\n")
            .ShouldBe([
                "day,received,ended,completed,partlyCompleted,declined,withdrawn,failed,unassisted,judged,wrong",
                "2026-11-23,2,1,1,0,0,0,0,1,0,0",
                "2026-11-24,0,1,1,0,0,0,0,0,0,0",
                "",
            ]);
    }

    [Theory]
    [InlineData("days=0", "days")]
    [InlineData("days=93", "days")]
    [InlineData("format=xls", "format")]
    public async Task History_BadInput_NamesTheField(string query, string field)
    {
        await using var app = await AgenticApp.StartAsync();
        var (status, body) = await app.GetAsync("ops", $"/api/cockpit/history?{query}");
        status.ShouldBe(HttpStatusCode.BadRequest);
        body!["errors"]!.AsObject().ShouldContainKey(field);
    }

    [Fact]
    public async Task Map_ListsTheRunsAtEachStep()
    {
        await using var app = await AgenticApp.StartAsync();
        var id = await app.SubmitAsync("anna", Refund);
        await app.ConfirmAsync("anna", id);
        await app.ApprovalOfAsync(id);
        var steps = (JsonArray)(await app.GetAsync("ops", "/api/workflows/return_items/1")).Body!["steps"]!;
        var gate = steps.Single(step => (int)step!["here"]! == 1)!;
        ((string?)gate["type"]).ShouldBe("Agentic.Gate");
        ((string?)gate["runs"]![0]!["id"]).ShouldBe($"{id}-r1");
        ((string?)gate["runs"]![0]!["sentence"]).ShouldNotBeNull().ShouldContain("249,00");
    }

    [Fact]
    public async Task Packs_ShowTheirRulesInWords_WithVersions()
    {
        await using var app = await AgenticApp.StartAsync();
        var pack = (await app.GetAsync("approver", "/api/packs")).Body![0]!;
        ((string)pack["policiesHash"]!).Length.ShouldBeGreaterThan(12);
        foreach (var action in (JsonArray)pack["catalogue"]!)
        {
            ((JsonArray)action!["rules"]!).Count.ShouldBeGreaterThan(0, (string?)action["action"]);
            ((JsonArray)action["rules"]!).ShouldAllBe(rule => ((string)rule!["reason"]!["de"]!).Length > 10);
        }
        ((JsonArray)pack["limits"]!)
            .Select(limit => ((string?)limit!["amount"]?["amount"], (int?)limit["count"]))
            .ShouldBe([("100.00", null), (null, 2)]);
    }

    [Fact]
    public async Task Deputy_GetsTheMail_AndNoRights()
    {
        await using var app = await AgenticApp.StartAsync();
        var until = app.Time.GetUtcNow().AddDays(3);
        (await app.PostAsync("senior", "/api/absences", new { until, deputy = "approver" })).Body!["errors"]!
            .AsObject()
            .ShouldContainKey("deputy", "an approver does not hold a team lead's role");
        (await app.PostAsync("approver", "/api/absences", new { until = until.AddYears(2) })).Body!["errors"]!
            .AsObject()
            .ShouldContainKey("until");
        var (status, set) = await app.PostAsync("approver", "/api/absences", new { until, deputy = "senior" });
        status.ShouldBe(HttpStatusCode.OK, set?.ToJsonString());
        ((string?)set!["absences"]![0]!["deputyName"]).ShouldBe("Sonja Thiel");

        var id = await app.SubmitAsync("anna", Refund);
        await app.ConfirmAsync("anna", id);
        await app.MailAsync(mail => mail.To == "senior@shop.example" && mail.Body.Contains(id, StringComparison.Ordinal));
        await app.QuietAsync(id);
        app.Mails.ShouldNotContain(mail => mail.To == "approver@shop.example");

        app.Time.Advance(TimeSpan.FromDays(4));
        ((JsonArray)(await app.GetAsync("desk", "/api/absences")).Body!["absences"]!).ShouldBeEmpty("everybody is back");
    }

    [Fact]
    public async Task DeputyWhoLostTheRole_GetsNothing_AndSomebodyIsWrittenTo()
    {
        await using var app = await AgenticApp.StartAsync();
        await app.PostAsync("approver", "/api/absences", new { until = app.Time.GetUtcNow().AddDays(3), deputy = "senior" });
        var accounts = app.Services.GetRequiredService<AccountDirectory>();
        accounts.Replace(accounts.Find("senior")! with { Roles = [Roles.Ops] });
        var id = await app.SubmitAsync("anna", Refund);
        await app.ConfirmAsync("anna", id);
        // Nobody who may decide is there, so whoever may is written to although they are away.
        await app.MailAsync(mail => mail.To == "approver@shop.example");
        await app.QuietAsync(id);
        app.Mails.ShouldNotContain(mail => mail.To == "senior@shop.example");
    }

    [Fact]
    public async Task SecondRefundOfAnOrder_IsShownAsSuch_AndNotApprovedInABatch()
    {
        await using var app = await AgenticApp.StartAsync();
        foreach (var wish in new[] { "10051: den Gürtel zurück", "10042: 1 weißes T-Shirt zurück" })
        {
            var before = await app.SubmitAsync("anna", wish);
            await app.ConfirmAsync("anna", before);
            await app.WaitForAsync("anna", before, "Completed");
        }
        var id = await app.SubmitAsync("anna", "10051: den Schal zurück");
        await app.ConfirmAsync("anna", id);
        var listed = await app.ApprovalOfAsync(id);
        var approval = (await app.GetAsync("approver", $"/api/approvals/{listed["id"]}?include=context")).Body!;
        var earlier = ((JsonArray)approval["earlier"]!).ShouldHaveSingleItem()!;
        ((string?)earlier["moved"]!["amount"], (string?)earlier["state"]).ShouldBe(("29.90", "Done"));
        var (status, results) = await app.PostAsync(
            "approver",
            "/api/approvals/decisions",
            new { decisions = new[] { new { id = (string?)approval["id"], seal = (string?)approval["seal"] } } }
        );
        status.ShouldBe(HttpStatusCode.OK);
        ((int)results![0]!["status"]!).ShouldBe(409);
        ((string?)(await app.GetAsync("approver", $"/api/approvals/{listed["id"]}")).Body!["state"]).ShouldBe("Open");
    }

    [Fact]
    public async Task Presence_TellsColleagues_UntilOneLeavesOrFallsSilent()
    {
        await using var app = await AgenticApp.StartAsync();
        var id = await app.SubmitAsync("anna", Refund);
        await app.ConfirmAsync("anna", id);
        var path = $"/api/approvals/{(await app.ApprovalOfAsync(id))["id"]}/presence";
        async Task<string> SeenBy(string user, string query = "") =>
            string.Join(
                ',',
                ((JsonArray)(await app.PostAsync(user, path + query)).Body!["others"]!).Select(name => (string?)name)
            );

        (await SeenBy("approver")).ShouldBe("");
        (await SeenBy("senior")).ShouldBe("Alex Freitag");
        (await SeenBy("approver", "?leaving=true")).ShouldBe("Sonja Thiel");
        (await SeenBy("senior")).ShouldBe("");
        await SeenBy("approver");
        app.Time.Advance(TimeSpan.FromMinutes(1));
        (await SeenBy("senior")).ShouldBe("");
    }
}
