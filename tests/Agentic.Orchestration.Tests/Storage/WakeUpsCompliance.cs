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
        await Store.WakeUps.SetLeaseAsync("a", "planning", Now.AddSeconds(30), default);
        (await Store.WakeUps.ClaimDueAsync(Now.AddSeconds(20), Now.AddSeconds(40), 10, default))
            .ShouldHaveSingleItem()
            .Queue.ShouldBe("execution");
        await Store.WakeUps.SetLeaseAsync("a", "planning", Now, default);
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
