using Agentic.Contracts;
using Agentic.Orchestration.Connectors;
using Agentic.Testing;

namespace Agentic.Orchestration.Tests.Execution;

/// <summary>K2 and K5: what happens when the outside world answers badly, at each step in turn.</summary>
public sealed class EffectTests
{
    [Theory]
    [InlineData("openReturn")]
    [InlineData("refund")]
    public async Task Refused_AtEachStep_LeavesTheBooksAsBefore(string operation)
    {
        await using var bench = Small();
        bench.Shop.Before = call => call.Operation == operation ? new EffectResult.Refused("no") : null;
        var id = await bench.RunAsync("Bestellung 10042 bitte zurück");
        await SettleAsync(bench, id);
        Open(bench).ShouldBe(0);
        bench.Shop.Executed("refund").ShouldBe(0);
        var state = await bench.StateAsync(id);
        // The customer had agreed to it: a person looks at why it did not happen.
        (state.Status, state.HandOffs.ShouldHaveSingleItem().Topic).ShouldBe((RequestStatus.HandedOff, HandOffTopics.Failed));
        state.Actions[0].Status.ShouldBe(operation == "refund" ? ActionStatus.Undone : ActionStatus.Failed);
        (
            await bench.Store.Ledger.SumLimitAsync(
                "automatic-refunds/anna",
                DateTimeOffset.MinValue.AddYears(2000),
                null,
                default
            )
        ).ShouldBe(0);
    }

    [Fact]
    public async Task Refused_UndoRefusedToo_GoesToAHuman()
    {
        await using var bench = Small();
        bench.Shop.Before = call => call.Operation is "refund" or "cancelReturn" ? new EffectResult.Refused("no") : null;
        var id = await bench.RunAsync("Bestellung 10042 bitte zurück");
        await SettleAsync(bench, id);
        var state = await bench.StateAsync(id);
        state.HandOffs.ShouldHaveSingleItem().Topic.ShouldBe("undo");
        state.Status.ShouldBe(RequestStatus.HandedOff);
    }

    [Theory]
    [InlineData("openReturn")]
    [InlineData("refund")]
    public async Task Unclear_ThenClear_UndoesNothing_AndHappensOnce(string operation)
    {
        await using var bench = Small();
        var failures = 3;
        bench.Shop.After = call =>
            call.Operation == operation && failures-- > 0 ? new EffectResult.Unclear("status 503") : null;
        var id = await bench.RunAsync("Bestellung 10042 bitte zurück");
        await SettleAsync(bench, id);
        (await bench.StateAsync(id)).Status.ShouldBe(RequestStatus.Completed);
        (bench.Shop.Executed("openReturn"), bench.Shop.Executed("refund"), bench.Shop.Executed("cancelReturn")).ShouldBe(
            (1, 1, 0)
        );
    }

    [Theory]
    [InlineData(Repetition.Idempotent)]
    [InlineData(Repetition.Queryable)]
    public async Task CrashBetweenCallAndOutcome_HappensOnce(Repetition guarantee)
    {
        await using var bench = Small();
        bench.Shop.Guarantee = new(guarantee, TimeSpan.FromSeconds(2));
        var crash = true;
        bench.Shop.After = call =>
            call.Operation == "refund" && crash ? throw new OperationCanceledException("killed here") : null;
        var id = await bench.SubmitAsync("Bestellung 10042 bitte zurück");
        await bench.PlanAsync(id);
        await bench.ConfirmAsync(id);
        await Should.ThrowAsync<OperationCanceledException>(() => bench.ExecuteAsync(id));
        crash = false;
        await SettleAsync(bench, id);
        (await bench.StateAsync(id)).Status.ShouldBe(RequestStatus.Completed);
        bench.Shop.Executed("refund").ShouldBe(1);
    }

