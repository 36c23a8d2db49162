using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Orchestration.Agents;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Tests.Requests;
using Agentic.Testing;

namespace Agentic.Orchestration.Tests.Agents;

public sealed class RepeatedWishTests
{
    private static readonly Lazy<Pack> Retail = new(() =>
    {
        var bench = Workbench.Create();
        return bench.Packs.All.Single(pack => pack.Name == "retail");
    });

    [Theory]
    [InlineData("Where is my money?", false)]
    [InlineData("please send 10042 back", true)]
    [InlineData("What about 10042 now?", true)]
    [InlineData("And 10043 as well", false)]
    public void NewestWords_RepeatAWish_WhenTheySayItAgainOrNameJustThat(string words, bool expected)
    {
        var known = States.Action(ActionStatus.Executing) with
        {
            Name = "return_items",
            Arguments = new() { ["orderId"] = "10042" },
        };
        var state = States.Request(known) with
        {
            Conversation = [Said("Please send 10042 back"), Said("Thank you"), Said(words)],
        };
        RepeatedWish.IsRepeated(Retail.Value, state, [known]).ShouldBe(expected);
    }

    [Fact]
    public async Task NewerWord_ThatReplacesTheOneItComesAfter_IsCarriedOutAlone()
    {
        (string, object) Goodwill(string amount, params int[] after) =>
            (
                "goodwill_refund",
                new
                {
                    orderId = "10042",
                    amount = new { amount, currency = "EUR" },
                    after,
                }
            );
        await using var bench = TwoDomains.Open(
            TwoDomains.Says(TwoDomains.Calls(Goodwill("10.00")), TwoDomains.Calls(Goodwill("10.00"), Goodwill("15.00", 1)))
        );
        bench.Shop.AddOrder("10042", "anna", "249.00");
        var id = await bench.RunAsync("10.00 EUR gutschreiben für 10042");
        (await bench.StateAsync(id)).Actions.Single().Status.ShouldBe(ActionStatus.AwaitingApproval);
        await bench.WriteAsync(await bench.StateAsync(id), "danach lieber 15.00 EUR für 10042");
        await bench.PlanAsync(id);
        await bench.ConfirmAsync(id);
        await bench.ExecuteAsync(id);
        var state = await bench.StateAsync(id);
        state
            .Actions.Select(action => action.Status)
            .ShouldBe([ActionStatus.Withdrawn, ActionStatus.AwaitingApproval], "what was agreed last is still decided on");
    }

    [Fact]
    public async Task WhatComesAfterAKnownWish_WaitsForTheOneThatIsUnderWay()
    {
        var items = new[] { new { line = 1, quantity = 1 } };
        (string, object) first = ("return_items", new { orderId = "10042", items });
        (string, object) second = (
            "return_items",
            new
            {
                orderId = "10051",
                items,
                after = new[] { 1 },
            }
        );
        await using var bench = TwoDomains.Open(TwoDomains.Says(TwoDomains.Calls(first), TwoDomains.Calls(first, second)));
        bench.Shop.AddOrder("10042", "anna", "249.00");
        bench.Shop.AddOrder("10051", "anna", "49.00");
        var id = await bench.RunAsync("Bestellung 10042 zurück");
        (await bench.StateAsync(id)).Actions.Single().Status.ShouldBe(ActionStatus.AwaitingApproval);
        await bench.WriteAsync(await bench.StateAsync(id), "und danach Bestellung 10051");
        await bench.PlanAsync(id);
        var state = await bench.StateAsync(id);
        state
            .Actions.Select(action => action.After)
            .ShouldBe([
                [],
                [1],
            ]);
        await bench.ConfirmAsync(id);
        await bench.ExecuteAsync(id);
        bench.Shop.Books.ShouldBeEmpty("the first one waits for its approval, and the second for the first");
    }

    [Fact]
    public void SameAction_IsTheSameWish_WhateverTheNoteAroundItsNumber()
    {
        var action = Retail.Value.Actions["return_items"];
        var known = States.Action(ActionStatus.Executing) with { Arguments = Of("10042", 1) };
        RepeatedWish.IsSameWish(action, known, Planned(Of("10042", 1))).ShouldBeTrue();
        RepeatedWish.IsSameWish(action, known, Planned(Of("10042", 2))).ShouldBeFalse("it is another piece");
        RepeatedWish.IsSameWish(action, known, Planned(Of("10043", 1))).ShouldBeFalse("it is another order");
    }

    [Theory]
    [InlineData(ActionStatus.Executing, false, true)]
    [InlineData(ActionStatus.Unclear, false, true)]
    [InlineData(ActionStatus.Done, false, true)]
    [InlineData(ActionStatus.Done, true, false)]
    [InlineData(ActionStatus.Denied, false, false)]
    [InlineData(ActionStatus.Withdrawn, false, false)]
    public void WhatIsOnItsWay_IsNotProposedAgain(ActionStatus status, bool byEmployee, bool expected)
    {
        var action = States.Action(status);
        RepeatedWish.IsOnItsWay(States.Request(action), action, byEmployee).ShouldBe(expected);
    }

    private static JsonObject Of(string order, int line) =>
        new() { ["orderId"] = order, ["items"] = new JsonArray(new JsonObject { ["line"] = line, ["quantity"] = 1 }) };

    private static PlannedAction Planned(JsonObject arguments) =>
        new(2, [], "return_items", arguments, "Return", null, new(GateOutcome.Allowed, []), []);

    private static ConversationLine Said(string text) => new("customer", text, States.Now, false);
}
