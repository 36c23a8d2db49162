using Agentic.Contracts;
using Agentic.Orchestration.Storage;

namespace Agentic.Orchestration.Tests.Storage;

/// <summary>What every <see cref="IAuditStore"/> has to do.</summary>
public abstract class AuditCompliance(IStoreOpener opener) : StoreCompliance(opener)
{
    private static readonly string First = Ids.NewRequest(Now);

    [StoreFact]
    public async Task Derived_AreAllRowsThatAnAppendWrote_OfItsRequestOnly()
    {
        Task<AppendConflict?> AddAsync(string id) =>
            AppendAsync(
                id,
                0,
                1,
                append =>
                    append with
                    {
                        Work = [new(id, "execution", Now)],
                        Approvals = [new($"{id}-ap1", id, ApprovalStatus.Open, "lead", Now, null, Now)],
                        HandOffs = [new($"{id}-h1", id, "open", "review", Now)],
                        Runs = [new($"{id}-r1", id, 1, "w", "h", "Running", Now)],
                        Ledger = [new($"key-{id}", "refund", [$"order:{id}"], id, 1, EffectStatus.Done, true, Now)],
                        Limits = [new($"{id}-l1", new("sum", 5, null, TimeSpan.Zero, "EUR"), Now, false)],
                        Closure = new(Now, RequestStatus.Completed, true),
                        Judgements = [new($"{id}-h1", Now, true)],
                        EventKeys = [$"parcel:{id}"],
                    }
            );
        await AddAsync(First);
        await AddAsync(Ids.NewRequest(Now.AddDays(1)));
        var derived = await Store.Audit.ReadDerivedAsync(First, default);
        derived.ShouldSatisfyAllConditions(
            rows => rows.Work.ShouldBe([new(First, "execution", Now)]),
            rows => rows.Approvals.ShouldHaveSingleItem().Id.ShouldBe(First + "-ap1"),
            rows => rows.HandOffs.ShouldHaveSingleItem().Id.ShouldBe(First + "-h1"),
            rows => rows.Runs.ShouldHaveSingleItem().Id.ShouldBe(First + "-r1"),
            rows => rows.Ledger.ShouldHaveSingleItem().Key.ShouldBe("key-" + First),
            rows => rows.LedgerTargets.ShouldBe([("key-" + First, "refund", "order:" + First, true, false)]),
            rows => rows.Limits.ShouldHaveSingleItem().Reservation.Value.ShouldBe(5),
            rows => rows.Closures.ShouldBe([new ClosureRow(Now, RequestStatus.Completed, true)]),
            rows => rows.Judgements.ShouldBe([new JudgementRow(First + "-h1", Now, true)]),
            rows => rows.EventKeys.ShouldBe(["parcel:" + First])
        );
        (await Store.Audit.ListOrphanedRowsAsync(default)).ShouldBeEmpty();
        (await Store.Audit.ListOrphanedEventsAsync(default)).ShouldBeEmpty();
        (await Store.Requests.ListByEventKeyAsync("parcel:" + First, default)).ShouldBe([First]);
    }

    [StoreFact]
    public async Task AllRequests_AreReadInOrder_PageByPage()
    {
        var ids = Enumerable.Range(0, 501).Select(number => $"r{number:d3}").ToArray();
        await Task.WhenAll(ids.Select(id => AppendAsync(id, 0, 1)));
        (await Store.Audit.ReadAllRequestsAsync(default).Select(row => row.Id).ToArrayAsync()).ShouldBe(ids);
    }

    [StoreFact]
    public async Task DefinitionsAndKeys_AreListedWhole()
    {
        await AppendAsync(
            "a",
            0,
            1,
            append => append with { Definitions = [new("h2", "w", "w.json", "{}"), new("h1", "v", "v.json", "{}")] }
        );
        await Store.CustomerKeys.AddAsync("anna", [1], default);
        (await Store.Audit.ListDefinitionsAsync(default)).Select(row => row.Hash).ShouldBe(["h1", "h2"]);
        (await Store.Audit.ListCustomerKeysAsync(default)).ShouldHaveSingleItem().CustomerId.ShouldBe("anna");
    }
}
