using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Orchestration.Agents;
using Agentic.Orchestration.Packs;
using Agentic.Testing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using static Agentic.Orchestration.Tests.Agents.TwoDomains;

namespace Agentic.Orchestration.Tests.Agents;

/// <summary>One host, a shop and a library: each request belongs to one of them, and no wish is lost between them.</summary>
public sealed class SeveralPacksTests
{
    [Fact]
    public async Task OneWish_GoesToThePackWhoseActionItIs()
    {
        var model = Says(Calls(("renew_loan", Renew)));
        await using var bench = Open(model);
        var id = await bench.SubmitAsync("Bitte L2041 verlängern");
        (await bench.StateAsync(id)).Pack.ShouldBe("retail", "somebody has to speak for it");
        await bench.PlanAsync(id);
        var state = await bench.StateAsync(id);
        (state.Pack, state.Referred.Count).ShouldBe(("town-library", 0));
        state.Actions.Single().Sentence.ShouldContain("Der Sandmann");
        await bench.ConfirmAsync(id);
        await bench.ExecuteAsync(id);
        (await bench.StateAsync(id)).Status.ShouldBe(RequestStatus.Completed);
        Loans(bench).Find("L2041")!.Renewals.ShouldBe(1);
        (await EventsAsync(bench, id)).OfType<PackChosen>().ShouldBe([new("town-library")]);
    }

    [Fact]
    public async Task TwoWishes_AreTwoLinkedRequests_AndTheModelIsAskedOnce()
    {
        var model = Says(Calls(("renew_loan", Renew), ("cancel_order", Cancel)));
        await using var bench = Open(model);
        var id = await bench.SubmitAsync(Both);
        await bench.PlanAsync(id);
        var first = await bench.StateAsync(id);
        first.Pack.ShouldBe("retail");
        first.Actions.Select(action => action.Name).ShouldBe(["cancel_order"]);
        var linked = first.Referred.ShouldHaveSingleItem();
        linked.Pack.ShouldBe("town-library");
        first.Conversation.ShouldContain(line => line.Text.Contains("Ausleihen und Gebühren", StringComparison.Ordinal));
        await bench.PlanAsync(linked.RequestId);
        var second = await bench.StateAsync(linked.RequestId);
        (second.Pack, second.LinkedTo, second.CustomerId, second.Text).ShouldBe(("town-library", id, "anna", Both));
        second.Actions.Select(action => action.Name).ShouldBe(["renew_loan"]);
        second.Referred.ShouldBeEmpty("the other wish is where it was written");
        model.Calls.ShouldBe(1);
        foreach (var request in new[] { id, linked.RequestId })
        {
            await bench.ConfirmAsync(request);
            await bench.ExecuteAsync(request);
            (await bench.StateAsync(request)).Status.ShouldBe(RequestStatus.Completed);
        }
        Loans(bench).Find("L2041")!.Renewals.ShouldBe(1);
        bench.Shop.Executed("cancelOrder").ShouldBe(1);
    }

