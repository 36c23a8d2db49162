using Agentic.Contracts;
using Agentic.Testing;

namespace Agentic.Orchestration.Tests.Intake;

public sealed class RequestCommandsTests
{
    [Fact]
    public async Task Objection_AndThePersonWhoLooksAtIt_AreOneAppend()
    {
        await using var bench = Workbench.Create();
        bench.Shop.AddOrder("10042", "somebody else", "249.00");
        var id = await bench.SubmitAsync("Bestellung 10042 bitte zurück");
        await bench.PlanAsync(id);
        var declined = await bench.StateAsync(id);
        declined.Status.ShouldBe(RequestStatus.Declined);
        var (after, refusal) = await bench.Requests.ObjectAsync(declined, "Das ist meine!", default);
        refusal.ShouldBeNull();
        after!.Status.ShouldBe(RequestStatus.HandedOff);
        after.HandOffs.Single().Reason.De.ShouldContain("Das ist meine!");
        var events = (await bench.Store.Journal.ReadEventsAsync(id, declined.Version, default)).ToArray();
        events.Select(one => one.Type).ShouldBe(["ObjectionRaised", "HandedOff", "CustomerTold"]);
        events.Select(one => one.AppendId).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task SecondObjection_OpensNoSecondCase()
    {
        await using var bench = Workbench.Create();
        var id = await bench.SubmitAsync("Bestellung 10042 bitte zurück");
        await bench.Requests.ObjectAsync(await bench.StateAsync(id), null, default);
        var (after, _) = await bench.Requests.ObjectAsync(await bench.StateAsync(id), "noch einmal", default);
        after!.HandOffs.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Withdrawal_Twice_IsTheSame_AndTooLateIsSaid()
    {
        await using var bench = Workbench.Create();
        bench.Shop.AddOrder("10042", "anna", "100.00");
        var id = await bench.SubmitAsync("Bestellung 10042 bitte zurück");
        (await bench.Requests.WithdrawAsync(Workbench.Anna, await bench.StateAsync(id), default)).Refusal.ShouldBeNull();
        (await bench.Requests.WithdrawAsync(Workbench.Anna, await bench.StateAsync(id), default)).Refusal.ShouldBeNull();
        var done = await bench.RunAsync("Bestellung 10042 bitte zurück");
        var (_, refusal) = await bench.Requests.WithdrawAsync(Workbench.Anna, await bench.StateAsync(done), default);
        refusal!.HttpStatus().ShouldBe(409);
    }

    [Fact]
    public async Task Feedback_ChangesAFewTimes_AndTheSameAgainCostsNothing()
    {
        await using var bench = Workbench.Create();
        var id = await bench.SubmitAsync("Hallo");
        for (var round = 0; round < 10; round++)
        {
            var feedback = new FeedbackGiven(true, 5, $"{round}");
            (await bench.Requests.GiveFeedbackAsync(await bench.StateAsync(id), feedback, default)).Refusal.ShouldBeNull();
            (await bench.Requests.GiveFeedbackAsync(await bench.StateAsync(id), feedback, default)).Refusal.ShouldBeNull();
        }
        var (state, refusal) = await bench.Requests.GiveFeedbackAsync(
            await bench.StateAsync(id),
            new(true, 5, "once more"),
            default
        );
        (refusal!.HttpStatus(), state!.Feedback!.Comment).ShouldBe((429, "9"));
    }
}
