using Agentic.Contracts;

namespace Agentic.Orchestration.Storage.Sql;

internal sealed class SqlRuns(ISqlDatabase database) : IRunStore
{
    public Task<IReadOnlyList<RunRow>> ListAsync(
        string? status,
        string? workflow,
        string? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var (sql, values) = Runs(status, workflow, after, limit);
        return database.QueryAsync(sql, SqlRows.ToRun, values);
    }

    internal static (string Sql, object?[] Values) Runs(string? status, string? workflow, string? after, int limit) =>
        SqlFilter
            .Of(("status =", status), ("workflow =", workflow), ("id <", after))
            .Page($"SELECT {SqlRows.RunColumns} FROM runs", "id DESC", limit);

    public Task<IReadOnlyList<OpenWorkflowRow>> CountOpenAsync(CancellationToken cancellationToken) =>
        database.QueryAsync(
            $"SELECT workflow, hash, count(*) FROM runs WHERE hash <> '' AND status NOT IN "
                + $"({SqlRows.Quoted(Enum.GetValues<ActionStatus>().Where(status => status.IsTerminal()))}) "
                + "GROUP BY workflow, hash ORDER BY workflow, hash",
            row => new OpenWorkflowRow(row.GetString(0), row.GetString(1), row.GetInt64(2))
        );

    public async Task<DefinitionRow?> FindDefinitionAsync(string hash, CancellationToken cancellationToken) =>
        (
            await database.QueryAsync(
                "SELECT hash, id, file, source FROM definitions WHERE hash = $1",
                row => new DefinitionRow(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3)),
                hash
            )
        ).SingleOrDefault();
}
