namespace Agentic.Orchestration.Storage.Sql;

internal sealed class SqlCustomerKeys(ISqlDatabase database) : ICustomerKeyStore
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
            session =>
                session.Execute(
                    "INSERT INTO customer_keys (customer_id, wrapped) VALUES ($1, $2) ON CONFLICT DO NOTHING",
                    customerId,
                    wrapped
                ),
            cancellationToken
        );
        return (await FindAsync(customerId, cancellationToken))!;
    }
}
