using Agentic.Contracts;
using Agentic.Orchestration.Agents;
using Agentic.Testing;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using FunctionResultContent = Microsoft.Extensions.AI.FunctionResultContent;

namespace Agentic.Orchestration.Tests.Agents;

/// <summary>Who has agents of their own plugs them in at the seam, and they meet the same checks.</summary>
public sealed class ForeignAgentTests
{
    private const string Words = "Bestellung 10063 stornieren";

    private static readonly object Cancel = new { orderId = "10063" };

    [Theory]
    [InlineData("cancel_order")]
    [InlineData("retail_cancel_order")]
    [InlineData("retail-cancel_order")]
    [InlineData("retail.cancel_order")]
    public async Task Proposal_UnderEachNameThatAKernelGivesIt_IsThePlan(string function)
    {
        var agent = new ForeignAgent("their planner", _ => [ForeignAgent.Call("1", function, Cancel)]);
        await using var bench = Open(agent);
        var id = await bench.RunAsync(Words);
        var state = await bench.StateAsync(id);
        state.Status.ShouldBe(RequestStatus.Completed);
        state.Actions.Single().Name.ShouldBe("cancel_order");
        bench.Shop.Executed("refund").ShouldBe(1);
        agent.Runs.ShouldBe(1, "what is journalled is not asked again");
    }

    [Fact]
    public async Task Query_IsAnsweredByUs_AndGoesBackToTheAgent()
    {
        var agent = new ForeignAgent(
            "their planner",
            messages =>
                messages.Any(message => message.Role == ChatRole.Tool)
                    ? [ForeignAgent.Call("2", "retail_cancel_order", Cancel)]
                    : [ForeignAgent.Call("1", "queries_find_orders", new { })]
        );
        await using var bench = Open(agent);
        var id = await bench.SubmitAsync(Words);
        await bench.PlanAsync(id);
        var state = await bench.StateAsync(id);
        state.Actions.Single().Name.ShouldBe("cancel_order");
        state.Planning.Turns.Select(turn => turn.Model).ShouldAllBe(model => model == "their planner");
        ((string?)state.Planning.Turns[0].Reply["calls"]![0]!["name"]).ShouldBe("find_orders");
    }

    [Fact]
    public async Task AgentThatAnswersOurCallsItself_PlansNothing_AndAPersonHasTheRequest()
    {
        var agent = new ForeignAgent(
            "headstrong",
            _ =>
                [
                    ForeignAgent.Call("1", "retail_cancel_order", Cancel),
                    new(ChatRole.Tool, [new FunctionResultContent("1", "cancelled")]),
                    new(ChatRole.Assistant, "Your order is cancelled."),
                ]
        );
        await using var bench = Open(agent);
        var id = await bench.SubmitAsync(Words);
        var state = await bench.StateAsync(id);
        for (var attempt = 0; attempt < 6 && state.HandOffs.Count == 0; attempt++)
        {
            await bench.PlanAsync(id);
            bench.Time.Advance(TimeSpan.FromHours(1));
            state = await bench.StateAsync(id);
        }
        state.PlanVersion.ShouldBe(0);
        state.HandOffs.ShouldHaveSingleItem().Reason.En.ShouldContain(nameof(AgentMisconfiguredException));
        state.Conversation.ShouldNotContain(line => line.Text.Contains("cancelled"));
        bench.Shop.Books.ShouldBeEmpty();
    }

