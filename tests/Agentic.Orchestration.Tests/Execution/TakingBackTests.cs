using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Orchestration.Approvals;
using Agentic.Orchestration.Connectors;
using Agentic.Orchestration.OutsideEvents;
using Agentic.Testing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Agentic.Orchestration.Tests.Execution;

/// <summary>What is taken back, what is left alone, and when a person has to look instead.</summary>
public sealed class TakingBackTests
{
    private const string Words =
        "Bestellung 10042 und 10043 nach Gartenweg 5, 50667 Köln oder Ringstraße 1, 10115 Berlin, gift";

    [Fact]
    public async Task Instructed_Money_CannotBeFollowedByCancellingItsReturn()
    {
        await using var bench = Create(_ => Call("return_items", new { orderId = "10042", items = Items }), "delivered");
        bench.Shop.After = call => call.Operation == "refund" ? new EffectResult.Accepted("REF-1", []) : null;
        var id = await RunAsync(bench);
        var state = await bench.StateAsync(id);
        state.Status.ShouldBe(RequestStatus.Completed);
        UndoApproval.GetDenialReason(state.Actions[0])!.ShouldContain("on its way");
        // Even when the undo is required otherwise, the return stays as long as the money is gone.
        await bench.Journal.UpdateAsync(id, _ => [new UndoRequired(1, "test", "agentic")], default);
        await bench.ExecuteAsync(id);
        bench.Shop.Executed("cancelReturn").ShouldBe(0);
        (await bench.StateAsync(id)).HandOffs.ShouldHaveSingleItem().Topic.ShouldBe("undo");
    }

    [Fact]
    public async Task Returned_WhileAPersonHasTheRequest_IsAWorkItemOfItsOwn()
    {
        await using var bench = Create(_ => Call("return_items", new { orderId = "10042", items = Items }), "delivered");
        bench.Shop.After = call => call.Operation == "refund" ? new EffectResult.Accepted("REF-1", []) : null;
        var id = await RunAsync(bench);
        await bench.Requests.ObjectAsync(await bench.StateAsync(id), "something else", default);
        (await DeliverAsync(bench, "refund.returned", "REF-1")).ShouldBe(1);
        var state = await bench.StateAsync(id);
        state
            .HandOffs.Select(handOff => (handOff.Topic, handOff.TakesOverRequest))
            .ShouldBe([("customer", true), ("returned-money", false)]);
        state.Actions[0].Effects.Single(effect => effect.Effect.Operation == "refund").IsLive.ShouldBeFalse();
    }

    [Fact]
    public async Task Refused_AfterTheParcelCame_GoesToAPerson_AndTheReturnStaysOpen()
    {
        await using var bench = Create(_ => Call("return_items", new { orderId = "10042", items = Items }), "delivered");
        bench.Shop.Orders["10042"].Quote["refundOn"] = "received";
        var id = await RunAsync(bench);
        bench.Shop.Before = call =>
            call.Operation == "refund" ? new EffectResult.Refused("More than what was captured.") : null;
        (await DeliverAsync(bench, "parcel.received", "1", "newsletter")).ShouldBe(1);
        await bench.ExecuteAsync(id);
        // Another source says nothing about the shop's parcels.
        bench.Shop.Books.Count.ShouldBe(1);
        (await bench.StateAsync(id)).Actions[0].Status.ShouldBe(ActionStatus.Executing);
        (await DeliverAsync(bench, "parcel.received", "1")).ShouldBe(1);
        await bench.ExecuteAsync(id);
        bench.Shop.Executed("cancelReturn").ShouldBe(0);
        var state = await bench.StateAsync(id);
        (state.Status, state.HandOffs.ShouldHaveSingleItem().Topic).ShouldBe((RequestStatus.HandedOff, "undo"));
    }

