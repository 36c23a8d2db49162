using Agentic.Contracts;

namespace Agentic.Orchestration.Storage.Sql;

internal sealed class SqlStatistics(ISqlDatabase database) : IStatisticsStore
{
    public async Task<IReadOnlyList<HistoryRow>> ReadHistoryAsync(
        IReadOnlyList<DateTimeOffset> bounds,
        CancellationToken cancellationToken
    )
    {
        var rows = new List<HistoryRow>();
        foreach (var (from, to) in bounds.Zip(bounds.Skip(1)))
        {
            var received = await database.QueryAsync(
                "SELECT count(*) FROM requests WHERE id >= $1 AND id < $2",
                row => row.GetInt64(0),
                Ids.FirstAt(from),
                Ids.FirstAt(to)
            );
            var ended = await database.QueryAsync(
                "SELECT status, assisted, count(*) FROM closures WHERE at >= $1 AND at < $2 GROUP BY status, assisted",
                row =>
                    (
                        Status: SqlRows.ParseOrUnknown<RequestStatus>(row.GetString(0)),
                        Assisted: row.GetInt64(1) == 1,
                        Count: row.GetInt64(2)
                    ),
                StoredTime.ToMicros(from),
                StoredTime.ToMicros(to)
            );
            var judged = await database.QueryAsync(
                "SELECT wrong, count(*) FROM judgements WHERE at >= $1 AND at < $2 GROUP BY wrong",
                row => (Wrong: row.GetInt64(0) == 1, Count: row.GetInt64(1)),
                StoredTime.ToMicros(from),
                StoredTime.ToMicros(to)
            );
            rows.Add(
                new(
                    from,
                    to,
                    received[0],
                    ended.GroupBy(row => row.Status).ToDictionary(status => status.Key, status => status.Sum(row => row.Count)),
                    ended.Where(row => row is { Status: RequestStatus.Completed, Assisted: false }).Sum(row => row.Count),
                    judged.Sum(row => row.Count),
                    judged.Where(row => row.Wrong).Sum(row => row.Count)
                )
            );
        }
        return rows;
    }

    public async Task<StoreFigures> ReadFiguresAsync(CancellationToken cancellationToken)
    {
        async Task<IReadOnlyDictionary<string, long>> CountAsync(string table) =>
            (
                await database.QueryAsync(
                    $"SELECT status, count(*) FROM {table} GROUP BY status",
                    row => (Status: row.GetString(0), Count: row.GetInt64(1))
                )
            ).ToDictionary(pair => pair.Status, pair => pair.Count);

        var writer = await database.ReadFiguresAsync(cancellationToken);
        return new(
            writer.Appends,
            writer.Commits,
            writer.Conflicts,
            writer.Bytes,
            await CountAsync("requests"),
            await CountAsync("runs")
        );
    }
}
