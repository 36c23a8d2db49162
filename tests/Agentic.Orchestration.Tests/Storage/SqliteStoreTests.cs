using Agentic.Orchestration.Storage;
using Agentic.Orchestration.Storage.Sql;
using Agentic.Orchestration.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Agentic.Orchestration.Tests.Storage;

public sealed class SqliteStoreTests : IAsyncLifetime
{
    private readonly SqliteOpener _opener = new();
    private IStore _store = null!;

    public async Task InitializeAsync() => _store = await _opener.OpenAsync();

    public async Task DisposeAsync() => await _store.DisposeAsync();

    [Fact]
    public async Task Open_SecondTime_NamesTheHolder() =>
        (await Should.ThrowAsync<InvalidOperationException>(_opener.OpenAsync)).Message.ShouldContain(
            $"in use by process {Environment.ProcessId}"
        );

    [Fact]
    public async Task Open_StoreOfANewerVersion_IsRefused_AndLeftAsItIs()
    {
        await _store.DisposeAsync();
        Execute("PRAGMA user_version = 999");
        (await Should.ThrowAsync<InvalidOperationException>(_opener.OpenAsync)).Message.ShouldContain("has schema 999");
        Execute("PRAGMA user_version").ShouldBe(999);
    }

    [Fact]
    public void OpenRequestsOfACustomer_AreFoundWithoutReadingClosedOnes()
    {
        using var connection = Connect();
        using var plan = new PreparedQuery(connection, "EXPLAIN QUERY PLAN " + SqlRequestIndex.OpenRequests, 1);
        plan.Read(row => row.GetString(3), ["anna"]).ShouldHaveSingleItem().ShouldContain("requests_open");
    }

    private long Execute(string sql)
    {
        using var connection = Connect();
        using var command = new PreparedCommand(connection, sql);
        return command.Scalar() as long? ?? 0;
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={_opener.File};Pooling=False");
        connection.Open();
        return connection;
    }
}
