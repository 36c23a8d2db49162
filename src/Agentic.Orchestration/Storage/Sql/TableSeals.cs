using System.Security.Cryptography;
using System.Text;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Agentic.Orchestration.Storage.Sqlite;

/// <summary>
/// A keyed digest over each table that no journal explains, renewed in the transaction of each write. A table that does not fit
/// its seal is never sealed again: whatever is written later must not hide what somebody changed before.
/// </summary>
internal sealed class TableSeals(Func<byte[], byte[]> seal)
{
    /// <summary>All columns of each table, as one text per row, in the key's order.</summary>
    private static readonly Dictionary<string, string> Rows = new()
    {
        ["absences"] = "SELECT json_array(user, until, deputy) FROM absences ORDER BY user",
        ["accounts"] = "SELECT json_array(user, name, email, roles, at) FROM accounts ORDER BY user",
        [SessionEnds] = "SELECT json_array(subject, epoch, dismissed, at) FROM session_ends ORDER BY subject",
        ["signing_keys"] = "SELECT json_array(key_id, hex(public_key)) FROM signing_keys ORDER BY key_id",
        ["suspensions"] = "SELECT json_array(number, pack, suspended, by_user, reason, at) FROM suspensions ORDER BY number",
    };

    private const string SessionEnds = "session_ends";

    private readonly HashSet<string> _setBack = [];

    public static IReadOnlyList<string> Tables { get; } = [.. Rows.Keys];

    public static string RowsOf(string table) => Rows[table];

    public static byte[] Content(string table, long writes, IEnumerable<string> rows) =>
        [
            .. Encoding.UTF8.GetBytes($"{table}\n{writes}\n"),
            .. SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', rows))),
        ];

    /// <summary>A store that never had seals gets them; one that lost a seal does not.</summary>
    public void Begin(SqliteConnection connection)
    {
        foreach (
            var (table, writes, mac) in connection.QueryFirstOrDefault<string>(
                "SELECT heads FROM checkpoints WHERE format > 1 ORDER BY number DESC LIMIT 1"
            )
                is { } heads
                ? new CheckpointRow(0, default, heads, []).Seals().ToArray()
                : []
        )
        {
            // What a checkpoint has covered never goes back.
            if (
                connection.QuerySingleOrDefault<Stored>(
                    "SELECT writes AS Writes, mac AS Mac FROM seals WHERE name = @table",
                    new { table }
                )
                    is not { } stored
                || stored.Writes < writes
                || (stored.Writes == writes && Convert.ToHexStringLower(stored.Mac) != mac)
            )
            {
                _setBack.Add(table);
            }
        }
        BeginLate(connection, SessionEnds);
        if (
            connection.ExecuteScalar<long>(
                "SELECT (SELECT count(*) FROM seals) + (SELECT count(*) FROM checkpoints WHERE format > 1)"
            ) > 0
        )
        {
            return;
        }
        // All or none: a store that has only some of them would look as if somebody had deleted the rest.
        var seals = Tables.Select(table => new { table, mac = Mac(connection, table, 0) }).ToArray();
        using var transaction = connection.BeginTransaction();
        connection.Execute("INSERT INTO seals VALUES (@table, 0, @mac)", seals, transaction);
        transaction.Commit();
    }

    /// <summary>
    /// A table that came with a later schema gets its seal while it is empty and no checkpoint has ever covered it; once one
    /// has, a missing seal was deleted.
    /// </summary>
    private void BeginLate(SqliteConnection connection, string table)
    {
        var isNew =
            connection.ExecuteScalar<long>("SELECT count(*) FROM seals") > 0
            && connection.ExecuteScalar<long>("SELECT count(*) FROM seals WHERE name = @table", new { table }) == 0
            && !connection.Query<string>(Rows[table]).Any()
            && connection.ExecuteScalar<long>(
                "SELECT count(*) FROM checkpoints WHERE heads LIKE @line",
                new { line = $"%{CheckpointRow.SealLine}{table} %" }
            ) == 0;
        if (isNew)
        {
            connection.Execute("INSERT INTO seals VALUES (@table, 0, @mac)", new { table, mac = Mac(connection, table, 0) });
        }
    }

    public bool IsIntact(SqliteConnection connection, string table) =>
        !_setBack.Contains(table)
        && connection.QuerySingleOrDefault<Stored>(
            "SELECT writes AS Writes, mac AS Mac FROM seals WHERE name = @table",
            new { table }
        )
            is { } stored
        && CryptographicOperations.FixedTimeEquals(stored.Mac, Mac(connection, table, stored.Writes));

    public void Renew(SqliteConnection connection, string table)
    {
        var writes = connection.ExecuteScalar<long>("SELECT writes + 1 FROM seals WHERE name = @table", new { table });
        connection.Execute(
            "UPDATE seals SET writes = @writes, mac = @mac WHERE name = @table",
            new
            {
                table,
                writes,
                mac = Mac(connection, table, writes),
            }
        );
    }

    private byte[] Mac(SqliteConnection connection, string table, long writes) =>
        seal(Content(table, writes, connection.Query<string>(Rows[table])));

    private sealed record Stored(long Writes, byte[] Mac);
}
