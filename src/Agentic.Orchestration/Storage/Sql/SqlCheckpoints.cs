using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Agentic.Orchestration.Storage.Sql;

internal sealed class SqlCheckpoints(ISqlDatabase database) : ICheckpointStore
{
    private const string CheckpointColumns = "number, at, heads, signature, format, count, root, key_id",
        WithoutHeads = "number, at, '', signature, format, count, root, key_id";

    public async Task<CheckpointRow?> FindLastAsync(CancellationToken cancellationToken) =>
        (
            await database.QueryAsync($"SELECT {WithoutHeads} FROM checkpoints ORDER BY number DESC LIMIT 1", ToCheckpoint)
        ).SingleOrDefault();

    public Task<IReadOnlyList<(RequestRow Request, int Leaf)>> ListUncoveredHeadsAsync(
        int limit,
        CancellationToken cancellationToken
    ) =>
        database.QueryAsync(
            $"SELECT {SqlRows.RequestColumns}, leaf FROM requests WHERE checked = 0 ORDER BY id LIMIT $1",
            row => (SqlRows.ToRequest(row), (int)row.GetInt64(10)),
            limit
        );

    public async Task<bool> TryAddAsync(CheckpointRow checkpoint, CancellationToken cancellationToken)
    {
        var isAdded = false;
        await database.ExecuteAsync(
            session =>
            {
                var added = session.Execute(
                    $"INSERT INTO checkpoints ({CheckpointColumns}, previous) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $1 - 1) "
                        + "ON CONFLICT DO NOTHING",
                    checkpoint.Number,
                    StoredTime.ToMicros(checkpoint.At),
                    checkpoint.Heads,
                    checkpoint.Signature,
                    checkpoint.Format,
                    checkpoint.Count,
                    checkpoint.Root,
                    checkpoint.KeyId
                );
                isAdded = added == 1;
                foreach (var covered in isAdded ? checkpoint.Covered() : [])
                {
                    session.Execute(
                        "UPDATE requests SET checked = 1 WHERE id = $1 AND version = $2",
                        covered[0],
                        long.Parse(covered[1], CultureInfo.InvariantCulture)
                    );
                    if (checkpoint.Format > 1)
                    {
                        session.Execute(
                            "UPDATE requests SET leaf = $2, leaf_hash = $3 WHERE id = $1",
                            covered[0],
                            long.Parse(covered[3], CultureInfo.InvariantCulture),
                            Convert.FromHexString(covered[4])
                        );
                    }
                }
            },
            cancellationToken
        );
        return isAdded;
    }

    public Task<IReadOnlyList<CheckpointRow>> ListAsync(CancellationToken cancellationToken) =>
        database.QueryAsync($"SELECT {WithoutHeads} FROM checkpoints ORDER BY number", ToCheckpoint);

    public async IAsyncEnumerable<CheckpointRow> ReadAfterAsync(
        long number,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        while (
            await database.QueryAsync(
                $"SELECT {CheckpointColumns} FROM checkpoints WHERE number > $1 ORDER BY number LIMIT 100",
                ToCheckpoint,
                number
            )
                is { Count: > 0 } page
        )
        {
            number = page[^1].Number;
            foreach (var row in page)
            {
                yield return row;
            }
        }
    }

    public Task<IReadOnlyList<byte[]>> ReadLeavesAsync(CancellationToken cancellationToken) =>
        database.QueryAsync(
            "SELECT leaf_hash FROM requests WHERE leaf >= 0 ORDER BY leaf",
            row => row.GetFieldValue<byte[]>(0)
        );

    public async Task AddSigningKeyAsync(SigningKeyRow key, CancellationToken cancellationToken)
    {
        if (!(await ListSigningKeysAsync(cancellationToken)).Any(known => known.KeyId == key.KeyId))
        {
            await database.WriteSealedAsync(
                "signing_keys",
                session =>
                    session.Execute(
                        "INSERT INTO signing_keys (key_id, public_key) VALUES ($1, $2) ON CONFLICT DO NOTHING",
                        key.KeyId,
                        key.PublicKey
                    ),
                cancellationToken
            );
        }
    }

    public Task<IReadOnlyList<SigningKeyRow>> ListSigningKeysAsync(CancellationToken cancellationToken) =>
        database.QueryAsync(
            "SELECT key_id, public_key FROM signing_keys ORDER BY key_id",
            row => new SigningKeyRow(row.GetString(0), row.GetFieldValue<byte[]>(1))
        );

    private static CheckpointRow ToCheckpoint(DbDataReader row) =>
        new(row.GetInt64(0), StoredTime.FromMicros(row.GetInt64(1)), row.GetString(2), row.GetFieldValue<byte[]>(3))
        {
            Format = (int)row.GetInt64(4),
            Count = row.GetInt64(5),
            Root = row.GetFieldValue<byte[]>(6),
            KeyId = row.GetString(7),
        };
}
