using Dapper;

namespace Agentic.Orchestration.Storage.Sqlite;

internal sealed class SqliteTickets(SqliteDatabase database) : ITicketStore
{
    public async Task<bool> TryAddAsync(TicketRow ticket, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var added = 0;
        await database.ExecuteAsync(
            connection =>
            {
                connection.Execute("DELETE FROM tickets WHERE expires_at <= @now", new { now = StoredTime.ToMicros(now) });
                added = connection.Execute(
                    "INSERT INTO tickets VALUES (@Id, @Payload, @Tries, @expiresAt) ON CONFLICT DO NOTHING",
                    new
                    {
                        ticket.Id,
                        ticket.Payload,
                        ticket.Tries,
                        expiresAt = StoredTime.ToMicros(ticket.ExpiresAt),
                    }
                );
            },
            cancellationToken
        );
        return added == 1;
    }

    public Task SetAsync(string id, byte[] payload, CancellationToken cancellationToken) =>
        database.ExecuteAsync(
            connection => connection.Execute("UPDATE tickets SET payload = @payload WHERE id = @id", new { id, payload }),
            cancellationToken
        );

    public async Task<TicketRow?> UseAsync(string id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        TicketRow? used = null;
        await database.ExecuteAsync(
            connection =>
                used = connection
                    .Query<(string Id, byte[] Payload, long Tries, long ExpiresAt)>(
                        "UPDATE tickets SET tries = tries - 1 WHERE id = @id AND tries > 0 AND expires_at > @now "
                            + "RETURNING id, payload, tries + 1, expires_at",
                        new { id, now = StoredTime.ToMicros(now) }
                    )
                    .Select(row => new TicketRow(row.Id, row.Payload, (int)row.Tries, StoredTime.FromMicros(row.ExpiresAt)))
                    .SingleOrDefault(),
            cancellationToken
        );
        return used;
    }

    public async Task<bool> TryRemoveAsync(string id, CancellationToken cancellationToken)
    {
        var removed = 0;
        await database.ExecuteAsync(
            connection => removed = connection.Execute("DELETE FROM tickets WHERE id = @id", new { id }),
            cancellationToken
        );
        return removed == 1;
    }
}
