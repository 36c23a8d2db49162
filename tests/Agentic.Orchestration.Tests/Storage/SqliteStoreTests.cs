using Agentic.Orchestration.Storage;
using Agentic.Orchestration.Storage.Sqlite;

namespace Agentic.Orchestration.Tests.Storage;

public sealed class SqliteStoreTests : StoreComplianceTests
{
    private readonly string _file = Path.Combine(Directory.CreateTempSubdirectory("agentic-store-").FullName, "store.db");

    protected override Task<IStore> OpenAsync() => Task.FromResult<IStore>(SqliteStore.Open(_file));

    protected override async Task<IStore> ReopenAsync(IStore store)
    {
        await store.DisposeAsync();
        return SqliteStore.Open(_file);
    }

    [Fact]
    public void Open_SecondTime_NamesTheHolder() =>
        Should.Throw<InvalidOperationException>(() => SqliteStore.Open(_file)).Message.ShouldContain($"in use by process {Environment.ProcessId}");
}
