using Agentic.Orchestration.Storage;

namespace Agentic.Orchestration.Tests.Storage;

/// <summary>What every <see cref="IWakeUpStore"/> has to do.</summary>
public abstract class WakeUpsCompliance(IStoreOpener opener) : StoreCompliance(opener)
{
    [StoreFact]
    public async Task Work_IsDueWhenItsTimeHasCome_AndGoneWhenDone()
    {
        await AppendAsync(
            "a",
            0,
            1,
            append => append with { Work = [new("a", "planning", Now), new("a", "execution", Now.AddHours(1))] }
        );
        (await Store.WakeUps.ListDueAsync(Now, 10, default)).ShouldBe([new("a", "planning", Now)]);
        (await Store.WakeUps.FindNextDueAsync(default)).ShouldBe(Now);
        await AppendAsync("a", 1, 1, append => append with { Work = [new("a", "planning", null)] });
        (await Store.WakeUps.ListDueAsync(Now, 10, default)).ShouldBeEmpty();
        await ReopenAsync();
        (await Store.WakeUps.ListDueAsync(Now.AddHours(2), 10, default)).ShouldHaveSingleItem().Queue.ShouldBe("execution");
    }

    [StoreFact]
    public async Task Backlog_CountsWhatIsDue_ByQueue_InSomebodysHandsOrNot()
    {
        (await Store.WakeUps.ReadBacklogAsync(Now, default)).ShouldBeEmpty();
        await AppendAsync(
            "a",
            0,
            1,
            append => append with { Work = [new("a", "planning", Now), new("a", "execution", Now.AddHours(1))] }
        );
        await AppendAsync(
            "b",
            0,
            1,
            append => append with { Work = [new("b", "planning", Now.AddSeconds(-9), Now.AddSeconds(15))] }
        );
        (await Store.WakeUps.ReadBacklogAsync(Now, default)).ShouldBe([new("planning", 2, Now.AddSeconds(-9))]);
        (await Store.WakeUps.ReadBacklogAsync(Now.AddHours(1), default)).ShouldBe([
            new("execution", 1, Now.AddHours(1)),
            new("planning", 2, Now.AddSeconds(-9)),
        ]);
    }

    [StoreFact]
    public async Task Work_ThatIsClaimed_IsNobodyElses_UntilItsLeaseEndsOrIsGivenBack()
    {
        await AppendAsync(
            "a",
            0,
            1,
            append => append with { Work = [new("a", "planning", Now), new("a", "execution", Now, Now.AddSeconds(15))] }
        );
        var until = Now.AddSeconds(10);
        (await Store.WakeUps.ClaimDueAsync(Now, until, 10, default)).ShouldBe([new("a", "planning", Now, until)]);
        (await Store.WakeUps.ClaimDueAsync(Now, until, 10, default)).ShouldBeEmpty();
        await Store.WakeUps.GiveBackAsync("a", "planning", default);
        (await Store.WakeUps.ClaimDueAsync(Now, Now.AddSeconds(30), 10, default)).ShouldHaveSingleItem();
        (await Store.WakeUps.ClaimDueAsync(Now.AddSeconds(20), Now.AddSeconds(40), 10, default))
            .ShouldHaveSingleItem()
            .Queue.ShouldBe("execution");
        await Store.WakeUps.GiveBackAsync("a", "planning", default);
        (await Store.WakeUps.ClaimDueAsync(Now.AddSeconds(20), Now.AddSeconds(40), 10, default))
            .ShouldHaveSingleItem()
            .Queue.ShouldBe("planning");
        var results = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(_ => Task.Run(() => Store.WakeUps.ClaimDueAsync(Now.AddMinutes(5), Now.AddMinutes(6), 10, default)))
        );
        results.Sum(claimed => claimed.Count).ShouldBe(2);
    }

    [StoreFact]
    public async Task Work_InOnesHands_IsNoOthers_UntilTheLeaseEnds_OrItIsReleased()
    {
        await AppendAsync("a", 0, 1, append => append with { Work = [new("a", "planning", Now, Now.AddSeconds(15))] });
        (await HoldAsync("one", 0)).ShouldBeTrue();
        (await HoldAsync("two", 1)).ShouldBeFalse();
        (await HoldAsync("one", 10)).ShouldBeTrue();
        (await HoldAsync("two", 16)).ShouldBeFalse();
        await Store.WakeUps.GiveBackAsync("a", "planning", default);
        (await HoldAsync("two", 17)).ShouldBeFalse();
        (await HoldAsync("two", 26)).ShouldBeTrue();
        (await HoldAsync("one", 27)).ShouldBeFalse();
        await Store.WakeUps.ReleaseAsync("one", default);
        (await HoldAsync("one", 27)).ShouldBeFalse();
        await Store.WakeUps.ReleaseAsync("two", default);
        (await HoldAsync("one", 27)).ShouldBeTrue();
        // What is appended anew is handed out anew.
        await AppendAsync("a", 1, 1, append => append with { Work = [new("a", "planning", Now, Now.AddSeconds(60))] });
        (await HoldAsync("two", 28)).ShouldBeTrue();
        await AppendAsync("a", 2, 1, append => append with { Work = [new("a", "planning", null)] });
        (await HoldAsync("two", 29)).ShouldBeFalse();
    }

    [StoreFact]
    public async Task Sweep_TakesNoMoreThanItsLimit()
    {
        for (var number = 0; number < 30; number++)
        {
            var id = $"r{number:D2}";
            await AppendAsync(id, 0, 1, append => append with { Work = [new(id, "planning", Now.AddSeconds(number))] });
        }
        var claimed = await Store.WakeUps.ClaimDueAsync(Now.AddMinutes(1), Now.AddMinutes(2), 10, default);
        claimed.Select(work => work.RequestId).ShouldBe(Enumerable.Range(0, 10).Select(number => $"r{number:D2}"));
    }

    private Task<bool> HoldAsync(string holder, int second) =>
        Store.WakeUps.TryHoldAsync("a", "planning", holder, Now.AddSeconds(second), Now.AddSeconds(second + 15), default);

    [StoreFact]
    public async Task Queue_ThatNobodyServes_IsForgottenWhole()
    {
        await AppendAsync(
            "a",
            0,
            1,
            append => append with { Work = [new("a", "old", Now), new("a", "planning", Now.AddHours(1))] }
        );
        await Store.WakeUps.RemoveQueueAsync("old", default);
        (await Store.WakeUps.ListDueAsync(Now.AddHours(1), 10, default)).ShouldBe([new("a", "planning", Now.AddHours(1))]);
        (await Store.WakeUps.FindNextDueAsync(default)).ShouldBe(Now.AddHours(1));
    }
}
