using Agentic.Contracts;
using Agentic.Orchestration.Connectors;
using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Monitoring;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Tests.Execution;
using Agentic.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Agentic.Orchestration.Tests.Monitoring;

public sealed class RunCommandsTests
{
    private static readonly Caller Ops = new("ops", null, [Roles.Ops]);

    [Fact]
    public async Task Preview_ChangesNothing_AndSaysWhatItWouldMean()
    {
        await using var bench = MovedOrder();
        var id = await bench.RunAsync(Words);
        var state = await bench.StateAsync(id);
        state.Status.ShouldBe(RequestStatus.Completed);
        var preview = Commands(bench).Preview(Ops, state, state.Actions[0], RunCommands.UndoRun);
        preview.Possible.ShouldBeTrue();
        preview.Effects.ShouldContain(effect => effect.Contains(" → ", StringComparison.Ordinal));
        Commands(bench).Preview(Ops, state, state.Actions[0], RunCommands.RetryRun).Possible.ShouldBeFalse();
        Commands(bench).Preview(Ops, state, state.Actions[0], RunCommands.CancelRun).Possible.ShouldBeFalse();
        (await bench.StateAsync(id)).Version.ShouldBe(state.Version);
    }

    [Fact]
    public async Task UndoAskedFor_IsAnApproval_AndAskedForOnce()
    {
        await using var bench = MovedOrder();
        var id = await bench.RunAsync(Words);
        var done = bench.Shop.Books.Count;
        (await ActAsync(bench, id, RunCommands.UndoRun, "wrong address")).Refusal.ShouldBeNull();
        (await bench.StateAsync(id)).Approvals.ShouldContain(approval =>
            approval.IsUndo && approval.Status == ApprovalStatus.Open
        );
        (await ActAsync(bench, id, RunCommands.UndoRun, "again")).Refusal.ShouldBeAssignableTo<Refusal.Conflict>();
        bench.Shop.Books.Count.ShouldBe(done, "somebody else has to approve it first");
    }

    [Fact]
    public async Task Retry_TriesWhatIsStuckNow_WithTheSameKey()
    {
        await using var bench = EffectTests.Small();
        var keys = new List<string>();
        bench.Shop.Before = call =>
        {
            keys.Add(call.Key);
            return keys.Count < 3 ? new EffectResult.NotSent("connection refused") : null;
        };
        var id = await bench.RunAsync("Bestellung 10042 bitte zurück");
        (await ActAsync(bench, id, RunCommands.RetryRun, null)).Refusal.ShouldBeNull();
        await bench.ExecuteAsync(id);
        keys.Count.ShouldBeGreaterThan(1);
        keys.Take(2).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task WithoutAReason_OnlyARetryIsTaken()
    {
        await using var bench = EffectTests.Small();
        var id = await bench.RunAsync("Bestellung 10042 bitte zurück");
        foreach (var operation in new[] { RunCommands.UndoRun, RunCommands.CancelRun })
        {
            (await ActAsync(bench, id, operation, " "))
                .Refusal.ShouldBeAssignableTo<Refusal.Invalid>()!
                .Field.ShouldBe("reason");
        }
    }

    [Fact]
    public async Task Cancelled_BeforeMoneyMoved_FreesTheMoneyThatItsLimitsHad()
    {
        await using var bench = EffectTests.Small();
        bench.Shop.Before = call => call.Operation == "refund" ? new EffectResult.NotSent("connection refused") : null;
        var id = await bench.RunAsync("Bestellung 10042 bitte zurück");
        (await ReservedAsync(bench)).ShouldBe(4900);
        (await ActAsync(bench, id, RunCommands.CancelRun, "the shop is closed")).Refusal.ShouldBeNull();
        (await bench.StateAsync(id)).Actions[0].Status.ShouldBe(ActionStatus.Skipped);
        (await ReservedAsync(bench)).ShouldBe(0);
        (await bench.Services.GetRequiredService<JournalVerifier>().VerifyAsync(default)).Defects.ShouldBeEmpty();
    }

    [Fact]
    public async Task WhoMayNot_IsRefused_AndTheAttemptIsEvidence()
    {
        await using var bench = EffectTests.Small();
        var id = await bench.RunAsync("Bestellung 10042 bitte zurück");
        var state = await bench.StateAsync(id);
        Caller[] refused = [new("approver", null, [Roles.Approver]), new("ops2", "anna", [Roles.Ops])];
        foreach (var caller in refused)
        {
            (await Commands(bench).GetDenialAsync(caller, state, RunCommands.UndoRun, $"{id}-r1", default)).ShouldNotBeNull();
        }
        (await Commands(bench).GetDenialAsync(Ops, state, RunCommands.UndoRun, $"{id}-r1", default)).ShouldBeNull();
        (await bench.Journal.ReadAsync(id, 0, default))
            .Select(entry => entry.Event)
            .OfType<AccessRefused>()
            .Select(attempt => attempt.By)
            .ShouldBe(["approver", "ops2"]);
    }

    private const string Words = "Bestellung 10042 bitte nach Gartenweg 5, 50667 Köln";

    /// <summary>An order whose address the model changes: it can be taken back.</summary>
    private static Workbench MovedOrder()
    {
        var address = new
        {
            street = "Gartenweg 5",
            postalCode = "50667",
            city = "Köln",
            country = "DE",
        };
        var bench = Workbench.Create(
            model: new ScriptedChatClient(
                (_, _) => ScriptedChatClient.Call("change_order_address", new { orderId = "10042", address })
            )
        );
        bench.Shop.AddOrder("10042", "anna", "49.00", "pending");
        return bench;
    }

    private static RunCommands Commands(Workbench bench) => bench.Services.GetRequiredService<RunCommands>();

    private static Task<long> ReservedAsync(Workbench bench) =>
        bench.Store.Ledger.SumLimitAsync("automatic-refunds/anna", DateTimeOffset.MinValue.AddYears(2000), null, default);

    private static async Task<ActResult> ActAsync(Workbench bench, string id, string operation, string? reason)
    {
        var state = await bench.StateAsync(id);
        return await Commands(bench).ActAsync(Ops, state, state.Actions[0], operation, reason, default);
    }
}
