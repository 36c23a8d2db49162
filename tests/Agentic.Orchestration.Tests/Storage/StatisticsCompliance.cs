using Agentic.Contracts;
using Agentic.Orchestration.Storage;

namespace Agentic.Orchestration.Tests.Storage;

/// <summary>What every <see cref="IStatisticsStore"/> has to do.</summary>
public abstract class StatisticsCompliance(IStoreOpener opener) : StoreCompliance(opener)
{
    [StoreFact]
    public async Task History_CountsBetweenMoments_AndAReopenedRequestIsNotOver()
    {
        var (first, second) = (Ids.NewRequest(Now), Ids.NewRequest(Now.AddDays(1)));
        await AppendAsync(
            first,
            0,
            1,
            append =>
                append with
                {
                    Closure = new(Now.AddHours(1), RequestStatus.Completed, false),
                    Judgements = [new("h1", Now.AddDays(1), true), new("h2", Now.AddDays(1), false)],
                }
        );
        await AppendAsync(second, 0, 1, append => append with { Closure = new(Now.AddDays(1), RequestStatus.Declined, true) });
        DateTimeOffset[] bounds = [Now, Now.AddDays(1), Now.AddDays(2)];
        var days = await Store.Statistics.ReadHistoryAsync(bounds, default);
        days.Select(day =>
                (
                    day.Received,
                    day.Ended.GetValueOrDefault(RequestStatus.Completed),
                    day.Ended.GetValueOrDefault(RequestStatus.Declined),
                    day.Unassisted,
                    day.Judged,
                    day.Wrong
                )
            )
            .ShouldBe([(1L, 1L, 0L, 1L, 0L, 0L), (1L, 0L, 1L, 0L, 2L, 1L)]);
        await AppendAsync(first, 1, 1, append => append with { Reopens = true });
        (await Store.Statistics.ReadHistoryAsync(bounds, default))[0].Ended.ShouldBeEmpty();
    }
}
