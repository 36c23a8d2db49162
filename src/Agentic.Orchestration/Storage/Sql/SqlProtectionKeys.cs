namespace Agentic.Orchestration.Storage.Sql;

internal sealed class SqlProtectionKeys(ISqlDatabase database) : IProtectionKeyStore
{
    public Task AddAsync(string name, byte[] content, CancellationToken cancellationToken) =>
        database.ExecuteAsync(
            session =>
                session.Execute(
                    "INSERT INTO protection_keys (name, content) VALUES ($1, $2) ON CONFLICT DO NOTHING",
                    name,
                    content
                ),
            cancellationToken
        );

    public Task<IReadOnlyList<(string Name, byte[] Content)>> ListAsync(CancellationToken cancellationToken) =>
        database.QueryAsync(
            "SELECT name, content FROM protection_keys ORDER BY name",
            row => (row.GetString(0), row.GetFieldValue<byte[]>(1))
        );
}