    [Fact]
    public async Task PlannedTwice_OpensOneLinkedRequest()
    {
        var model = Says(Calls(("renew_loan", Renew), ("cancel_order", Cancel)));
        await using var bench = Open(model);
        var id = await bench.SubmitAsync(Both);
        var round = new PlanningRound(bench.Packs["retail"], await bench.StateAsync(id));
        var referrals = bench.Services.GetRequiredService<Referrals>();
        var calls = new[]
        {
            new JsonObject
            {
                ["name"] = "renew_loan",
                ["arguments"] = new JsonObject { ["loanId"] = "L2041" },
            },
        };
        // The process dies after the linked request is stored and before the first one says so.
        var before = await referrals.ReferAsync(round, bench.Packs["town-library"], calls, "scripted", default);
        await bench.PlanAsync(id);
        (await bench.StateAsync(id)).Referred.ShouldBe([before.OfType<WishReferred>().Single()]);
        (await bench.Store.Requests.ListOpenAsync("anna", default)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task SameCallTwice_IsOneStep()
    {
        var model = Says(
            Calls(("renew_loan", Renew), ("renew_loan", Renew), ("cancel_order", Cancel), ("cancel_order", Cancel))
        );
        await using var bench = Open(model);
        var id = await bench.SubmitAsync(Both);
        await bench.PlanAsync(id);
        var first = await bench.StateAsync(id);
        first.Actions.Count.ShouldBe(1);
        var linked = first.Referred.Single().RequestId;
        await bench.PlanAsync(linked);
        (await bench.StateAsync(linked)).Actions.Count.ShouldBe(1);
    }

    [Fact]
    public async Task SuspendedPack_HoldsItsOwnRequestsOnly()
    {
        var model = Says(Calls(("renew_loan", Renew), ("cancel_order", Cancel)));
        await using var bench = Open(model);
        await bench
            .Services.GetRequiredService<Suspensions>()
            .SetAsync("town-library", true, "ops", "closed for stocktaking", default);
        var id = await bench.SubmitAsync(Both);
        await bench.PlanAsync(id);
        var first = await bench.StateAsync(id);
        first.Actions.Select(action => action.Name).ShouldBe(["cancel_order"]);
        var linked = first.Referred.Single().RequestId;
        await bench.PlanAsync(linked);
        var second = await bench.StateAsync(linked);
        (second.PlanVersion, second.Planning.Attempt).ShouldBe((0, 1));
        second.Planning.RetryAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task AllOrNothing_AcrossDomains_IsRefusedToTheModel()
    {
        var plan = """
            {"atomic": true, "actions": [
              {"action": "renew_loan", "arguments": {"loanId": "L2041"}},
              {"action": "cancel_order", "arguments": {"orderId": "10063"}}
            ]}
            """;
        var model = Says(new ChatResponse(new ChatMessage(ChatRole.Assistant, plan)), Calls(("renew_loan", Renew)));
        await using var bench = Open(model);
        var id = await bench.SubmitAsync(Both);
        await bench.PlanAsync(id);
        model
            .Shown[^1]
            .SelectMany(message => message.Contents)
            .OfType<FunctionResultContent>()
            .ShouldAllBe(result => result.Result!.ToString()!.Contains("within one service", StringComparison.Ordinal));
    }

    [Fact]
    public async Task After_NamesAnActionOfTheSameDomain()
    {
        var model = Says(
            Calls(("renew_loan", Renew), ("cancel_order", new { orderId = "10063", after = new[] { 1 } })),
            Calls(("renew_loan", Renew), ("cancel_order", Cancel))
        );
        await using var bench = Open(model);
        var id = await bench.SubmitAsync(Both);
        await bench.PlanAsync(id);
        model.Calls.ShouldBe(2);
        var state = await bench.StateAsync(id);
        (state.Actions.Single().After.Count, state.Referred.Count).ShouldBe((0, 1));
    }

    [Fact]
    public async Task CallersPack_SpeaksForTheRequest_AndTheActionsStillDecide()
    {
        var model = Says(Calls(("cancel_order", Cancel)));
        await using var bench = Open(model);
        var (state, refusal) = await bench.Submission.SubmitAsync(
            Workbench.Anna,
            new("anna", "10063 stornieren", "de", Pack: "town-library"),
            null,
            default
        );
        refusal.ShouldBeNull();
        state!.Pack.ShouldBe("town-library");
        await bench.PlanAsync(state.Id);
        (await bench.StateAsync(state.Id)).Pack.ShouldBe("retail");
        var (_, unknown) = await bench.Submission.SubmitAsync(
            Workbench.Anna,
            new("anna", "x", "de", Pack: "zoo"),
            null,
            default
        );
        unknown!.FieldName().ShouldBe("pack");
        unknown!.Detail.ShouldContain("retail, town-library");
    }

    [Fact]
    public async Task StatutoryRight_OfAnyDomain_IsAcknowledgedAtOnce()
    {
        await using var bench = Open(Says(Calls(("renew_loan", Renew))));
        var (state, _) = await bench.Submission.SubmitAsync(
            Workbench.Anna,
            new("anna", "Ich widerrufe meine Bestellung 10042", "de", Pack: "town-library"),
            null,
            default
        );
        state!.IsStatutory.ShouldBeTrue();
    }

    [Fact]
    public async Task NeverOneDomainsWords_InAnothersMouth()
    {
        await using var bench = Workbench.Create();
        foreach (var locale in new[] { "de", "en" })
        {
            var library = bench.Packs["town-library"].Texts;
            var said = library.Keys.Select(key => library.Render(key, locale, [])).ToArray();
            said.ShouldAllBe(text => !ShopWords.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase)));
        }
    }

    [Fact]
    public async Task SameName_InTwoPacks_IsCalledWithThePacksName()
    {
        await using var bench = Workbench.Create();
        var twin = bench.Packs["town-library"] with { Name = "village-library" };
        bench.Packs.Replace(twin);
        var catalogue = bench.Services.GetRequiredService<PlannerCatalogue>();
        PlannerCatalogue.Overlaps(bench.Packs.All).Select(overlap => overlap.Action).ShouldBe(["renew_loan", "waive_fee"]);
        catalogue.Find("renew_loan").ShouldBeNull();
        catalogue.Find("village-library__renew_loan")!.Pack.ShouldBeSameAs(twin);
        catalogue.Tools.Select(tool => tool.Name).ShouldBeUnique();
        catalogue.Tools.Select(tool => tool.Name).ShouldAllBe(name => name.Length <= 64);
    }
}
