using Agentic.Contracts;
using Agentic.Orchestration.Connectors;
using Agentic.Orchestration.Packs;
using Agentic.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Agentic.Orchestration.Tests.Execution;

/// <summary>The kill switch competes with the permit: what it beats does not run, what beat it is finished.</summary>
public sealed class SuspensionTests
{
    [Fact]
    public async Task Suspended_ApprovedActionWaits_IsTold_AndGoesOnAfterwards()
    {
        await using var bench = Workbench.Create();
        bench.Shop.AddOrder("10042", "anna", "249.00");
        var id = await bench.RunAsync("Bestellung 10042 bitte zurück");
        await SwitchAsync(bench, true);
        (await bench.DecideAsync(id, "approver")).ShouldBeNull();
        await bench.ExecuteAsync(id);
        bench.Shop.Books.ShouldBeEmpty();
        (await bench.StateAsync(id)).Conversation.ShouldContain(line => line.Key == "action.suspended");
        await SwitchAsync(bench, false);
        bench.Time.Advance(TimeSpan.FromMinutes(10));
        await bench.ExecuteAsync(id);
        bench.Shop.Executed("refund").ShouldBe(1);
        (await bench.StateAsync(id)).Status.ShouldBe(RequestStatus.Completed);
    }

    [Fact]
    public async Task Suspended_SurvivesARestart_AndNothingIsPlanned()
    {
        var bench = Workbench.Create();
        await SwitchAsync(bench, true);
        var (folder, shop, time) = (bench.Folder, bench.Shop, bench.Time);
        await bench.DisposeAsync();
        await using var again = Workbench.Create(folder, shop, time);
        again.Shop.AddOrder("10042", "anna", "49.00");
        var id = await again.SubmitAsync("Bestellung 10042 bitte zurück");
        await again.PlanAsync(id);
        var state = await again.StateAsync(id);
        (state.Actions.Count, state.Planning.Attempt).ShouldBe((0, 1));
    }

    [Fact]
    public async Task Suspension_RacingWithPermits_OnlyPermitsBeforeItRun()
    {
        await using var bench = Workbench.Create();
        for (var number = 0; number < 40; number++)
        {
            var (order, customer) = ($"{70000 + number}", $"s{number}");
            bench.Shop.AddOrder(order, customer, "49.00");
            var id = await bench.SubmitAsync($"Bestellung {order} bitte zurück", customer);
            await bench.PlanAsync(id);
            await bench.ConfirmAsync(id);
            var running = Task.Run(() => bench.ExecuteAsync(id));
            await SwitchAsync(bench, true);
            // From the store: a permit of the same commit is there before the one who asked for it has learned it.
            var permitted = (await bench.Journal.ReadAsync(id, 0, default)).Any(entry => entry.Event is PermitConsumed);
            await running;
            await bench.ExecuteAsync(id);
            bench
                .Shop.Books.Count(line => line.Operation == "refund" && (string?)line.Arguments["orderId"] == order)
                .ShouldBe(permitted ? 1 : 0);
            await SwitchAsync(bench, false);
        }
    }

    [Fact]
    public async Task Effect_CarriesTheVersionItWasDecidedOn()
    {
        await using var bench = Workbench.Create();
        bench.Shop.AddOrder("10042", "anna", "49.00");
        var seen = new List<string?>();
        bench.Shop.Before = call =>
        {
            seen.Add(call.Precondition);
            return new EffectResult.Refused("the order changed between the permit and the call");
        };
        var id = await bench.RunAsync("Bestellung 10042 bitte zurück");
        seen[0].ShouldBe("1");
        bench.Shop.Books.ShouldBeEmpty();
        (await bench.StateAsync(id)).Status.ShouldBe(RequestStatus.HandedOff);
    }

    private static Task SwitchAsync(Workbench bench, bool suspended) =>
        bench.Services.GetRequiredService<Suspensions>().SetAsync("retail", suspended, "ops", "test", default);
}
