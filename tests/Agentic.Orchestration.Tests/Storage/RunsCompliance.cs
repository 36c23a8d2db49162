using Agentic.Contracts;
using Agentic.Orchestration.Storage;

namespace Agentic.Orchestration.Tests.Storage;

/// <summary>What every <see cref="IRunStore"/> has to do.</summary>
public abstract class RunsCompliance(IStoreOpener opener) : StoreCompliance(opener)
{
    [StoreFact]
    public async Task Runs_AreListedNewestFirst_ByStateAndWorkflow()
    {
        foreach (var number in Enumerable.Range(0, 5))
        {
            await AppendAsync(
                $"r{number}",
                0,
                1,
                append => append with { Runs = [Row(number, number % 2 == 0 ? "Done" : "Stuck")] }
            );
        }
        (await Store.Runs.ListAsync("Stuck", null, null, 10, default)).ShouldBe([Row(3, "Stuck"), Row(1, "Stuck")]);
        (await Store.Runs.ListAsync(null, "w", "r2-r1", 10, default)).ShouldBe([Row(1, "Stuck"), Row(0, "Done")]);
        (await Store.Runs.ListAsync(null, "other", null, 10, default)).ShouldBeEmpty();
    }

    [StoreFact]
    public async Task OpenRuns_AreCountedByVersion_UntilTheyEnd()
    {
        await AppendAsync("r1", 0, 1, append => append with { Runs = [Row(1, nameof(ActionStatus.Executing))] });
        await AppendAsync("r2", 0, 1, append => append with { Runs = [Row(2, nameof(ActionStatus.Executing))] });
        await AppendAsync(
            "r3",
            0,
            1,
            append => append with { Runs = [Row(3, nameof(ActionStatus.Executing)) with { Hash = "" }] }
        );
        (await Store.Runs.CountOpenAsync(default)).ShouldBe([new OpenWorkflowRow("w", "h", 2)], "the third is not pinned yet");
        await AppendAsync("r1", 1, 1, append => append with { Runs = [Row(1, nameof(ActionStatus.Done))] });
        (await Store.Runs.CountOpenAsync(default)).ShouldBe([new OpenWorkflowRow("w", "h", 1)]);
    }

    [StoreFact]
    public async Task Definition_IsKeptAsItWasFirstSeen()
    {
        DefinitionRow first = new("h", "w", "w.json", "{}");
        await AppendAsync("r1", 0, 1, append => append with { Definitions = [first] });
        await AppendAsync("r2", 0, 1, append => append with { Definitions = [first with { Source = "changed" }] });
        (await Store.Runs.FindDefinitionAsync("h", default)).ShouldBe(first);
        (await Store.Runs.FindDefinitionAsync("unknown", default)).ShouldBeNull();
    }

    private static RunRow Row(int number, string status) => new($"r{number}-r1", $"r{number}", 1, "w", "h", status, Now);
}
