using Agentic.Contracts;
using Agentic.Testing;

namespace Agentic.Orchestration.Tests.Execution;

/// <summary>Two at the same moment: one wins, the other learns it, and money moves at most once.</summary>
public sealed class RaceTests
{
    [Fact]
    public async Task SameWishInTwoRequests_OneLedgerLine()
    {
        await using var bench = EffectTests.Small();
        var ids = new List<string>();
        foreach (var text in new[] { "Bestellung 10042 bitte zurück", "Order 10042: please refund the jacket" })
        {
            ids.Add(await bench.SubmitAsync(text));
        }
        await Task.WhenAll(ids.Select(id => Task.Run(() => bench.PlanAsync(id))));
        foreach (var id in ids)
        {
            if ((await bench.StateAsync(id)).Status == RequestStatus.AwaitingCustomer)
            {
                await bench.ConfirmAsync(id);
            }
        }
        await Task.WhenAll(ids.Select(id => Task.Run(() => bench.ExecuteAsync(id))));
        (bench.Shop.Executed("refund"), bench.Shop.Executed("openReturn")).ShouldBe((1, 1));
        (await Task.WhenAll(ids.Select(bench.StateAsync)))
            .Select(state => state.Status)
            .ShouldBe([RequestStatus.Completed, RequestStatus.Declined], ignoreOrder: true);
    }

    [Fact]
    public async Task TwoParallelSixtyEuroRefunds_OneWaitsForApproval()
    {
        for (var round = 0; round < 10; round++)
        {
            await using var bench = Workbench.Create();
            bench.Shop.AddOrder("10001", "anna", "60.00");
            bench.Shop.AddOrder("10002", "anna", "60.00");
            var ids = new List<string>();
            foreach (var order in new[] { "10001", "10002" })
            {
                ids.Add(await bench.SubmitAsync($"Bestellung {order} bitte zurück"));
                await bench.PlanAsync(ids[^1]);
                await bench.ConfirmAsync(ids[^1]);
            }
            await Task.WhenAll(ids.Select(id => Task.Run(() => bench.ExecuteAsync(id))));
            (await Task.WhenAll(ids.Select(bench.StateAsync)))
                .Select(state => state.Status)
                .ShouldBe([RequestStatus.Completed, RequestStatus.AwaitingApproval], ignoreOrder: true);
            bench.Shop.Executed("refund").ShouldBe(1);
        }
    }

    [Fact]
    public async Task TwoHundredPairsOfWithdrawalAndApproval_MoneyMovedXorWithdrawn()
    {
        await using var bench = Workbench.Create();
        var (moved, withdrawn) = (0, 0);
        for (var number = 0; number < 200; number++)
        {
            var (order, customer) = ($"{20000 + number}", $"w{number}");
            bench.Shop.AddOrder(order, customer, "249.00");
            var id = await bench.RunAsync($"Bestellung {order} bitte zurück", customer);
            await Task.WhenAll(
                Task.Run(async () =>
                {
                    await bench.DecideAsync(id, "approver");
                    await bench.ExecuteAsync(id);
                }),
                Task.Run(async () =>
                {
                    // Spread over the whole way from the decision to the end of the run.
                    for (var spin = 0; spin < number % 20; spin++)
                    {
                        await Task.Yield();
                    }
                    await bench.Requests.WithdrawAsync(
                        new(customer, customer, ["customer"]),
                        await bench.StateAsync(id),
                        default
                    );
                })
            );
            await EffectTests.SettleAsync(bench, id);
            var state = await bench.StateAsync(id);
            var refunded = bench.Shop.Books.Any(line =>
                line.Operation == "refund" && (string?)line.Arguments["orderId"] == order
            );
            state.Status.ShouldBe(refunded ? RequestStatus.Completed : RequestStatus.Withdrawn);
            (moved, withdrawn) = (moved + (refunded ? 1 : 0), withdrawn + (refunded ? 0 : 1));
        }
        (moved + withdrawn).ShouldBe(200);
    }
}
