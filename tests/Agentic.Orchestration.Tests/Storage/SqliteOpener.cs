using Agentic.Orchestration.Storage;
using Agentic.Orchestration.Storage.Sqlite;
using Agentic.Testing;

namespace Agentic.Orchestration.Tests.Storage;

public sealed class SqliteOpener : IStoreOpener
{
    public string File { get; } = Path.Combine(TestFolder.Create("store"), "store.db");

    public Task<IStore> OpenAsync() => Task.FromResult<IStore>(SqliteStore.Open(File));
}
