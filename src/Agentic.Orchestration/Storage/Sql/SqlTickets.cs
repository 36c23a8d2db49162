namespace Agentic.Orchestration.Storage.Sql;

internal sealed class SqlTickets(ISqlDatabase database) : ITicketStore
{
    public async Task<bool> TryAddAsync(TicketRow ticket, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var added = 0;
        await database.ExecuteAsync(
            session =>
            {
                session.Execute("DELETE FROM tickets WHERE expires_at <= $1", StoredTime.ToMicros(now));
                added = session.Execute(
                    "INSERT INTO tickets (id, payload, tries, expires_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
                    ticket.Id,
                    ticket.Payload,
                    ticket.Tries,
                    StoredTime.ToMicros(ticket.ExpiresAt)
                );
            },
            cancellationToken
        );
        return added == 1;
    }

    public Task SetAsync(string id, byte[] payload, CancellationToken cancellationToken) =>
        database.ExecuteAsync(
            session => session.Execute("UPDATE tickets SET payload = $2 WHERE id = $1", id, payload),
            cancellationToken
        );

    public async Task<TicketRow?> UseAsync(string id, DateTimeOffset now, CancellationToken cancellationToken, int tries = 1)
    {
        TicketRow? used = null;
        await database.ExecuteAsync(
            session =>
                used = session
                    .Query(
                        "UPDATE tickets SET tries = tries - $3 WHERE id = $1 AND tries >= $3 AND expires_at > $2 "
                            + "RETURNING id, payload, tries + $3, expires_at",
                        row => new TicketRow(
                            row.GetString(0),
                            row.GetFieldValue<byte[]>(1),
                            (int)row.GetInt64(2),
                            StoredTime.FromMicros(row.GetInt64(3))
                        ),
                        id,
                        StoredTime.ToMicros(now),
                        (long)tries
                    )
                    .SingleOrDefault(),
            cancellationToken
        );
        return used;
    }

    public async Task<bool> TryRemoveAsync(string id, CancellationToken cancellationToken)
    {
        var removed = 0;
        await database.ExecuteAsync(
            session => removed = session.Execute("DELETE FROM tickets WHERE id = $1", id),
            cancellationToken
        );
        return removed == 1;
    }
}
