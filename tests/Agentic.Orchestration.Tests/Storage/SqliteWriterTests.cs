using Agentic.Orchestration.Storage;
using Agentic.Orchestration.Storage.Sqlite;
using Agentic.Testing;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Agentic.Orchestration.Tests.Storage;

public sealed class SqliteWriterTests
{
    [Fact]
    public async Task ErrorOfAnyKind_FailsItsOwnCaller_AndTheWriterGoesOn()
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(TestFolder.Create("writer"), "store.db")}");
        await connection.OpenAsync();
        connection.Execute("CREATE TABLE marks (name TEXT PRIMARY KEY)");
        await using var writer = new SqliteWriter(connection);
        Task Mark(string name) => writer.ExecuteAsync(open => open.Execute("INSERT INTO marks VALUES ($1)", name), default);
        // Side by side, so that they share a commit.
        var (before, broken, refused, after) = (
            Mark("before"),
            writer.ExecuteAsync(
                open =>
                {
                    open.Execute("INSERT INTO marks VALUES ('half')");
                    throw new InvalidCastException("a mistake of ours");
                },
                default
            ),
            Mark("before"),
            Mark("after")
        );
        await before;
        (
            await Should.ThrowAsync<StoreUnavailableException>(() => broken)
        ).InnerException.ShouldBeOfType<InvalidCastException>();
        await Should.ThrowAsync<StoreUnavailableException>(() => refused);
        await after;
        await Mark("later");
        connection.Query<string>("SELECT name FROM marks ORDER BY name").ShouldBe(["after", "before", "later"]);
    }
}
