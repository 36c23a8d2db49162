using Agentic.Orchestration.Storage;
using Agentic.Orchestration.Storage.Sqlite;
using Agentic.Testing;
using Microsoft.Data.Sqlite;

namespace Agentic.Orchestration.Tests.Storage;

public sealed class SqliteStoreTests : StoreComplianceTests
{
    private readonly string _file = Path.Combine(TestFolder.Create("store"), "store.db");

    protected override Task<IStore> OpenAsync() => Task.FromResult<IStore>(SqliteStore.Open(_file));

    protected override async Task<IStore> ReopenAsync(IStore store)
    {
        await store.DisposeAsync();
        return SqliteStore.Open(_file);
    }

    [Fact]
    public void Open_SecondTime_NamesTheHolder() =>
        Should
            .Throw<InvalidOperationException>(() => SqliteStore.Open(_file))
            .Message.ShouldContain($"in use by process {Environment.ProcessId}");

    [Fact]
    public void WhatACustomerHasOpen_IsFoundWithoutLookingAtWhatIsDone()
    {
        using var connection = new SqliteConnection($"Data Source={_file};Pooling=False");
        connection.Open();
        using var plan = new PreparedCommand(connection, "EXPLAIN QUERY PLAN " + SqliteStore.OpenRequests, 1);
        plan.Query(row => row.GetString(3), ["anna"]).ShouldHaveSingleItem().ShouldContain("requests_open");
    }
}
