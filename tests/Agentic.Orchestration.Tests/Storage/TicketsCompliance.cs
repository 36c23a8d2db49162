using Agentic.Orchestration.Storage;

namespace Agentic.Orchestration.Tests.Storage;

/// <summary>What every <see cref="ITicketStore"/> has to do.</summary>
public abstract class TicketsCompliance(IStoreOpener opener) : StoreCompliance(opener)
{
    [StoreFact]
    public async Task Ticket_IsGoodForItsTriesAndItsTime_AndTakenOnce()
    {
        (await Store.Tickets.TryAddAsync(new("code", [1], 2, Now.AddMinutes(15)), Now, default)).ShouldBeTrue();
        (await Store.Tickets.TryAddAsync(new("code", [9], 2, Now.AddMinutes(15)), Now, default)).ShouldBeFalse();
        await Store.Tickets.SetAsync("code", [2], default);
        (await Store.Tickets.UseAsync("code", Now, default))!.ShouldSatisfyAllConditions(
            ticket => ticket.Payload.ShouldBe([2]),
            ticket => ticket.Tries.ShouldBe(2)
        );
        (await Store.Tickets.UseAsync("code", Now.AddMinutes(16), default)).ShouldBeNull("it is too old");
        (await Store.Tickets.UseAsync("code", Now, default)).ShouldNotBeNull();
        (await Store.Tickets.UseAsync("code", Now, default)).ShouldBeNull("its tries are used up");
        (await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Store.Tickets.TryRemoveAsync("code", default))))
            .Count(removed => removed)
            .ShouldBe(1);
        (await Store.Tickets.TryAddAsync(new("once", [], 0, Now.AddMinutes(1)), Now, default)).ShouldBeTrue();
        (await Store.Tickets.TryAddAsync(new("once", [], 0, Now.AddMinutes(9)), Now.AddMinutes(2), default)).ShouldBeTrue(
            "the first has expired"
        );
    }

    [StoreFact]
    public async Task Tries_AreUsedSeveralAtOnce_OrNotAtAll()
    {
        await Store.Tickets.TryAddAsync(new("t", [], 5, Now.AddMinutes(1)), Now, default);
        (await Store.Tickets.UseAsync("t", Now, default, 3))!.Tries.ShouldBe(5);
        (await Store.Tickets.UseAsync("t", Now, default, 3)).ShouldBeNull();
        (await Store.Tickets.UseAsync("t", Now, default, 2))!.Tries.ShouldBe(2);
        (await Store.Tickets.UseAsync("t", Now, default)).ShouldBeNull();
    }
}
