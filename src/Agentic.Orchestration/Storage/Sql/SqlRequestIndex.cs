using Agentic.Contracts;

namespace Agentic.Orchestration.Storage.Sql;

internal sealed class SqlRequestIndex(ISqlDatabase database) : IRequestIndex
{
    public Task<IReadOnlyList<RequestRow>> ListAsync(RequestFilter filter, CancellationToken cancellationToken)
    {
        var (sql, values) = Requests(filter);
        return database.QueryAsync(sql, SqlRows.ToRequest, values);
    }

    internal static (string Sql, object?[] Values) Requests(RequestFilter filter) =>
        SqlFilter
            .Of(("customer_id =", filter.CustomerId), ("status =", filter.Status), ("id <", filter.After))
            .Page($"SELECT {SqlRows.RequestColumns} FROM requests", "id DESC", filter.Limit);

    public Task<IReadOnlyList<string>> ListOpenAsync(string customerId, CancellationToken cancellationToken) =>
        database.QueryAsync(OpenRequests, row => row.GetString(0), customerId);

    public Task<IReadOnlyList<string>> ListByEventKeyAsync(string key, CancellationToken cancellationToken) =>
        database.QueryAsync(
            "SELECT request_id FROM event_keys WHERE key = $1 ORDER BY request_id",
            row => row.GetString(0),
            key
        );

    /// <summary>The condition is written like that of the index <c>requests_open</c>, or it would not be used.</summary>
    internal static string OpenRequests { get; } =
        $"SELECT id FROM requests WHERE customer_id = $1 AND status NOT IN "
        + $"({SqlRows.Quoted(Enum.GetValues<RequestStatus>().Where(status => status.IsTerminal()))}) "
        + "ORDER BY id DESC LIMIT 50";
}
