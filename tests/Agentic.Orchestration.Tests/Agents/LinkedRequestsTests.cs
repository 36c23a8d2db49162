using Agentic.Contracts;
using static Agentic.Orchestration.Tests.Agents.TwoDomains;

namespace Agentic.Orchestration.Tests.Agents;

/// <summary>A wish of another domain goes on in a request of its own.</summary>
public sealed class LinkedRequestsTests
{
    [Fact]
    public async Task LaterWish_OfTheOtherDomain_LeavesThePlanAsItIs()
    {
        var model = Says(Calls(("cancel_order", Cancel)), Calls(("renew_loan", Renew)));
        await using var bench = Open(model);
        var id = await bench.SubmitAsync("Bestellung 10063 stornieren");
        await bench.PlanAsync(id);
        await bench.ConfirmAsync(id);
        await bench.WriteAsync(await bench.StateAsync(id), "und L2041 verlängern");
        await bench.PlanAsync(id);
        var state = await bench.StateAsync(id);
        (state.Pack, state.PlanVersion, state.Planning.Due).ShouldBe(("retail", 1, false));
        var linked = state.Referred.ShouldHaveSingleItem().RequestId;
        await bench.PlanAsync(linked);
        (await bench.StateAsync(linked)).Actions.Single().Name.ShouldBe("renew_loan");
        await bench.ExecuteAsync(id);
        (await bench.StateAsync(id)).Status.ShouldBe(RequestStatus.Completed);
    }

    [Fact]
    public async Task EachLaterWish_HasARequestOfItsOwn_AndARepeatedOneIsAnswered()
    {
        var model = Says(
            Calls(("cancel_order", Cancel)),
            Calls(("renew_loan", Renew)),
            Calls(("renew_loan", new { loanId = "L2043" })),
            Calls(("renew_loan", new { loanId = "L2043" }))
        );
        await using var bench = Open(model);
        var id = await bench.SubmitAsync("Bestellung 10063 stornieren");
        await bench.PlanAsync(id);
        foreach (var words in new[] { "L2041 verlängern", "und L2043 verlängern", "L2043 verlängern, bitte!" })
        {
            var before = (await bench.StateAsync(id)).Conversation.Count;
            await bench.WriteAsync(await bench.StateAsync(id), words);
            await bench.PlanAsync(id);
            (await bench.StateAsync(id)).Conversation.Count.ShouldBe(before + 2, "the customer is answered");
        }
        (await bench.StateAsync(id)).Referred.Select(one => one.RequestId).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task LinkedRequest_AsksTheModelAgain_WhenWhatCameWithItIsRefused()
    {
        var model = Says(
            Calls(("renew_loan", new { loanId = "L9999" }), ("cancel_order", Cancel)),
            Calls(("renew_loan", Renew), ("cancel_order", Cancel)),
            Calls(("renew_loan", Renew))
        );
        await using var bench = Open(model);
        var id = await bench.SubmitAsync(Both);
        await bench.PlanAsync(id);
        // The ungrounded id was refused before anything was passed on.
        model.Calls.ShouldBe(2);
        (await bench.StateAsync(id)).Referred.Count.ShouldBe(1);
    }

    [Fact]
    public async Task LinkedRequest_KeepsWhatWaitsForWhat()
    {
        var model = Says(
            Calls(("cancel_order", Cancel), ("renew_loan", Renew), ("waive_fee", new { loanId = "L2043", after = new[] { 2 } }))
        );
        await using var bench = Open(model);
        var id = await bench.SubmitAsync(Both + ", danach die Gebühr für L2043 erlassen");
        await bench.PlanAsync(id);
        var linked = (await bench.StateAsync(id)).Referred.Single().RequestId;
        await bench.PlanAsync(linked);
        var actions = (await bench.StateAsync(linked)).Actions;
        actions.Select(action => action.Name).ShouldBe(["renew_loan", "waive_fee"]);
        actions[1].After.ShouldBe([1]);
    }
}
