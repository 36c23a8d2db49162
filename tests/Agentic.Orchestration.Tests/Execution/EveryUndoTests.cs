using Agentic.Contracts;
using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Monitoring;
using Agentic.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Agentic.Orchestration.Tests.Execution;

/// <summary>
/// Taking back what has run, for each action of the pack: asked for by one, approved by another, once; money never.
/// </summary>
public sealed class EveryUndoTests
{
    private static readonly Caller Ops = new("ops", null, ["ops"]);

    /// <summary>What takes each effect back; an action with money in it is not taken back by a machine.</summary>
    private static readonly Dictionary<string, string?> Undone = new()
    {
        ["return_items"] = null,
        ["cancel_order"] = null,
        ["goodwill_refund"] = null,
        ["exchange_items"] = "cancelExchange",
        ["change_order_items"] = "restoreItems",
        ["change_order_address"] = "changeOrderAddress",
        ["change_order_payment"] = "changeOrderPayment",
        ["change_customer_address"] = "changeCustomerAddress",
    };

    public static TheoryData<string> Actions => EveryActionTests.Actions;

    public static TheoryData<string> Reversible =>
        [.. Undone.Where(action => action.Value is not null).Select(action => action.Key)];

    [Theory]
    [MemberData(nameof(Actions))]
    public async Task Asked_ShowsWhatWillBeCalled_OrSaysWhyNot(string action)
    {
        await using var bench = EveryActionTests.Create(action);
        var id = await DoneAsync(bench, action);
        var (preview, events) = await UndoAsync(bench, id);
        preview.Possible.ShouldBe(Undone[action] is not null, preview.Why);
        if (Undone[action] is not { } operation)
        {
            preview.Why.ShouldContain("cannot be taken back");
            events.ShouldBeEmpty();
            return;
        }
        var asked = events.ShouldHaveSingleItem().ShouldBeOfType<ApprovalRequested>();
        var ran = (await bench.StateAsync(id)).Actions[0];
        // Whoever had to decide about doing it, decides about taking it back.
        asked.Demand.ShouldBe(ran.Gate!.Approval ?? bench.Packs["retail"].Actions[action].Approval);
        asked.Gated.Effects.ShouldHaveSingleItem().Operation.ShouldBe(operation);
        asked.By.ShouldBe("ops");
    }

    [Theory]
    [MemberData(nameof(Reversible))]
    public async Task Approved_IsTakenBackOnce_WhateverIsSentTwice(string action)
    {
        await using var bench = EveryActionTests.Create(action);
        var id = await AskedAsync(bench, action);
        (await bench.DecideAsync(id, "ops")).ShouldNotBeNull("nobody approves what they asked for");
        (await bench.DecideAsync(id, "approver", seal: new string('0', 64))).ShouldNotBeNull("another seal");
        (await bench.DecideAsync(id, "approver")).ShouldBeNull();
        await bench.ExecuteAsync(id);
        await bench.ExecuteAsync(id);
        bench.Shop.Books.Select(line => line.Operation).Skip(1).ShouldBe([Undone[action]!]);
        (await bench.StateAsync(id)).Actions[0].Status.ShouldBe(ActionStatus.Undone);
        // What is taken back is not taken back again.
        (await UndoAsync(bench, id)).Preview.Possible.ShouldBeFalse();
    }

    [Theory]
    [MemberData(nameof(Reversible))]
    public async Task CrashBetweenCallAndOutcome_TakesBackOnce(string action)
    {
        var bench = EveryActionTests.Create(action);
        var id = await AskedAsync(bench, action);
        (await bench.DecideAsync(id, "approver")).ShouldBeNull();
        await using var again = await bench.KilledAfterAsync(_ => true, () => bench.ExecuteAsync(id));
        await again.ExecuteAsync(id);
        again.Shop.Books.Select(line => line.Operation).Skip(1).ShouldBe([Undone[action]!]);
        (await again.StateAsync(id)).Actions[0].Status.ShouldBe(ActionStatus.Undone);
    }

    [Theory]
    [MemberData(nameof(Reversible))]
    public async Task Rejected_OrForgotten_StaysDone(string action)
    {
        await using var bench = EveryActionTests.Create(action);
        var id = await AskedAsync(bench, action);
        (await bench.DecideAsync(id, "approver", DecisionKind.Reject, "It was right.")).ShouldBeNull();
        await bench.ExecuteAsync(id);
        // Asked again, and nobody looks.
        await AppendAsync(bench, id, (await UndoAsync(bench, id)).Events);
        bench.Time.Advance(TimeSpan.FromDays(60));
        await bench.ExecuteAsync(id);
        var state = await bench.StateAsync(id);
        state.Approvals.Select(approval => approval.Status).ShouldBe([ApprovalStatus.Rejected, ApprovalStatus.Expired]);
        (state.Status, bench.Shop.Books.Count).ShouldBe((RequestStatus.Completed, 1));
    }

    private static async Task<string> DoneAsync(Workbench bench, string action)
    {
        var id = await EveryActionTests.StartAsync(bench, action);
        await bench.ExecuteAsync(id);
        (await bench.StateAsync(id)).Status.ShouldBe(RequestStatus.Completed);
        return id;
    }

    private static async Task<string> AskedAsync(Workbench bench, string action)
    {
        var id = await DoneAsync(bench, action);
        await AppendAsync(bench, id, (await UndoAsync(bench, id)).Events);
        return id;
    }

    private static async Task<RunOperation> UndoAsync(Workbench bench, string id)
    {
        var state = await bench.StateAsync(id);
        return bench.Services.GetRequiredService<RunCommands>().Undo(Ops, state, state.Actions[0], "wrong one");
    }

    private static Task AppendAsync(Workbench bench, string id, IReadOnlyList<JournalEvent> events) =>
        bench.Journal.UpdateAsync(id, _ => [.. events], default);
}