    [Theory]
    [InlineData("executed", RequestStatus.Completed, 1)]
    [InlineData("notExecuted", RequestStatus.HandedOff, 0)]
    public async Task NeitherIdempotentNorQueryable_OneAttempt_ThenAHumanTells(
        string outcome,
        RequestStatus expected,
        int refunds
    )
    {
        await using var bench = Small();
        bench.Shop.Guarantee = new(Repetition.Neither, TimeSpan.FromSeconds(2));
        bench.Shop.Before = call =>
            call.Operation == "refund" && outcome == "notExecuted" ? new EffectResult.Unclear("connection lost") : null;
        bench.Shop.After = call =>
            call.Operation == "refund" && outcome == "executed" ? new EffectResult.Unclear("connection lost") : null;
        var id = await bench.RunAsync("Bestellung 10042 bitte zurück");
        await SettleAsync(bench, id);
        var state = await bench.StateAsync(id);
        (state.Actions[0].Status, state.Status).ShouldBe((ActionStatus.Unclear, RequestStatus.HandedOff));
        var question = state.HandOffs.ShouldHaveSingleItem();
        await bench.AnswerAsync(id, new(outcome, "Looked it up."), "paula", "paul");
        await SettleAsync(bench, id);
        (await bench.StateAsync(id)).Status.ShouldBe(expected);
        bench.Shop.Executed("refund").ShouldBe(refunds);
        question.Topic.ShouldBe("unclear");
    }

    [Fact]
    public async Task CrashWhileAnUnclearEffectIsSentAgain_IsReconciledAfterwards()
    {
        await using var bench = Small();
        var (calls, crash) = (0, false);
        bench.Shop.After = call =>
            call.Operation != "refund" ? null
            : crash ? throw new OperationCanceledException("killed here")
            : ++calls <= 5 ? new EffectResult.Unclear("status 503")
            : null;
        var id = await bench.RunAsync("Bestellung 10042 bitte zurück");
        for (var round = 0; round < 4; round++)
        {
            bench.Time.Advance(TimeSpan.FromMinutes(5));
            await bench.ExecuteAsync(id);
        }
        (await bench.StateAsync(id)).Actions[0].Status.ShouldBe(ActionStatus.Unclear);
        crash = true;
        bench.Time.Advance(TimeSpan.FromMinutes(5));
        await Should.ThrowAsync<OperationCanceledException>(() => bench.ExecuteAsync(id));
        crash = false;
        (await bench.Store.WakeUps.ListDueAsync(bench.Time.GetUtcNow(), 10, default)).ShouldHaveSingleItem();
        await SettleAsync(bench, id);
        var state = await bench.StateAsync(id);
        (state.Status, bench.Shop.Executed("refund"), state.HandOffs.Count(handOff => handOff.IsOpen)).ShouldBe(
            (RequestStatus.Completed, 1, 0)
        );
    }

    [Fact]
    public async Task AdditionAfterPartIsDone_DoesNotRepeatThePart()
    {
        await using var bench = Small();
        bench.Shop.AddOrder("10064", "anna", "329.00");
        bench.Shop.AddOrder("10051", "anna", "29.00");
        var id = await bench.RunAsync("Bestellung 10042 und Bestellung 10064: alles zurück");
        bench.Shop.Executed("refund").ShouldBe(1);
        // The shop would give the next piece of the same line.
        bench.Shop.Orders["10042"].Quote["units"]![0]!["number"] = 2;
        await bench.WriteAsync(await bench.StateAsync(id), "auch Bestellung 10051");
        await bench.PlanAsync(id);
        (await bench.StateAsync(id))
            .Actions.Where(action => action.Status == ActionStatus.Proposed)
            .Select(action => (string?)action.Arguments["orderId"])
            .ShouldBe(["10051"]);
    }

    [Fact]
    public async Task YesToAQuestion_ConfirmsNoOlderPlan()
    {
        await using var bench = Small();
        var id = await bench.SubmitAsync("Bestellung 10042 bitte zurück");
        await bench.PlanAsync(id);
        await bench.WriteAsync(await bench.StateAsync(id), "Das Geld bitte auf mein Bankkonto");
        await bench.PlanAsync(id);
        (await bench.StateAsync(id)).Question.ShouldNotBeNull();
        await bench.WriteAsync(await bench.StateAsync(id), "ja");
        await bench.PlanAsync(id);
        await bench.ExecuteAsync(id);
        bench.Shop.Books.ShouldBeEmpty();
        var state = await bench.StateAsync(id);
        (state.Status, state.PlanVersion).ShouldBe((RequestStatus.AwaitingCustomer, 2));
    }

