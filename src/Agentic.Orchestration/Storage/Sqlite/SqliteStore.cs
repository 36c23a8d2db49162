using System.Reflection;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Agentic.Orchestration.Storage.Sqlite;

/// <summary>The single-machine store: one file, one writer, commits shared by all appends that wait at the same time.</summary>
public sealed partial class SqliteStore : IStore
{
    private readonly StoreLock _lock;
    private readonly string _file;
    private readonly SqliteReaders _readers;
    private readonly SqliteWriter _writer;

    private readonly TableSeals? _seals;

    private SqliteStore(string file, StoreLock held, SqliteConnection connection, TableSeals? seals)
    {
        (_file, _lock, _seals) = (file, held, seals);
        _readers = new(file);
        _writer = new(connection);
    }

    /// <summary>Opens or creates the store and takes its lock.</summary>
    /// <param name="seal">Keyed hash over what tables hold that no journal explains; null to leave their seals alone.</param>
    /// <exception cref="InvalidOperationException">Another process holds it, or it was made by a newer version.</exception>
    public static SqliteStore Open(string file, Func<byte[], byte[]>? seal = null)
    {
        file = Path.GetFullPath(file);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var held = StoreLock.Take(file);
        try
        {
            var connection = new SqliteConnection(
                new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString()
            );
            connection.Open();
            // FULL, not NORMAL: with NORMAL a power cut may take back a commit that somebody was already told about.
            connection.Execute(
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=4000; PRAGMA "
                    + "cache_size=-16384; PRAGMA temp_store=MEMORY;"
            );
            Migrate(connection);
            // The lock is ours, so whoever held a lease is gone.
            connection.Execute("UPDATE work SET leased_until = 0 WHERE leased_until > 0");
            var seals = seal is null ? null : new TableSeals(seal);
            seals?.Begin(connection);
            return new(file, held, connection, seals);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    public Task<AppendConflict?> AppendAsync(Append append, CancellationToken cancellationToken) =>
        _writer.AppendAsync(append, cancellationToken);

    public async Task<byte[]> AddCustomerKeyAsync(string customerId, byte[] wrapped, CancellationToken cancellationToken)
    {
        await _writer.ExecuteAsync(
            connection =>
                connection.Execute(
                    "INSERT INTO customer_keys VALUES (@customerId, @wrapped) ON CONFLICT DO NOTHING",
                    new { customerId, wrapped }
                ),
            cancellationToken
        );
        return (await FindCustomerKeyAsync(customerId, cancellationToken))!;
    }

    public async Task<IReadOnlyList<WorkRow>> ClaimDueWorkAsync(
        DateTimeOffset now,
        DateTimeOffset until,
        int limit,
        CancellationToken cancellationToken
    )
    {
        const string free =
            "SELECT request_id, queue FROM work WHERE due_at <= $1 AND leased_until <= $1 ORDER BY due_at LIMIT $2";
        // Most sweeps find nothing, and reading does not wait for the writer.
        if ((await QueryAsync(free, row => row.GetString(0), Micros(now), limit)).Count == 0)
        {
            return [];
        }
        IReadOnlyList<WorkRow> claimed = [];
        await _writer.ExecuteAsync(
            connection =>
            {
                using var claim = new PreparedCommand(
                    connection,
                    $"UPDATE work SET leased_until = $3 WHERE (request_id, queue) IN ({free}) RETURNING request_id, "
                        + $"queue, due_at",
                    3
                );
                claimed =
                [
                    .. claim
                        .Query(
                            row => new WorkRow(row.GetString(0), row.GetString(1), Time(row.GetInt64(2)), until),
                            [Micros(now), limit, Micros(until)]
                        )
                        .OrderBy(row => row.DueAt),
                ];
            },
            cancellationToken
        );
        return claimed;
    }

    public Task SetLeaseAsync(string requestId, string queue, DateTimeOffset until, CancellationToken cancellationToken) =>
        _writer.ExecuteAsync(
            connection =>
                connection.Execute(
                    "UPDATE work SET leased_until = @until WHERE request_id = @requestId AND queue = @queue",
                    new
                    {
                        requestId,
                        queue,
                        until = Micros(until),
                    }
                ),
            cancellationToken
        );

    public Task RemoveWorkAsync(string queue, CancellationToken cancellationToken) =>
        _writer.ExecuteAsync(
            connection => connection.Execute("DELETE FROM work WHERE queue = @queue", new { queue }),
            cancellationToken
        );

    public Task AddSuspensionAsync(SuspensionRow suspension, CancellationToken cancellationToken) =>
        WriteSealedAsync(
            "suspensions",
            connection =>
                connection.Execute(
                    "INSERT INTO suspensions (pack, suspended, by_user, reason, at) VALUES (@Pack, @Suspended, @By, "
                        + "@Reason, @At)",
                    new
                    {
                        suspension.Pack,
                        suspension.Suspended,
                        suspension.By,
                        suspension.Reason,
                        At = Micros(suspension.At),
                    }
                ),
            cancellationToken
        );

    public async Task<bool> TryAddTicketAsync(TicketRow ticket, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var added = 0;
        await _writer.ExecuteAsync(
            connection =>
            {
                connection.Execute("DELETE FROM tickets WHERE expires_at <= @now", new { now = Micros(now) });
                added = connection.Execute(
                    "INSERT INTO tickets VALUES (@Id, @Payload, @Tries, @expiresAt) ON CONFLICT DO NOTHING",
                    new
                    {
                        ticket.Id,
                        ticket.Payload,
                        ticket.Tries,
                        expiresAt = Micros(ticket.ExpiresAt),
                    }
                );
            },
            cancellationToken
        );
        return added == 1;
    }

    public Task SetAbsenceAsync(string user, AbsenceRow? absence, CancellationToken cancellationToken) =>
        WriteSealedAsync(
            "absences",
            connection =>
                _ = absence is null
                    ? connection.Execute("DELETE FROM absences WHERE user = @user", new { user })
                    : connection.Execute(
                        "INSERT INTO absences VALUES (@user, @until, @Deputy) ON CONFLICT (user) DO UPDATE SET "
                            + "until = excluded.until, deputy = excluded.deputy",
                        new
                        {
                            user,
                            until = Micros(absence.Until),
                            absence.Deputy,
                        }
                    ),
            cancellationToken
        );

    public Task SaveSessionEndAsync(SessionEndRow row, CancellationToken cancellationToken) =>
        WriteSealedAsync(
            "session_ends",
            connection =>
                connection.Execute(
                    "INSERT INTO session_ends VALUES (@Subject, @Epoch, @dismissed, @at) ON CONFLICT (subject) DO UPDATE "
                        + "SET epoch = excluded.epoch, dismissed = excluded.dismissed, at = excluded.at",
                    new
                    {
                        row.Subject,
                        row.Epoch,
                        dismissed = row.Dismissed ? 1 : 0,
                        at = Micros(row.At),
                    }
                ),
            cancellationToken
        );

    public Task SetTicketAsync(string id, byte[] payload, CancellationToken cancellationToken) =>
        _writer.ExecuteAsync(
            connection => connection.Execute("UPDATE tickets SET payload = @payload WHERE id = @id", new { id, payload }),
            cancellationToken
        );

    public async Task<TicketRow?> UseTicketAsync(string id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        TicketRow? used = null;
        await _writer.ExecuteAsync(
            connection =>
                used = connection
                    .Query<(string Id, byte[] Payload, long Tries, long ExpiresAt)>(
                        "UPDATE tickets SET tries = tries - 1 WHERE id = @id AND tries > 0 AND expires_at > @now "
                            + "RETURNING id, payload, tries + 1, expires_at",
                        new { id, now = Micros(now) }
                    )
                    .Select(row => new TicketRow(row.Id, row.Payload, (int)row.Tries, Time(row.ExpiresAt)))
                    .SingleOrDefault(),
            cancellationToken
        );
        return used;
    }

    public async Task<bool> RemoveTicketAsync(string id, CancellationToken cancellationToken)
    {
        var removed = 0;
        await _writer.ExecuteAsync(
            connection => removed = connection.Execute("DELETE FROM tickets WHERE id = @id", new { id }),
            cancellationToken
        );
        return removed == 1;
    }

    public Task SaveAccountAsync(AccountRow account, CancellationToken cancellationToken) =>
        WriteSealedAsync(
            "accounts",
            connection =>
                connection.Execute(
                    "INSERT INTO accounts VALUES (@User, @Name, @Email, @roles, @at) ON CONFLICT (user) DO UPDATE "
                        + "SET name = excluded.name, email = excluded.email, roles = excluded.roles, at = excluded.at",
                    new
                    {
                        account.User,
                        account.Name,
                        account.Email,
                        roles = string.Join('\n', account.Roles),
                        at = Micros(account.At),
                    }
                ),
            cancellationToken
        );

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _readers.Dispose();
        _lock.Dispose();
    }

    internal static long Micros(DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / 10;

    internal static DateTimeOffset Time(long micros) =>
        DateTimeOffset.UnixEpoch.AddTicks(Math.Clamp(micros, MinMicros, MaxMicros) * 10);

    private static readonly long MinMicros = Micros(DateTimeOffset.MinValue),
        MaxMicros = Micros(DateTimeOffset.MaxValue);

    private Task WriteSealedAsync(string table, Action<SqliteConnection> write, CancellationToken cancellationToken) =>
        _writer.ExecuteAsync(
            connection =>
            {
                var intact = _seals?.IsIntact(connection, table) ?? false;
                write(connection);
                if (intact)
                {
                    _seals!.Renew(connection, table);
                }
            },
            cancellationToken
        );

    private static void Migrate(SqliteConnection connection)
    {
        var scripts = Assembly
            .GetExecutingAssembly()
            .GetManifestResourceNames()
            .Where(name => name.Contains(".Sqlite.schema-", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .ToArray();
        var done = connection.ExecuteScalar<int>("PRAGMA user_version");
        if (done > scripts.Length)
        {
            throw new InvalidOperationException(
                $"The store has schema {done}; this version knows {scripts.Length}. Use the newer program."
            );
        }
        for (var number = done; number < scripts.Length; number++)
        {
            using var script = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(scripts[number])!);
            using var transaction = connection.BeginTransaction();
            connection.Execute(script.ReadToEnd(), transaction: transaction);
            connection.Execute($"PRAGMA user_version = {number + 1}", transaction: transaction);
            transaction.Commit();
        }
    }
}
