using Agentic.Contracts;
using Agentic.Orchestration.Storage;

namespace Agentic.Orchestration.Tests.Storage;

/// <summary>What every <see cref="ILedgerStore"/> has to do.</summary>
public abstract class LedgerCompliance(IStoreOpener opener) : StoreCompliance(opener)
{
    [StoreFact]
    public async Task Ledger_SecondLiveEntryOnATarget_IsRefusedWhole_UntilTheFirstIsReleased()
    {
        var first = new LedgerRow("k1", "refund", ["t1", "t2"], "a", 1, EffectStatus.Reserved, true, Now);
        (await AppendAsync("a", 0, 1, append => append with { Ledger = [first] })).ShouldBeNull();
        (
            await AppendAsync(
                "b",
                0,
                1,
                append => append with { Ledger = [new("k2", "refund", ["t2"], "b", 1, EffectStatus.Reserved, true, Now)] }
            )
        ).ShouldBe(new AppendConflict.TargetBusy("t2", "a"));
        (await Store.Journal.FindRequestAsync("b", default)).ShouldBeNull();
        (
            await AppendAsync(
                "c",
                0,
                1,
                append => append with { Ledger = [new("k3", "return", ["t2"], "c", 1, EffectStatus.Reserved, true, Now)] }
            )
        ).ShouldBeNull();
        (
            await AppendAsync(
                "a",
                1,
                1,
                append => append with { Ledger = [first with { Status = EffectStatus.Refused, Live = false }] }
            )
        ).ShouldBeNull();
        (
            await AppendAsync(
                "b",
                0,
                1,
                append => append with { Ledger = [new("k2", "refund", ["t2"], "b", 1, EffectStatus.Reserved, true, Now)] }
            )
        ).ShouldBeNull();
        (await Store.Ledger.ListEntriesAsync("refund", ["t2"], default))
            .Select(entry => (entry.Key, entry.Live))
            .ShouldBe([("k1", false), ("k2", true)], ignoreOrder: true);
    }

    [StoreFact]
    public Task Appends_SentTogether_StandOrFallAlone_AndARefusedOneLeavesNothing() => SendTogetherAsync(1);

    [StoreFact]
    public Task Appends_SentTogetherInAnotherOrder_StandOrFallAlone() => SendTogetherAsync(2);

    private async Task SendTogetherAsync(int seed)
    {
        var random = new Random(seed);
        // Each is refused at another place: before its first row, after some rows, or not at all.
        var sent = Enumerable
            .Range(0, 80)
            .Select(number =>
            {
                var (id, target) = ($"r{number}", $"t{random.Next(12)}");
                return (
                    Id: id,
                    Target: target,
                    Outcome: AppendAsync(
                        id,
                        random.Next(8) == 0 ? 5 : 0,
                        2,
                        append =>
                            append with
                            {
                                // One that the database itself refuses.
                                Events =
                                    number % 20 == 7
                                        ? [append.Events[0], append.Events[1] with { Payload = null! }]
                                        : append.Events,
                                Idempotency = new("anna", $"key{random.Next(60)}", "body", id),
                                Ledger = [new(id, "refund", [target], id, 1, EffectStatus.Reserved, true, Now)],
                                Limits = [new(id, new("sum", 1, 9, TimeSpan.FromDays(1)), Now, Release: false)],
                            }
                    )
                );
            })
            .ToArray();
        await Store.WakeUps.GiveBackAsync("r0", "planning", default);
        var accepted = new List<string>();
        foreach (var (id, target, outcome) in sent)
        {
            var isIn = await IsAcceptedAsync(outcome);
            ((await Store.Journal.FindRequestAsync(id, default)) is not null).ShouldBe(isIn);
            (await Store.Journal.ReadEventsAsync(id, 0, default)).Count.ShouldBe(isIn ? 2 : 0);
            (await Store.Ledger.ListEntriesAsync("refund", [target], default)).Any(entry => entry.Key == id).ShouldBe(isIn);
            accepted.AddRange(isIn ? [target] : []);
        }
        accepted.ShouldBeUnique();
        accepted.Count.ShouldBeInRange(2, 9);
        (await Store.Ledger.SumLimitAsync("sum", Now.AddDays(-1), null, default)).ShouldBe(accepted.Count);
    }

