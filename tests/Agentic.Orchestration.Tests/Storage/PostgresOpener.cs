using Agentic.Orchestration.Storage;
using Agentic.Orchestration.Storage.Postgres;
using Agentic.Testing;

namespace Agentic.Orchestration.Tests.Storage;

public sealed class PostgresOpener : IStoreOpener
{
    private string? _database;

    public async Task<IStore> OpenAsync() => PostgresStore.Open(_database ??= await PostgresServers.CreateDatabaseAsync());
}