    [Fact]
    public async Task Undo_OfAnEarlierChange_DoesNotOverwriteALaterOne()
    {
        var address = new
        {
            street = "Gartenweg 5",
            postalCode = "50667",
            city = "Köln",
            country = "DE",
        };
        await using var bench = Create(_ => Call("change_order_address", new { orderId = "10042", address }), "pending");
        var first = await RunAsync(bench);
        address = new
        {
            street = "Ringstraße 1",
            postalCode = "10115",
            city = "Berlin",
            country = "DE",
        };
        var second = await RunAsync(bench);
        (await bench.StateAsync(second)).Status.ShouldBe(RequestStatus.Completed);
        await bench.Journal.UpdateAsync(first, _ => [new UndoRequired(1, "test", "ops")], default);
        await bench.ExecuteAsync(first);
        bench.Shop.Books.Count.ShouldBe(2);
        var state = await bench.StateAsync(first);
        (state.Actions[0].Status, state.HandOffs.ShouldHaveSingleItem().Topic).ShouldBe((ActionStatus.Done, "undo"));
        await bench.Journal.UpdateAsync(second, _ => [new UndoRequired(1, "test", "ops")], default);
        await bench.ExecuteAsync(second);
        ((string?)bench.Shop.Books[^1].Arguments["address"]!["street"]).ShouldBe("Lindenstraße 8");
    }

    [Fact]
    public async Task Undo_ByPeople_OfOneActionOfAnAtomicPlan_LeavesItsPartners()
    {
        var plan = new JsonObject
        {
            ["atomic"] = true,
            ["actions"] = new JsonArray(
                new JsonObject
                {
                    ["action"] = "change_order_payment",
                    ["arguments"] = new JsonObject { ["orderId"] = "10042", ["payWith"] = "gift" },
                },
                new JsonObject
                {
                    ["action"] = "change_order_payment",
                    ["arguments"] = new JsonObject { ["orderId"] = "10043", ["payWith"] = "gift" },
                }
            ),
        };
        await using var bench = Create(_ => new(new ChatMessage(ChatRole.Assistant, plan.ToJsonString())), "pending");
        var id = await RunAsync(bench);
        await bench.Journal.UpdateAsync(id, _ => [new UndoRequired(1, "test", "ops")], default);
        await bench.ExecuteAsync(id);
        (await bench.StateAsync(id)).Actions.Select(action => action.Status).ShouldBe([ActionStatus.Undone, ActionStatus.Done]);
    }

    [Fact]
    public async Task Correction_BeforeThePermit_ReplacesWhatWasAskedBefore()
    {
        var address = new
        {
            street = "Gartenweg 5",
            postalCode = "50667",
            city = "Köln",
            country = "DE",
        };
        await using var bench = Create(_ => Call("change_order_address", new { orderId = "10042", address }), "pending");
        bench.Shop.Risk["addressAgeHours"] = 1;
        var id = await RunAsync(bench);
        (await bench.StateAsync(id)).Status.ShouldBe(RequestStatus.AwaitingApproval);
        address = new
        {
            street = "Ringstraße 1",
            postalCode = "10115",
            city = "Berlin",
            country = "DE",
        };
        await bench.WriteAsync(await bench.StateAsync(id), "doch lieber Ringstraße 1, 10115 Berlin");
        await bench.PlanAsync(id);
        await bench.ConfirmAsync(id);
        await bench.ExecuteAsync(id);
        var state = await bench.StateAsync(id);
        state.Actions.Select(action => action.Status).ShouldBe([ActionStatus.Withdrawn, ActionStatus.AwaitingApproval]);
        state.Approvals.Select(approval => approval.Status).ShouldBe([ApprovalStatus.Withdrawn, ApprovalStatus.Open]);
        (await bench.DecideAsync(id, "approver")).ShouldBeNull();
        await bench.ExecuteAsync(id);
        ((string?)bench.Shop.Books.ShouldHaveSingleItem().Arguments["address"]!["street"]).ShouldBe("Ringstraße 1");
    }

    private static object Items { get; } = new[] { new { line = 1, quantity = 1 } };

    private static ChatResponse Call(string action, object arguments) => ScriptedChatClient.Call(action, arguments);

    private static Workbench Create(Func<int, ChatResponse> answer, string status)
    {
        var bench = Workbench.Create(model: new ScriptedChatClient((messages, _) => answer(messages.Count)));
        bench.Shop.AddOrder("10042", "anna", "49.00", status);
        bench.Shop.AddOrder("10043", "anna", "49.00", status);
        return bench;
    }

    private static async Task<string> RunAsync(Workbench bench) => await bench.RunAsync(Words);

    private static Task<int> DeliverAsync(Workbench bench, string type, string key, string source = "shop") =>
        bench
            .Services.GetRequiredService<EventDelivery>()
            .DeliverAsync(new(source, $"{source}-{type}-{key}", type, key, []), [1], default);
}