    private static async Task<bool> IsAcceptedAsync(Task<AppendConflict?> outcome)
    {
        try
        {
            return await outcome is null;
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }

    [StoreFact]
    public async Task Ledger_SameKeyFromAnotherRequest_IsRefused()
    {
        await AppendAsync(
            "a",
            0,
            1,
            append => append with { Ledger = [new("k", "refund", [], "a", 1, EffectStatus.Done, true, Now)] }
        );
        (
            await AppendAsync(
                "b",
                0,
                1,
                append => append with { Ledger = [new("k", "refund", [], "b", 1, EffectStatus.Reserved, true, Now)] }
            )
        ).ShouldBeOfType<AppendConflict.TargetBusy>();
    }

    [StoreFact]
    public async Task Limit_ReservesUpToItsMaximum_ReleasesAndForgetsOldOnes()
    {
        LimitRow Row(string entry, long value, DateTimeOffset at, bool release = false) =>
            new(entry, new("sum/anna", value, 100, TimeSpan.FromDays(30)), at, release);
        (await AppendAsync("a", 0, 1, append => append with { Limits = [Row("r1", 60, Now)] })).ShouldBeNull();
        (await AppendAsync("b", 0, 1, append => append with { Limits = [Row("r2", 60, Now)] })).ShouldBe(
            new AppendConflict.LimitExceeded("sum/anna")
        );
        (await Store.Ledger.SumLimitAsync("sum/anna", Now.AddDays(-30), null, default)).ShouldBe(60);
        (await AppendAsync("b", 0, 1, append => append with { Limits = [Row("r2", 60, Now.AddDays(31))] })).ShouldBeNull();
        (await AppendAsync("a", 1, 1, append => append with { Limits = [Row("r1", 60, Now, release: true)] })).ShouldBeNull();
        (await Store.Ledger.SumLimitAsync("sum/anna", Now.AddDays(-30), null, default)).ShouldBe(60);
    }

    [StoreFact]
    public async Task Limit_ParallelReservations_NeverExceedTheMaximum()
    {
        var results = await Task.WhenAll(
            Enumerable
                .Range(0, 40)
                .Select(number =>
                    Task.Run(() =>
                        AppendAsync(
                            $"p{number}",
                            0,
                            1,
                            append =>
                                append with
                                {
                                    Limits = [new($"e{number}", new("sum/x", 30, 100, TimeSpan.FromDays(1)), Now, false)],
                                }
                        )
                    )
                )
        );
        results.Count(conflict => conflict is null).ShouldBe(3);
    }

    [StoreFact]
    public async Task RequestsOfTarget_FindsTheTargetAndItsParts_NotItsNeighbours()
    {
        await AppendAsync(
            "a",
            0,
            1,
            append =>
                append with
                {
                    Ledger = [new("k1", "refund", ["order:1004/line:1"], "a", 1, EffectStatus.Done, true, Now)],
                }
        );
        await AppendAsync(
            "b",
            0,
            1,
            append =>
                append with
                {
                    Ledger = [new("k2", "refund", ["order:10042/line:1"], "b", 1, EffectStatus.Done, true, Now)],
                }
        );
        await AppendAsync(
            "c",
            0,
            1,
            append => append with { Ledger = [new("k3", "return", ["order:1004"], "c", 1, EffectStatus.Done, true, Now)] }
        );
        (await Store.Ledger.ListRequestsAsync(["refund"], "order:1004", default)).ShouldBe(["a"]);
        (await Store.Ledger.ListRequestsAsync(["refund", "return"], "order:1004", default)).ShouldBe(["c", "a"]);
    }
}
