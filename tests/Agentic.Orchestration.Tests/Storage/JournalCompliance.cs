using Agentic.Contracts;
using Agentic.Orchestration.Storage;

namespace Agentic.Orchestration.Tests.Storage;

/// <summary>What every <see cref="IJournalStore"/> has to do.</summary>
public abstract class JournalCompliance(IStoreOpener opener) : StoreCompliance(opener)
{
    [StoreFact]
    public async Task Append_NewRequest_CanBeReadBack()
    {
        (await AppendAsync("a", 0, 2)).ShouldBeNull();
        (await Store.Journal.ReadEventsAsync("a", 0, default)).Select(stored => stored.Version).ShouldBe([1, 2]);
        (await Store.Journal.ReadEventsAsync("a", 1, default)).ShouldHaveSingleItem().Payload.ShouldBe([2]);
        var row = (await Store.Journal.FindRequestAsync("a", default))!;
        (row.CustomerId, row.Status, row.Version, row.CreatedAt).ShouldBe(("anna", RequestStatus.Received, 2, Now));
    }

    [StoreFact]
    public async Task Append_StaleVersion_ChangesNothingAndSaysTheCurrentOne()
    {
        await AppendAsync("a", 0, 2);
        (await AppendAsync("a", 1, 1)).ShouldBe(new AppendConflict.Version(2));
        (await AppendAsync("a", 0, 1)).ShouldBe(new AppendConflict.Version(2));
        (await Store.Journal.ReadEventsAsync("a", 0, default)).Count.ShouldBe(2);
    }

    [StoreFact]
    public async Task Append_Concurrent_OneWinsPerVersion_AndCommitsAreShared()
    {
        await AppendAsync("a", 0, 1);
        var before = await Store.Statistics.ReadFiguresAsync(default);
        var results = await Task.WhenAll(
            Enumerable
                .Range(0, 200)
                .Select(number => Task.Run(() => number % 2 == 0 ? AppendAsync("a", 1, 1) : AppendAsync($"b{number}", 0, 1)))
        );
        results.Count(conflict => conflict is null).ShouldBe(101);
        results.OfType<AppendConflict.Version>().Count().ShouldBe(99);
        var after = await Store.Statistics.ReadFiguresAsync(default);
        (after.Appends - before.Appends).ShouldBe(101);
        (after.Commits - before.Commits).ShouldBeLessThan(101);
    }

    [StoreFact]
    public async Task Idempotency_SecondUse_NamesTheFirstRequest()
    {
        await AppendAsync("a", 0, 1, append => append with { Idempotency = new("anna", "key", "hash", "a") });
        (await AppendAsync("b", 0, 1, append => append with { Idempotency = new("anna", "key", "other", "b") })).ShouldBe(
            new AppendConflict.IdempotencyKeyUsed("a", "hash")
        );
        (await AppendAsync("b", 0, 1, append => append with { Idempotency = new("john", "key", "other", "b") })).ShouldBeNull();
    }
}
