using Agentic.Contracts;
using Agentic.Orchestration.Connectors;
using Agentic.Orchestration.Storage;
using Agentic.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Agentic.Orchestration.Tests.Execution;

/// <summary>
/// K2 with two hosts that believe that they are alone: no leases, and each remembers an old state. Only what an append checks is
/// left, and it must be enough.
/// </summary>
public sealed class TwoHostsTests
{
    [PostgresFact]
    public async Task EffectThatBothReconcileAtOnce_IsSentOnce()
    {
        var (database, shop) = (await PostgresServers.CreateDatabaseAsync(), new FakeShop());
        shop.Guarantee = new(Repetition.Queryable, TimeSpan.FromSeconds(2));
        var time = new ShiftedTime(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));
        await using var one = Create(database, shop, time);
        await using var two = Create(database, shop, time);
        for (var order = 10042; order < 10044; order++)
        {
            shop.AddOrder($"{order}", "anna", "9.00");
            // The process dies between its intention and the call.
            var isDead = false;
            shop.Before = call => !isDead && (isDead = true) ? throw new OperationCanceledException("killed") : null;
            var id = await one.SubmitAsync($"Bestellung {order} bitte zurück");
            await one.PlanAsync(id);
            await one.ConfirmAsync(id);
            try
            {
                await one.ExecuteAsync(id);
            }
            catch (OperationCanceledException)
            {
                // What it had intended is in the journal.
            }
            isDead.ShouldBeTrue();
            shop.Before = _ => null;
            time.Advance(TimeSpan.FromMinutes(1));
            // Both have looked it up before either goes on.
            var (asked, both) = (0, new TaskCompletionSource());
            shop.LookedUp = async _ =>
            {
                if (Interlocked.Increment(ref asked) == 2)
                {
                    both.SetResult();
                }
                await Task.WhenAny(both.Task, Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System));
                return null;
            };
            await Task.WhenAll(Task.Run(() => one.ExecuteAsync(id)), Task.Run(() => two.ExecuteAsync(id)));
            asked.ShouldBeGreaterThanOrEqualTo(2);
            shop.LookedUp = _ => Task.FromResult<EffectResult?>(null);
            for (var round = 0; round < 5; round++)
            {
                time.Advance(TimeSpan.FromMinutes(1));
                await one.ExecuteAsync(id);
                await two.ExecuteAsync(id);
            }
            (await two.StateAsync(id)).Status.ShouldBe(RequestStatus.Completed);
        }
        shop.Books.Select(line => line.Key).ShouldBeUnique();
        shop.Executed("refund").ShouldBe(2);
    }

    private static Workbench Create(string database, FakeShop shop, ShiftedTime time)
    {
        var folder = TestFolder.Create("two");
        return Workbench.Create(
            folder,
            shop,
            time,
            services: services => services.AddSingleton(new ThisHost(Guid.NewGuid().ToString("N"), IsAlone: true)),
            settings: new Dictionary<string, string?>
            {
                ["ConnectionStrings:Store"] = database,
                ["Data:Folder"] = folder,
                ["Secrets:MasterKey"] = Convert.ToBase64String(new byte[32]),
            }
        );
    }
}
