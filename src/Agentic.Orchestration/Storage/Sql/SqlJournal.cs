namespace Agentic.Orchestration.Storage.Sql;

internal sealed class SqlJournal(ISqlDatabase database) : IJournalStore
{
    public Task<AppendConflict?> AppendAsync(Append append, CancellationToken cancellationToken) =>
        database.AppendAsync(append, cancellationToken);

    public Task<IReadOnlyList<StoredEvent>> ReadEventsAsync(
        string requestId,
        long afterVersion,
        CancellationToken cancellationToken
    ) =>
        database.QueryAsync(
            "SELECT version, type, at, payload, hash, append_id, format, key_id, commitment FROM events WHERE "
                + "request_id = $1 AND version > $2 ORDER BY version",
            row => new StoredEvent(
                row.GetInt64(0),
                row.GetString(1),
                StoredTime.FromMicros(row.GetInt64(2)),
                row.GetFieldValue<byte[]>(3),
                row.GetFieldValue<byte[]>(4)
            )
            {
                AppendId = row.GetString(5),
                Format = (int)row.GetInt64(6),
                KeyId = row.GetString(7),
                Commitment = row.GetFieldValue<byte[]>(8),
            },
            requestId,
            afterVersion
        );

    public async Task<RequestRow?> FindRequestAsync(string requestId, CancellationToken cancellationToken) =>
        (
            await database.QueryAsync(
                $"SELECT {SqlRows.RequestColumns} FROM requests WHERE id = $1",
                SqlRows.ToRequest,
                requestId
            )
        ).SingleOrDefault();

    public async Task<RequestHead?> FindHeadAsync(string requestId, CancellationToken cancellationToken) =>
        (
            await database.QueryAsync(
                $"SELECT {SqlRows.RequestColumns}, (SELECT wrapped FROM customer_keys WHERE customer_id = key_owner) "
                    + "FROM requests WHERE id = $1",
                row => new RequestHead(SqlRows.ToRequest(row), row.IsDBNull(10) ? null : row.GetFieldValue<byte[]>(10)),
                requestId
            )
        ).SingleOrDefault();
}