    [Fact]
    public async Task Queryable_NotFound_IsSentAgainOnlyAfterItsMaximumTime()
    {
        await using var bench = Small();
        bench.Shop.Guarantee = new(Repetition.Queryable, TimeSpan.FromMinutes(10));
        var calls = 0;
        bench.Shop.Before = call => call.Operation == "refund" && calls++ == 0 ? new EffectResult.Unclear("time-out") : null;
        var id = await bench.RunAsync("Bestellung 10042 bitte zurück");
        bench.Time.Advance(TimeSpan.FromMinutes(5));
        await bench.ExecuteAsync(id);
        calls.ShouldBe(1);
        bench.Time.Advance(TimeSpan.FromMinutes(6));
        await bench.ExecuteAsync(id);
        (calls, bench.Shop.Executed("refund")).ShouldBe((2, 1));
    }

    [Fact]
    public async Task NotSent_IsTriedAgainUnderTheSameKey()
    {
        await using var bench = Small();
        bench.Shop.Guarantee = new(Repetition.Neither, TimeSpan.FromSeconds(2));
        var keys = new List<string>();
        bench.Shop.Before = call =>
        {
            keys.Add(call.Key);
            return keys.Count == 1 ? new EffectResult.NotSent("connection refused") : null;
        };
        var id = await bench.RunAsync("Bestellung 10042 bitte zurück");
        await SettleAsync(bench, id);
        (await bench.StateAsync(id)).Status.ShouldBe(RequestStatus.Completed);
        keys[0].ShouldBe(keys[1]);
    }

    [Fact]
    public async Task ShopDown_BeforeTheGate_IsStuckWithARetry_AndTheCustomerIsTold()
    {
        await using var bench = Small();
        var id = await bench.SubmitAsync("Bestellung 10042 bitte zurück");
        await bench.PlanAsync(id);
        await bench.ConfirmAsync(id);
        bench.Shop.IsDown = true;
        for (var attempt = 0; attempt < 3; attempt++)
        {
            await bench.ExecuteAsync(id);
            bench.Time.Advance(TimeSpan.FromMinutes(1));
        }
        var state = await bench.StateAsync(id);
        state.Actions[0].Stuck!.Attempt.ShouldBe(3);
        state.Conversation.ShouldContain(line => line.Key == "action.stuck");
        bench.Shop.IsDown = false;
        await SettleAsync(bench, id);
        (await bench.StateAsync(id)).Status.ShouldBe(RequestStatus.Completed);
    }

    [Fact]
    public async Task Deadline_RemindsEscalatesAndSurvivesARestart()
    {
        var bench = Workbench.Create();
        bench.Shop.AddOrder("10042", "anna", "249.00");
        var id = await bench.RunAsync("Bestellung 10042 bitte zurück");
        await bench.DisposeAsync();
        await using var again = Workbench.Create(bench.Folder, bench.Shop, bench.Time);
        again.Time.Advance(TimeSpan.FromHours(2) + TimeSpan.FromMinutes(1));
        (await again.Store.WakeUps.ListDueAsync(again.Time.GetUtcNow(), 10, default))
            .ShouldHaveSingleItem()
            .RequestId.ShouldBe(id);
        await again.ExecuteAsync(id);
        (await again.StateAsync(id)).Approvals[0].Reminded.ShouldBeTrue();
        again.Time.Advance(TimeSpan.FromHours(3));
        await again.ExecuteAsync(id);
        var state = await again.StateAsync(id);
        (state.Approvals[0].Escalated, state.Approvals[0].RequiredRole).ShouldBe((true, "senior-approver"));
        state.Conversation.ShouldContain(line => line.Key == "action.late");
        (await again.DecideAsync(id, "approver"))!.HttpStatus().ShouldBe(403);
        (await again.DecideAsync(id, "senior")).ShouldBeNull();
        await again.ExecuteAsync(id);
        again.Shop.Executed("refund").ShouldBe(1);
    }

    internal static Workbench Small()
    {
        var bench = Workbench.Create();
        bench.Shop.AddOrder("10042", "anna", "49.00");
        return bench;
    }

    /// <summary>Returns that are open in the shop.</summary>
    private static int Open(Workbench bench) => bench.Shop.Executed("openReturn") - bench.Shop.Executed("cancelReturn");

    internal static async Task SettleAsync(Workbench bench, string id)
    {
        for (var round = 0; round < 20; round++)
        {
            await bench.ExecuteAsync(id);
            bench.Time.Advance(TimeSpan.FromMinutes(2));
        }
    }
}
