using Agentic.Orchestration.Storage.Sql;
using Agentic.Orchestration.Storage.Sqlite;
using Agentic.Testing;
using Microsoft.Data.Sqlite;

namespace Agentic.Orchestration.Tests.Storage;

/// <summary>Few rows of many are found through an index: a list does not become slower with all that is done and over.</summary>
public sealed class IndexTests : IDisposable
{
    private readonly string _file = Path.Combine(TestFolder.Create("index"), "store.db");

    public static TheoryData<string, string[]> Lists()
    {
        var data = new TheoryData<string, string[]>();
        foreach (var after in (string?[])[null, "x"])
        {
            foreach (var other in (string?[])[null, "y"])
            {
                Add(SqlQueues.Approvals("Open", other, after, 50));
                Add(SqlQueues.HandOffs("open", other, after, 50));
                Add(SqlRuns.Runs("Stuck", other, after, 50));
                Add(SqlRequestIndex.Requests(new("anna", other, after, 50)));
                Add(SqlRequestIndex.Requests(new(other, "Running", after, 50)));
            }
        }
        Add((SqlRequestIndex.OpenRequests, ["anna"]));
        return data;

        void Add((string Sql, object?[] Values) list) => data.Add(list.Sql, [.. list.Values.Select(value => $"{value}")]);
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task List_OfSome_ReadsNoOthers(string sql, string[] values)
    {
        await using var store = SqliteStore.Open(_file);
        await using var connection = new SqliteConnection($"Data Source={_file};Mode=ReadOnly");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"EXPLAIN QUERY PLAN {sql}";
        for (var number = 0; number < values.Length; number++)
        {
            command.Parameters.AddWithValue($"${number + 1}", values[number]);
        }
        await using var plan = await command.ExecuteReaderAsync();
        var steps = new List<string>();
        while (await plan.ReadAsync())
        {
            steps.Add(plan.GetString(3));
        }
        // "SEARCH … USING INDEX", and no sorting of everything that was found.
        steps.ShouldHaveSingleItem().ShouldStartWith("SEARCH");
    }

    public void Dispose() => SqliteConnection.ClearAllPools();
}