    [Fact]
    public async Task ToolsOfTheAgentsOwn_AreItsAffair()
    {
        var agent = new ForeignAgent(
            "their planner",
            _ =>
                [
                    ForeignAgent.Call("own", "search_their_wiki", new { words = "cancel" }),
                    new(ChatRole.Tool, [new FunctionResultContent("own", "page 7")]),
                    ForeignAgent.Call("1", "retail_cancel_order", Cancel),
                ]
        );
        await using var bench = Open(agent);
        var id = await bench.SubmitAsync(Words);
        await bench.PlanAsync(id);
        var state = await bench.StateAsync(id);
        state.Actions.Single().Name.ShouldBe("cancel_order");
        state.Planning.Turns.ShouldHaveSingleItem().Reply["calls"]!.AsArray().Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("give_opinion")]
    [InlineData("review_give_opinion")]
    public async Task Reviewer_CanBeSomebodyElses(string function)
    {
        var agent = new ForeignAgent(
            "their reviewer",
            _ => [ForeignAgent.Call("1", function, new { agrees = false, doubts = new[] { new { de = "Nein", en = "No" } } })]
        );
        await using var bench = Open(ReturningPlanner(), agent);
        var id = await bench.RunAsync("Bestellung 10042 bitte zurück");
        var state = await bench.StateAsync(id);
        state.Actions.Single().Opinion!.By.ShouldBe("their reviewer");
        state.Approvals.ShouldHaveSingleItem().Asked.Gated.Reasons.ShouldContain(reason => reason.Rule == "second-opinion");
        bench.Shop.Books.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Reviewer_ThatDealsWithItsOwnCall_OrChangesItsMind_SendsToAHuman(bool answersItself)
    {
        ChatMessage Opinion(string id, bool agrees) =>
            ForeignAgent.Call(id, "give_opinion", new { agrees, doubts = Array.Empty<object>() });
        var reviewer = new ForeignAgent(
            "their reviewer",
            _ =>
                answersItself
                    ? [Opinion("1", agrees: true), new(ChatRole.Tool, [new FunctionResultContent("1", "noted")])]
                    : [Opinion("1", agrees: true), Opinion("2", agrees: false)]
        );
        await using var bench = Open(ReturningPlanner(), reviewer);
        var id = await bench.RunAsync("Bestellung 10042 bitte zurück");
        (await bench.StateAsync(id)).Approvals.Count.ShouldBe(1);
        bench.Shop.Books.ShouldBeEmpty();
    }

    [Fact]
    public async Task Plugins_HaveEveryFunction_WithItsArguments_AndCarryOutNone()
    {
        await using var bench = Workbench.Create();
        var plugins = bench.Services.GetRequiredService<AgentPlugins>();
        var kernel = new Kernel();
        kernel.Plugins.AddRange(plugins.Planner);
        var pack = bench.Packs["retail"];
        var actions = pack.Actions.Values.Where(action => action.Plannable).ToDictionary(action => action.Name);
        var retail = plugins.Planner.Single(plugin => plugin.Name == "retail");
        retail.Select(function => function.Name).ShouldBe(actions.Keys, ignoreOrder: true);
        foreach (var function in retail)
        {
            function
                .Metadata.Parameters.Select(parameter => parameter.Name)
                .ShouldBe([.. actions[function.Name].Arguments.Keys, PlannerFunctions.After], ignoreOrder: true);
        }
        plugins
            .Planner.Single(plugin => plugin.Name == "conversation")
            .Select(function => function.Name)
            .ShouldBe(["ask_customer", "hand_off", "nothing_to_propose"], ignoreOrder: true);
        plugins.Planner.Select(plugin => plugin.Name).ShouldContain("town_library");
        foreach (var function in plugins.Planner.SelectMany(plugin => plugin).Append(AgentPlugins.Reviewer.Single()))
        {
            var refused = await Should.ThrowAsync<InvalidOperationException>(async () =>
                await function.InvokeAsync(kernel, new KernelArguments())
            );
            refused.Message.ShouldContain("autoInvoke: false");
        }
        bench.Shop.Books.ShouldBeEmpty();
    }

    [Fact]
    public async Task OwnAgent_AsksTheModelOncePerTurn()
    {
        // The library's default pipeline would carry out a function and ask again within one turn.
        var model = new ScriptedChatClient(
            (messages, _) =>
                messages.Any(message => message.Role == ChatRole.Tool)
                    ? ScriptedChatClient.Call("cancel_order", Cancel)
                    : ScriptedChatClient.Call("find_orders")
        );
        await using var bench = Workbench.Create(model: model);
        var id = await bench.SubmitAsync(Words);
        await bench.PlanAsync(id);
        var state = await bench.StateAsync(id);
        (model.Calls, state.Planning.Turns.Count, state.Actions.Count).ShouldBe((2, 2, 1));
    }

    private static ForeignAgent ReturningPlanner()
    {
        var items = new[] { new { line = 1, quantity = 1 } };
        return new(
            "their planner",
            messages =>
                messages.Any(message => message.Role == ChatRole.Tool)
                    ? [ForeignAgent.Call("2", "return_items", new { orderId = "10042", items })]
                    : [ForeignAgent.Call("1", "find_orders", new { })]
        );
    }

    private static Workbench Open(ForeignAgent planner, ForeignAgent? reviewer = null)
    {
        var shop = new FakeShop();
        shop.AddOrder("10042", "anna", "49.00");
        shop.AddOrder("10063", "anna", "69.90", "pending");
        return Workbench.Create(
            shop: shop,
            services: services =>
            {
                services.AddKeyedSingleton<AIAgent>(AgentRoles.Planner, planner);
                if (reviewer is not null)
                {
                    services.AddKeyedSingleton<AIAgent>(AgentRoles.Reviewer, reviewer);
                }
            }
        );
    }
}
