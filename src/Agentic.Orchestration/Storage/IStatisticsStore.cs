namespace Agentic.Orchestration.Storage;

/// <summary>Counts over the whole store.</summary>
public interface IStatisticsStore
{
    /// <param name="bounds">Ascending; the answer has one row for each neighbouring pair.</param>
    Task<IReadOnlyList<HistoryRow>> ReadHistoryAsync(IReadOnlyList<DateTimeOffset> bounds, CancellationToken cancellationToken);

    Task<StoreFigures> ReadFiguresAsync(CancellationToken cancellationToken);
}
