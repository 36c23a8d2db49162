using Agentic.Contracts;
using Agentic.Orchestration.Agents;
using Agentic.Orchestration.Packs;
using Agentic.Testing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Agentic.Orchestration.Tests.Planning;

/// <summary>The second opinion can only tighten: it sends to a human what does not fit the customer's words.</summary>
public sealed class SecondOpinionTests
{
    private static readonly object Items = new[] { new { line = 1, quantity = 1 } };

    [Fact]
    public async Task Planner_ProposingAnotherOwnOrder_NeedsAHuman()
    {
        // Grounded, the customer's own, small: only the words say that it is the wrong one.
        await using var bench = Create(
            new ScriptedChatClient(
                (messages, _) =>
                    messages.Any(message => message.Role == ChatRole.Tool)
                        ? ScriptedChatClient.Call("return_items", new { orderId = "10043", items = Items })
                        : ScriptedChatClient.Call("find_orders")
            )
        );
        var id = await bench.RunAsync("Bestellung 10042 bitte zurück");
        var state = await bench.StateAsync(id);
        state.Actions[0].Opinion!.Agrees.ShouldBeFalse();
        state
            .Approvals[0]
            .Asked.Gated.Reasons.ShouldContain(reason => reason.Rule == "second-opinion" && reason.Staff.En.Contains("10042"));
        bench.Shop.Books.ShouldBeEmpty();
        (await bench.DecideAsync(id, "approver")).ShouldBeNull();
        await bench.ExecuteAsync(id);
        bench.Shop.Executed("refund").ShouldBe(1);
    }

    [Theory]
    [InlineData("Bestellung 10042 für 99 Euro zurück", "spricht von 99,00", "speaks of €99.00")]
    [InlineData("2 Jacken aus 10042 bitte zurück", "spricht von 2 × Jacke", "speaks of 2 × jacket")]
    public async Task Proposal_OtherThanTheWordsSay_NeedsAHuman(string words, string german, string english)
    {
        await using var bench = Create(
            new ScriptedChatClient(
                (messages, _) =>
                    messages.Any(message => message.Role == ChatRole.Tool)
                        ? ScriptedChatClient.Call("return_items", new { orderId = "10042", items = Items })
                        : ScriptedChatClient.Call("find_orders")
            )
        );
        var id = await bench.RunAsync(words);
        (await bench.StateAsync(id))
            .Approvals[0]
            .Asked.Gated.Reasons.ShouldContain(reason =>
                reason.Rule == "second-opinion" && reason.Staff.De.Contains(german) && reason.Staff.En.Contains(english)
            );
        bench.Shop.Books.ShouldBeEmpty();
    }

    [Fact]
    public async Task Reviewer_Agreeing_ChangesNothing()
    {
        await using var bench = Create(null);
        var id = await bench.RunAsync("Bestellung 10042 bitte zurück");
        (await bench.StateAsync(id)).Actions[0].Opinion.ShouldNotBeNull().Agrees.ShouldBeTrue();
        (await bench.StateAsync(id)).Status.ShouldBe(RequestStatus.Completed);
    }

