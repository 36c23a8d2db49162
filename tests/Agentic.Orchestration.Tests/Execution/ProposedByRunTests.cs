using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Orchestration.Connectors;
using Agentic.Orchestration.OutsideEvents;
using Agentic.Testing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Agentic.Orchestration.Tests.Execution;

/// <summary>
/// What the kernel promises for every action, for the one that a run proposes: after an inspection that found less, the
/// lower refund is confirmed, gated and sealed like any other, paid once, and the request stays a person's.
/// </summary>
public sealed class ProposedByRunTests
{
    private const string Action = "refund_return";

    [Fact]
    public async Task Carried_Out_Once_WhateverIsSentTwice()
    {
        await using var bench = Create();
        var id = await ConfirmedAsync(bench);
        await bench.ExecuteAsync(id);
        await bench.ExecuteAsync(id);
        (await DeliverAsync(bench)).ShouldBe(1);
        await bench.ExecuteAsync(id);
        var state = await bench.StateAsync(id);
        bench.Shop.Books.Select(line => line.Operation).ShouldBe(["openReturn", "refund"]);
        ((string?)bench.Shop.Books[1].Arguments["amount"]!["amount"]).ShouldBe("20.00");
        (state.Status, state.Actions[^1].Status).ShouldBe((RequestStatus.HandedOff, ActionStatus.Done));
    }

    [Fact]
    public async Task Refused_TheReturnStays_AndAHumanHasIt()
    {
        await using var bench = Create();
        bench.Shop.Before = call => call.Operation == "refund" ? new EffectResult.Refused("no") : null;
        var id = await ConfirmedAsync(bench);
        await bench.ExecuteAsync(id);
        var state = await bench.StateAsync(id);
        bench.Shop.Books.Select(line => line.Operation).ShouldBe(["openReturn"]);
        (state.Status, state.Actions[^1].Status).ShouldBe((RequestStatus.HandedOff, ActionStatus.Failed));
    }

    [Fact]
    public async Task CrashBetweenCallAndOutcome_HappensOnce()
    {
        var bench = Create();
        var id = await ConfirmedAsync(bench);
        await using var again = await bench.KilledAfterAsync(call => call.Operation == "refund", () => bench.ExecuteAsync(id));
        await again.ExecuteAsync(id);
        again.Shop.Books.Select(line => line.Operation).ShouldBe(["openReturn", "refund"]);
        (await again.StateAsync(id)).Actions[^1].Status.ShouldBe(ActionStatus.Done);
    }

    [Fact]
    public async Task Sealed_AFactThatChangesBeforeThePermit_VoidsTheApproval()
    {
        await using var known = Workbench.Create();
        var facts = known
            .Packs["retail"]
            .Actions[Action]
            .ExactFacts.Where(fact => EveryActionTests.CanChange(fact) && fact != "quote.amount")
            .ToArray();
        // The amount is the one that is asked for.
        facts.Length.ShouldBeGreaterThan(3);
        foreach (var fact in facts)
        {
            await using var bench = Create();
            var id = await AskedAsync(bench);
            EveryActionTests.Change(bench.Shop, fact);
            (await bench.DecideAsync(id, "approver")).ShouldBeNull();
            await bench.ExecuteAsync(id);
            bench.Shop.Executed("refund").ShouldBe(0, fact);
            (await bench.StateAsync(id)).Approvals[0].Status.ShouldBe(ApprovalStatus.Voided, fact);
        }
    }

    [Fact]
    public async Task WithdrawalAndApproval_AtTheSameMoment_DoneXorNot()
    {
        for (var round = 0; round < 10; round++)
        {
            await using var bench = Create();
            var id = await AskedAsync(bench);
            var after = await bench.ApprovedAndWithdrawnAsync(id);
            (bench.Shop.Executed("refund") > 0).ShouldBe(
                after.Actions[^1].Status == ActionStatus.Done,
                after.Actions[^1].Status.ToString()
            );
            // Either way the goods are back and somebody has to see to the rest.
            after.HandOffs.ShouldHaveSingleItem().IsOpen.ShouldBeTrue();
        }
    }

    private static Workbench Create()
    {
        var bench = Workbench.Create(
            model: new ScriptedChatClient(
                (messages, _) =>
                    messages.Any(message => message.Role == ChatRole.Tool)
                        ? ScriptedChatClient.Call(
                            "return_items",
                            new { orderId = "10042", items = new[] { new { line = 1, quantity = 1 } } }
                        )
                        : ScriptedChatClient.Call("find_orders")
            )
        );
        bench.Shop.AddOrder("10042", "anna", "49.00");
        bench.Shop.Orders["10042"].Quote["refundOn"] = "inspected";
        bench.Shop.After = Opened;
        return bench;
    }

    private static EffectResult? Opened(EffectCall call) =>
        call.Operation == "openReturn" ? new EffectResult.Done("RET-0001", new() { ["returnId"] = "RET-0001" }) : null;

    /// <summary>The goods are back and worth less, and the customer agrees to the lower refund.</summary>
    private static async Task<string> ConfirmedAsync(Workbench bench)
    {
        var id = await bench.RunAsync("Bestellung 10042 bitte zurück");
        (await DeliverAsync(bench)).ShouldBe(1);
        await bench.ExecuteAsync(id);
        (await bench.StateAsync(id)).Actions[^1].Name.ShouldBe(Action);
        await bench.ConfirmAsync(id);
        return id;
    }

    /// <summary>With something that a human has to look at.</summary>
    private static async Task<string> AskedAsync(Workbench bench)
    {
        var id = await ConfirmedAsync(bench);
        bench.Shop.Risk["addressAgeHours"] = 1;
        await bench.ExecuteAsync(id);
        (await bench.StateAsync(id)).Actions[^1].Status.ShouldBe(ActionStatus.AwaitingApproval);
        return id;
    }

    private static Task<int> DeliverAsync(Workbench bench) =>
        bench
            .Services.GetRequiredService<EventDelivery>()
            .DeliverAsync(
                new(
                    "shop",
                    "inspected-1",
                    "parcel.inspected",
                    "RET-0001",
                    new JsonObject { ["restock"] = true, ["amount"] = FakeShop.Euro("20.00") }
                ),
                [1],
                default
            );
}
