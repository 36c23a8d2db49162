using Agentic.Orchestration.Storage;

namespace Agentic.Orchestration.Tests.Storage;

/// <summary>What every <see cref="IHostStore"/> has to do.</summary>
public abstract class HostsCompliance(IStoreOpener opener) : StoreCompliance(opener)
{
    [StoreFact]
    public async Task Host_IsListed_FromItsFirstSign_UntilItLeavesOrIsForgotten()
    {
        var (one, two) = (Host("one", Now), Host("two", Now.AddSeconds(1)));
        await Store.Hosts.SaveAsync(two, default);
        await Store.Hosts.SaveAsync(one, default);
        (await Store.Hosts.ListAsync(Now, default)).ShouldBe([one, two]);
        await Store.Hosts.SaveAsync(one with { SeenAt = Now.AddMinutes(1), Load = 3, Failures = 2, IsIdle = true }, default);
        (await Store.Hosts.ListAsync(Now.AddMinutes(1), default)).ShouldBe([
            one with
            {
                SeenAt = Now.AddMinutes(1),
                Load = 3,
                Failures = 2,
                IsIdle = true,
            },
        ]);
        await ReopenAsync();
        (await Store.Hosts.ListAsync(Now, default)).ShouldHaveSingleItem().Id.ShouldBe("one");
        await Store.Hosts.RemoveAsync("one", default);
        (await Store.Hosts.ListAsync(Now, default)).ShouldBeEmpty();
    }

    [StoreFact]
    public async Task Drain_StaysThroughSignsOfLife_WithWhoAskedFirst_UntilItIsTakenBack()
    {
        var host = Host("one", Now);
        (await Store.Hosts.DrainAsync("one", new("ops", Now), default)).ShouldBeFalse();
        (await Store.Hosts.SaveAsync(host, default)).ShouldBeFalse();
        (await Store.Hosts.DrainAsync("one", new("ops", Now), default)).ShouldBeTrue();
        (await Store.Hosts.DrainAsync("one", new("admin", Now.AddHours(1)), default)).ShouldBeTrue();
        (await Store.Hosts.SaveAsync(host, default)).ShouldBeTrue();
        (await Store.Hosts.ListAsync(Now, default)).ShouldBe([host with { Drain = new("ops", Now) }]);
        (await Store.Hosts.DrainAsync("one", null, default)).ShouldBeTrue();
        (await Store.Hosts.SaveAsync(host, default)).ShouldBeFalse();
        (await Store.Hosts.ListAsync(Now, default)).ShouldBe([host]);
    }

    private static HostRow Host(string id, DateTimeOffset startedAt) =>
        new(id, $"machine {id}", "web worker", "1.0.0", startedAt, startedAt, Mails: true, Settings: "Accounts=12 Shop=34");
}
