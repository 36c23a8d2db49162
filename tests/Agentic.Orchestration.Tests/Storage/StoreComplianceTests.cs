using Agentic.Contracts;
using Agentic.Orchestration.Storage;

namespace Agentic.Orchestration.Tests.Storage;

/// <summary>What every store has to do; one class per database inherits it.</summary>
public abstract class StoreComplianceTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);
    private IStore _store = null!;

    protected abstract Task<IStore> OpenAsync();

    /// <summary>Closes and opens again on the same data.</summary>
    protected abstract Task<IStore> ReopenAsync(IStore store);

    public async Task InitializeAsync() => _store = await OpenAsync();

    public async Task DisposeAsync() => await _store.DisposeAsync();

    [Fact]
    public async Task Append_NewRequest_CanBeReadBack()
    {
        (await AppendAsync("a", 0, 2)).ShouldBeNull();
        (await _store.ReadEventsAsync("a", 0, default)).Select(stored => stored.Version).ShouldBe([1, 2]);
        (await _store.ReadEventsAsync("a", 1, default)).ShouldHaveSingleItem().Payload.ShouldBe([2]);
        var row = (await _store.FindRequestAsync("a", default))!;
        (row.CustomerId, row.Status, row.Version, row.CreatedAt).ShouldBe(("anna", RequestStatus.Received, 2, Now));
    }

    [Fact]
    public async Task Append_StaleVersion_ChangesNothingAndSaysTheCurrentOne()
    {
        await AppendAsync("a", 0, 2);
        (await AppendAsync("a", 1, 1)).ShouldBe(new AppendConflict.Version(2));
        (await AppendAsync("a", 0, 1)).ShouldBe(new AppendConflict.Version(2));
        (await _store.ReadEventsAsync("a", 0, default)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Append_Concurrent_OneWinsPerVersion_AndCommitsAreShared()
    {
        await AppendAsync("a", 0, 1);
        var before = await _store.FiguresAsync(default);
        var results = await Task.WhenAll(
            Enumerable
                .Range(0, 200)
                .Select(number => Task.Run(() => number % 2 == 0 ? AppendAsync("a", 1, 1) : AppendAsync($"b{number}", 0, 1)))
        );
        results.Count(conflict => conflict is null).ShouldBe(101);
        results.OfType<AppendConflict.Version>().Count().ShouldBe(99);
        var after = await _store.FiguresAsync(default);
        (after.Appends - before.Appends).ShouldBe(101);
        (after.Commits - before.Commits).ShouldBeLessThan(101);
    }

    [Fact]
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
        (await _store.FindRequestAsync("b", default)).ShouldBeNull();
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
        (await _store.LedgerOfTargetsAsync("refund", ["t2"], default))
            .Select(entry => (entry.Key, entry.Live))
            .ShouldBe([("k1", false), ("k2", true)], ignoreOrder: true);
    }

    [Fact]
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

    [Fact]
    public async Task Limit_ReservesUpToItsMaximum_ReleasesAndForgetsOldOnes()
    {
        LimitRow Row(string entry, long value, DateTimeOffset at, bool release = false) =>
            new(entry, new("sum/anna", value, 100, TimeSpan.FromDays(30)), at, release);
        (await AppendAsync("a", 0, 1, append => append with { Limits = [Row("r1", 60, Now)] })).ShouldBeNull();
        (await AppendAsync("b", 0, 1, append => append with { Limits = [Row("r2", 60, Now)] })).ShouldBe(
            new AppendConflict.LimitExceeded("sum/anna")
        );
        (await _store.LimitUsedAsync("sum/anna", Now.AddDays(-30), null, default)).ShouldBe(60);
        (await AppendAsync("b", 0, 1, append => append with { Limits = [Row("r2", 60, Now.AddDays(31))] })).ShouldBeNull();
        (await AppendAsync("a", 1, 1, append => append with { Limits = [Row("r1", 60, Now, release: true)] })).ShouldBeNull();
        (await _store.LimitUsedAsync("sum/anna", Now.AddDays(-30), null, default)).ShouldBe(60);
    }

    [Fact]
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

    [Fact]
    public async Task Idempotency_SecondUse_NamesTheFirstRequest()
    {
        await AppendAsync("a", 0, 1, append => append with { Idempotency = new("anna", "key", "hash", "a") });
        (await AppendAsync("b", 0, 1, append => append with { Idempotency = new("anna", "key", "other", "b") })).ShouldBe(
            new AppendConflict.IdempotencyKeyUsed("a", "hash")
        );
        (await AppendAsync("b", 0, 1, append => append with { Idempotency = new("john", "key", "other", "b") })).ShouldBeNull();
    }

    [Fact]
    public async Task Work_IsDueWhenItsTimeHasCome_AndGoneWhenDone()
    {
        await AppendAsync(
            "a",
            0,
            1,
            append => append with { Work = [new("a", "planning", Now), new("a", "execution", Now.AddHours(1))] }
        );
        (await _store.DueWorkAsync(Now, 10, default)).ShouldBe([new("a", "planning", Now)]);
        (await _store.NextDueAsync(default)).ShouldBe(Now);
        await AppendAsync("a", 1, 1, append => append with { Work = [new("a", "planning", null)] });
        (await _store.DueWorkAsync(Now, 10, default)).ShouldBeEmpty();
        _store = await ReopenAsync(_store);
        (await _store.DueWorkAsync(Now.AddHours(2), 10, default)).ShouldHaveSingleItem().Queue.ShouldBe("execution");
    }

    [Fact]
    public async Task Work_ThatIsClaimed_IsNobodyElses_UntilItsLeaseEndsOrIsGivenBack()
    {
        await AppendAsync(
            "a",
            0,
            1,
            append => append with { Work = [new("a", "planning", Now), new("a", "execution", Now, Now.AddSeconds(15))] }
        );
        var until = Now.AddSeconds(10);
        (await _store.ClaimDueWorkAsync(Now, until, 10, default)).ShouldBe([new("a", "planning", Now, until)]);
        (await _store.ClaimDueWorkAsync(Now, until, 10, default)).ShouldBeEmpty();
        await _store.SetLeaseAsync("a", "planning", Now.AddSeconds(30), default);
        (await _store.ClaimDueWorkAsync(Now.AddSeconds(20), Now.AddSeconds(40), 10, default))
            .ShouldHaveSingleItem()
            .Queue.ShouldBe("execution");
        await _store.SetLeaseAsync("a", "planning", Now, default);
        (await _store.ClaimDueWorkAsync(Now.AddSeconds(20), Now.AddSeconds(40), 10, default))
            .ShouldHaveSingleItem()
            .Queue.ShouldBe("planning");
        var results = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(_ => Task.Run(() => _store.ClaimDueWorkAsync(Now.AddMinutes(5), Now.AddMinutes(6), 10, default)))
        );
        results.Sum(claimed => claimed.Count).ShouldBe(2);
    }

    [Fact]
    public async Task Suspension_StopsAppendsThatRequireAnActivePack_UntilTakenBack()
    {
        Task<AppendConflict?> Permit(string id) => AppendAsync(id, 0, 1, append => append with { RequiresActive = "retail" });
        (await Permit("a")).ShouldBeNull();
        await _store.AddSuspensionAsync(new("retail", true, "ops", "why", Now), default);
        (await Permit("b")).ShouldBe(new AppendConflict.PackSuspended("retail"));
        (await _store.FindRequestAsync("b", default)).ShouldBeNull();
        (await AppendAsync("c", 0, 1)).ShouldBeNull();
        _store = await ReopenAsync(_store);
        (await _store.ListSuspensionsAsync(default)).ShouldBe([new("retail", true, "ops", "why", Now)]);
        await _store.AddSuspensionAsync(new("retail", false, "ops", "over", Now), default);
        (await Permit("b")).ShouldBeNull();
    }

    [Fact]
    public async Task Lists_AreFilteredAndPaged()
    {
        foreach (var number in Enumerable.Range(0, 5))
        {
            await AppendAsync(
                $"r{number}",
                0,
                1,
                append =>
                    append with
                    {
                        Runs = [new($"r{number}-r1", $"r{number}", 1, "w", "h", number % 2 == 0 ? "Done" : "Stuck", Now)],
                    }
            );
        }
        var first = await _store.ListRequestsAsync(new("anna", null, null, 3), default);
        first.Select(row => row.Id).ShouldBe(["r4", "r3", "r2"]);
        (await _store.ListRequestsAsync(new("anna", null, "r2", 3), default)).Select(row => row.Id).ShouldBe(["r1", "r0"]);
        (await _store.ListRequestsAsync(new("john", null, null, 3), default)).ShouldBeEmpty();
        (await _store.ListRunsAsync("Stuck", null, null, 10, default)).Select(row => row.Id).ShouldBe(["r3-r1", "r1-r1"]);
    }

    [Fact]
    public async Task CustomerKey_FirstOneStays()
    {
        (await _store.AddCustomerKeyAsync("anna", [1], default)).ShouldBe([1]);
        (await _store.AddCustomerKeyAsync("anna", [2], default)).ShouldBe([1]);
        (await _store.FindCustomerKeyAsync("john", default)).ShouldBeNull();
    }

    [Fact]
    public async Task Checkpoint_CoversHeadsThatChangedSince()
    {
        await AppendAsync("a", 0, 1);
        var (head, _) = (await _store.HeadsSinceCheckpointAsync(1000, default)).ShouldHaveSingleItem();
        await _store.AddCheckpointAsync(
            new(1, Now, $"{head.Id} {head.Version} {Convert.ToHexStringLower(head.Head)}", [9]),
            default
        );
        (await _store.HeadsSinceCheckpointAsync(1000, default)).ShouldBeEmpty();
        await AppendAsync("a", 1, 1);
        (await _store.HeadsSinceCheckpointAsync(1000, default)).ShouldHaveSingleItem().Request.Version.ShouldBe(2);
        (await _store.LastCheckpointAsync(default))!.Number.ShouldBe(1);
    }

    [Fact]
    public async Task Owner_CanBecomeKnownLater_TheKeyStaysWithTheFirst()
    {
        Append Visitor(Append append, string customer) =>
            append with
            {
                Request = append.Request with { CustomerId = customer, KeyOwner = "visitor:r1" },
                IsOwnerNew = customer == "anna",
            };
        (await AppendAsync("r1", 0, 1, append => Visitor(append, "visitor:r1"))).ShouldBeNull();
        (await AppendAsync("r1", 1, 1, append => Visitor(append, "anna"))).ShouldBeNull();
        (await _store.FindRequestAsync("r1", default))
            .ShouldNotBeNull()
            .ShouldSatisfyAllConditions(row => row.CustomerId.ShouldBe("anna"), row => row.KeyOwner.ShouldBe("visitor:r1"));
        (await _store.ListRequestsAsync(new("anna", null, null, 10), default)).Select(row => row.Id).ShouldBe(["r1"]);
    }

    [Fact]
    public async Task Ticket_IsGoodForItsTriesAndItsTime_AndTakenOnce()
    {
        (await _store.TryAddTicketAsync(new("code", [1], 2, Now.AddMinutes(15)), Now, default)).ShouldBeTrue();
        (await _store.TryAddTicketAsync(new("code", [9], 2, Now.AddMinutes(15)), Now, default)).ShouldBeFalse();
        await _store.SetTicketAsync("code", [2], default);
        (await _store.UseTicketAsync("code", Now, default))!.ShouldSatisfyAllConditions(
            ticket => ticket.Payload.ShouldBe([2]),
            ticket => ticket.Tries.ShouldBe(2)
        );
        (await _store.UseTicketAsync("code", Now.AddMinutes(16), default)).ShouldBeNull("it is too old");
        (await _store.UseTicketAsync("code", Now, default)).ShouldNotBeNull();
        (await _store.UseTicketAsync("code", Now, default)).ShouldBeNull("its tries are used up");
        (await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _store.RemoveTicketAsync("code", default))))
            .Count(removed => removed)
            .ShouldBe(1);
        (await _store.TryAddTicketAsync(new("once", [], 0, Now.AddMinutes(1)), Now, default)).ShouldBeTrue();
        (await _store.TryAddTicketAsync(new("once", [], 0, Now.AddMinutes(9)), Now.AddMinutes(2), default)).ShouldBeTrue(
            "the first has expired"
        );
    }

    [Fact]
    public async Task Account_SignedInAgain_HasTheRolesOfToday()
    {
        await _store.SaveAccountAsync(new("oidc:1", "Mia", "mia@example.com", ["approver", "ops"], Now), default);
        await _store.SaveAccountAsync(new("oidc:1", "Mia M.", "", ["ops"], Now.AddDays(1)), default);
        var account = (await _store.ListAccountsAsync(default)).ShouldHaveSingleItem();
        account.ShouldSatisfyAllConditions(
            row => row.Name.ShouldBe("Mia M."),
            row => row.Email.ShouldBe(""),
            row => row.Roles.ShouldBe(["ops"]),
            row => row.At.ShouldBe(Now.AddDays(1))
        );
    }

    [Fact]
    public async Task History_CountsBetweenMoments_AndAReopenedRequestIsNotOver()
    {
        var (first, second) = (Ids.NewRequest(Now), Ids.NewRequest(Now.AddDays(1)));
        await AppendAsync(
            first,
            0,
            1,
            append =>
                append with
                {
                    Closure = new(Now.AddHours(1), RequestStatus.Completed, false),
                    Judgements = [new("h1", Now.AddDays(1), true), new("h2", Now.AddDays(1), false)],
                }
        );
        await AppendAsync(second, 0, 1, append => append with { Closure = new(Now.AddDays(1), RequestStatus.Declined, true) });
        DateTimeOffset[] bounds = [Now, Now.AddDays(1), Now.AddDays(2)];
        var days = await _store.HistoryAsync(bounds, default);
        days.Select(day =>
                (
                    day.Received,
                    day.Ended.GetValueOrDefault(RequestStatus.Completed),
                    day.Ended.GetValueOrDefault(RequestStatus.Declined),
                    day.Unassisted,
                    day.Judged,
                    day.Wrong
                )
            )
            .ShouldBe([(1L, 1L, 0L, 1L, 0L, 0L), (1L, 0L, 1L, 0L, 2L, 1L)]);
        await AppendAsync(first, 1, 1, append => append with { Reopens = true });
        (await _store.HistoryAsync(bounds, default))[0].Ended.ShouldBeEmpty();
    }

    [Fact]
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
        (await _store.RequestsOfTargetAsync(["refund"], "order:1004", default)).ShouldBe(["a"]);
        (await _store.RequestsOfTargetAsync(["refund", "return"], "order:1004", default)).ShouldBe(["c", "a"]);
    }

    [Fact]
    public async Task Absence_IsReplaced_EndsByItselfOrBefore()
    {
        await _store.SetAbsenceAsync("mia", new("mia", Now.AddDays(1), ""), default);
        await _store.SetAbsenceAsync("mia", new("mia", Now.AddDays(2), "ben"), default);
        (await _store.ListAbsencesAsync(Now, default)).ShouldBe([new AbsenceRow("mia", Now.AddDays(2), "ben")]);
        (await _store.ListAbsencesAsync(Now.AddDays(2), default)).ShouldBeEmpty();
        await _store.SetAbsenceAsync("mia", null, default);
        (await _store.ListAbsencesAsync(Now, default)).ShouldBeEmpty();
    }

    private Task<AppendConflict?> AppendAsync(string id, long version, int events, Func<Append, Append>? with = null)
    {
        var stored = Enumerable
            .Range(1, events)
            .Select(number => new StoredEvent(version + number, "Fact", Now, [(byte)(version + number)], [7]))
            .ToArray();
        var append = new Append(
            Guid.NewGuid().ToString("N"),
            id,
            version,
            stored,
            new(id, "anna", RequestStatus.Received, "de", Now, Now, version + events, [1], [2], "anna")
        );
        return _store.AppendAsync(with?.Invoke(append) ?? append, default);
    }
}
