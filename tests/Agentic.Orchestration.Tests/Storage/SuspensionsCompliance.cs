using Agentic.Orchestration.Storage;

namespace Agentic.Orchestration.Tests.Storage;

/// <summary>What every <see cref="ISuspensionStore"/> has to do.</summary>
public abstract class SuspensionsCompliance(IStoreOpener opener) : StoreCompliance(opener)
{
    [StoreFact]
    public async Task Suspension_StopsAppendsThatRequireAnActivePack_UntilTakenBack()
    {
        Task<AppendConflict?> Permit(string id) => AppendAsync(id, 0, 1, append => append with { RequiresActive = "retail" });
        (await Permit("a")).ShouldBeNull();
        await Store.Suspensions.AddAsync(new("retail", true, "ops", "why", Now), default);
        (await Permit("b")).ShouldBe(new AppendConflict.PackSuspended("retail"));
        (await Store.Journal.FindRequestAsync("b", default)).ShouldBeNull();
        (await AppendAsync("c", 0, 1)).ShouldBeNull();
        await ReopenAsync();
        (await Store.Suspensions.ListAsync(default)).ShouldBe([new("retail", true, "ops", "why", Now)]);
        await Store.Suspensions.AddAsync(new("retail", false, "ops", "over", Now), default);
        (await Permit("b")).ShouldBeNull();
    }
}
