using System.Security.Cryptography;
using System.Text;

namespace Agentic.Orchestration.Storage.Sql;

/// <summary>
/// A keyed digest over each table that no journal explains, renewed in the transaction of each write. A table that does not fit
/// its seal is never sealed again: whatever is written later must not hide what somebody changed before.
/// </summary>
internal sealed class TableSeals(SqlDialect dialect, Func<byte[], byte[]> seal)
{
    private const string SessionEnds = "session_ends";

    private static readonly string[] User = ["\"user\""];

    /// <summary>All columns of each table, the key first.</summary>
    private static readonly Dictionary<string, string[]> Columns = new()
    {
        ["absences"] = [.. User, "until", "deputy"],
        ["accounts"] = [.. User, "name", "email", "roles", "at"],
        [SessionEnds] = ["subject", "epoch", "dismissed", "at"],
        ["signing_keys"] = ["key_id", "public_key"],
        ["suspensions"] = ["number", "pack", "suspended", "by_user", "reason", "at"],
    };

    private readonly HashSet<string> _setBack = [];

    public static IReadOnlyList<string> Tables { get; } = [.. Columns.Keys];

    /// <summary>One text per row, in the key's order.</summary>
    public static string RowsOf(string table, SqlDialect dialect)
    {
        var columns = Columns[table].Select(column => column == "public_key" ? dialect.Hex(column) : column);
        return $"SELECT {dialect.JsonArray(string.Join(", ", columns))} FROM {table} ORDER BY {Columns[table][0]}";
    }

    public static byte[] Content(string table, long writes, IEnumerable<string> rows) =>
        [
            .. Encoding.UTF8.GetBytes($"{table}\n{writes}\n"),
            .. SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', rows))),
        ];

    /// <summary>A store that never had seals gets them; one that lost a seal does not.</summary>
    public void Begin(ISqlSession session)
    {
        foreach (
            var (table, writes, mac) in session
                .Query("SELECT heads FROM checkpoints WHERE format > 1 ORDER BY number DESC LIMIT 1", row => row.GetString(0))
                .SelectMany(heads => new CheckpointRow(0, default, heads, []).Seals())
        )
        {
            // What a checkpoint has covered never goes back.
            if (
                Find(session, table) is not { } stored
                || stored.Writes < writes
                || (stored.Writes == writes && Convert.ToHexStringLower(stored.Mac) != mac)
            )
            {
                _setBack.Add(table);
            }
        }
        BeginLate(session, SessionEnds);
        if (
            Count(
                session,
                "SELECT CAST((SELECT count(*) FROM seals) + (SELECT count(*) FROM checkpoints WHERE format > 1) AS bigint)"
            ) == 0
        )
        {
            // All or none: a store that has only some of them would look as if somebody had deleted the rest.
            foreach (var table in Tables)
            {
                Add(session, table);
            }
        }
    }

    /// <summary>Writes, and renews the seal unless somebody has changed the table before.</summary>
    /// <param name="seals">Null to leave the seals alone.</param>
    public static void Write(TableSeals? seals, ISqlSession session, string table, Action<ISqlSession> write)
    {
        var intact = seals?.Fits(session, table) ?? false;
        write(session);
        if (intact)
        {
            seals!.Renew(session, table);
        }
    }

    /// <summary>Nobody has changed the table outside of this program.</summary>
    public bool Fits(ISqlSession session, string table) =>
        !_setBack.Contains(table)
        && Find(session, table) is { } stored
        && CryptographicOperations.FixedTimeEquals(stored.Mac, Mac(session, table, stored.Writes));

    public void Renew(ISqlSession session, string table)
    {
        var writes = Find(session, table)!.Writes + 1;
        session.Execute("UPDATE seals SET writes = $2, mac = $3 WHERE name = $1", table, writes, Mac(session, table, writes));
    }

    /// <summary>
    /// A table that came with a later schema gets its seal while it is empty and no checkpoint has ever covered it; once one
    /// has, a missing seal was deleted.
    /// </summary>
    private void BeginLate(ISqlSession session, string table)
    {
        var isNew =
            Count(session, "SELECT count(*) FROM seals") > 0
            && Find(session, table) is null
            && session.Query(RowsOf(table, dialect), row => row.GetString(0)).Count == 0
            && Count(session, "SELECT count(*) FROM checkpoints WHERE heads LIKE $1", $"%{CheckpointRow.SealLine}{table} %")
                == 0;
        if (isNew)
        {
            Add(session, table);
        }
    }

    private void Add(ISqlSession session, string table) =>
        session.Execute("INSERT INTO seals (name, writes, mac) VALUES ($1, 0, $2)", table, Mac(session, table, 0));

    private byte[] Mac(ISqlSession session, string table, long writes) =>
        seal(Content(table, writes, session.Query(RowsOf(table, dialect), row => row.GetString(0))));

    private static Stored? Find(ISqlSession session, string table) =>
        session
            .Query(
                "SELECT writes, mac FROM seals WHERE name = $1",
                row => new Stored(row.GetInt64(0), row.GetFieldValue<byte[]>(1)),
                table
            )
            .SingleOrDefault();

    private static long Count(ISqlSession session, string sql, params ReadOnlySpan<object?> values) =>
        session.Query(sql, row => row.GetInt64(0), values).Single();

    private sealed record Stored(long Writes, byte[] Mac);
}
