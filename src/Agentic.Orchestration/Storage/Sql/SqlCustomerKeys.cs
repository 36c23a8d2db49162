using Dapper;

namespace Agentic.Orchestration.Storage.Sqlite;

internal sealed class SqliteCustomerKeys(SqliteDatabase database) : ICustomerKeyStore
{
    public async Task<byte[]?> FindAsync(string customerId, CancellationToken cancellationToken) =>
        (
            await database.QueryAsync(
                "SELECT wrapped FROM customer_keys WHERE customer_id = $1",
                row => row.GetFieldValue<byte[]>(0),
                customerId
            )
        ).SingleOrDefault();

    public async Task<byte[]> AddAsync(string customerId, byte[] wrapped, CancellationToken cancellationToken)
    {
        await database.ExecuteAsync(
            connection =>
                connection.Execute(
                    "INSERT INTO customer_keys VALUES (@customerId, @wrapped) ON CONFLICT DO NOTHING",
                    new { customerId, wrapped }
                ),
            cancellationToken
        );
        return (await FindAsync(customerId, cancellationToken))!;
    }
}