    [Theory]
    [InlineData("throws")]
    [InlineData("says nothing")]
    [InlineData("answers nonsense")]
    public async Task Reviewer_NotAnswering_SendsToAHuman(string how)
    {
        var reviewer = new ScriptedChatClient(
            (_, _) =>
                how switch
                {
                    "throws" => throw new HttpRequestException("down"),
                    "says nothing" => new(new ChatMessage(ChatRole.Assistant, "fine")),
                    _ => ScriptedChatClient.Call(PlannerFunctions.GiveOpinion, new { agrees = "yes" }),
                }
        );
        await using var bench = Create(null, reviewer);
        var id = await bench.RunAsync("Bestellung 10042 bitte zurück");
        var state = await bench.StateAsync(id);
        (state.Status, state.Actions[0].Opinion).ShouldBe((RequestStatus.AwaitingApproval, null));
        reviewer.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task Autonomy_Sample_RunsAtOnce_AndQueuesAShareForALaterLook()
    {
        await using var bench = Create(null);
        var pack = bench.Packs["retail"];
        bench.Packs.Replace(
            pack with
            {
                Actions = pack.Actions.ToDictionary(
                    action => action.Key,
                    action =>
                        action.Key == "return_items"
                            ? action.Value with
                            {
                                Autonomy = Autonomy.Sample,
                                SamplePercent = 100,
                            }
                            : action.Value
                ),
            }
        );
        var id = await bench.RunAsync("Bestellung 10042 bitte zurück");
        var state = await bench.StateAsync(id);
        state.Status.ShouldBe(RequestStatus.Completed);
        var sample = state.HandOffs.ShouldHaveSingleItem();
        (sample.Topic, sample.TakesOverRequest, sample.IsOpen).ShouldBe(("sample", false, true));
        (await bench.Store.Queues.ListHandOffsAsync("open", "sample", null, 10, default)).ShouldHaveSingleItem();
        bench.Resolve(state, sample, new("fine", "ok"), "cx").Refusal!.Detail.ShouldContain("right, wrong");
        bench
            .Resolve(state, sample, new("wrong", "the other jacket was meant"), "cx")
            .Events.ShouldHaveSingleItem()
            .ShouldBeOfType<HandOffResolved>();
    }

    [Fact]
    public async Task Autonomy_Approve_AsksAHuman()
    {
        await using var bench = With(Autonomy.Approve);
        var id = await bench.RunAsync("Bestellung 10042 bitte zurück");
        (await bench.StateAsync(id)).Status.ShouldBe(RequestStatus.AwaitingApproval);
    }

    [Fact]
    public async Task Autonomy_Assist_PreparesAndHandsOver_AndWhatTheEmployeeProposesIsGated()
    {
        await using var bench = With(Autonomy.Assist);
        var id = await bench.RunAsync("Bestellung 10042 bitte zurück");
        var state = await bench.StateAsync(id);
        state.HandOffs.ShouldHaveSingleItem().Topic.ShouldBe("policy");
        bench.Shop.Books.ShouldBeEmpty();
        var proposed = await bench
            .Services.GetRequiredService<PlanBuilder>()
            .MakeAsync(
                bench.Packs["retail"],
                state,
                [new(bench.Packs["retail"].Actions["return_items"], state.Actions[0].Arguments, [])],
                "employee:desk",
                false,
                default,
                "desk"
            );
        await bench.Journal.UpdateAsync(id, _ => proposed.Events, default);
        await bench.ConfirmAsync(id);
        await bench.ExecuteAsync(id);
        (await bench.StateAsync(id)).Approvals.ShouldHaveSingleItem().Status.ShouldBe(ApprovalStatus.Open);
        (await bench.DecideAsync(id, "approver")).ShouldBeNull();
        await bench.ExecuteAsync(id);
        bench.Shop.Executed("refund").ShouldBe(1);
    }

    /// <summary>
    /// The stopped action of the plan before is replaced, so its target is carried out once, by the employee's.
    /// </summary>
    [Fact]
    public async Task EmployeesProposal_ReplacesTheStoppedActionOnTheSameTarget()
    {
        await using var bench = With(Autonomy.Approve);
        var id = await bench.RunAsync("Bestellung 10042 bitte zurück");
        await bench.Requests.HandOffAsync(await bench.StateAsync(id), "a person, please", default);
        var state = await bench.StateAsync(id);
        state.Actions[0].Status.IsTerminal().ShouldBeFalse();
        var proposed = await bench
            .Services.GetRequiredService<PlanBuilder>()
            .MakeAsync(
                bench.Packs["retail"],
                state,
                [new(bench.Packs["retail"].Actions["return_items"], state.Actions[0].Arguments, [])],
                "employee:desk",
                false,
                default,
                "desk"
            );
        await bench.Journal.UpdateAsync(id, _ => proposed.Events, default);
        await bench.ConfirmAsync(id);
        (await bench.StateAsync(id))
            .Actions.Select(action => action.Status)
            .ShouldBe([ActionStatus.Withdrawn, ActionStatus.Confirmed]);
    }

    private static Workbench With(Autonomy autonomy)
    {
        var bench = Create(null);
        var pack = bench.Packs["retail"];
        bench.Packs.Replace(
            pack with
            {
                Actions = pack.Actions.ToDictionary(action => action.Key, action => action.Value with { Autonomy = autonomy }),
            }
        );
        return bench;
    }

    private static Workbench Create(IChatClient? model, IChatClient? reviewer = null)
    {
        var bench = Workbench.Create(model: model, reviewer: reviewer);
        bench.Shop.AddOrder("10042", "anna", "49.00");
        bench.Shop.AddOrder("10043", "anna", "49.00");
        return bench;
    }
}
