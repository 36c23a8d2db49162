using Npgsql;

namespace Agentic.Orchestration.Storage.Postgres;

/// <summary>What the guards of an append answer, and what that means to its caller.</summary>
internal static class PostgresRefusal
{
    /// <returns>What the first guard that refuses says; null when all let it pass.</returns>
    public static async Task<string?> ReadAsync(NpgsqlBatch statements)
    {
        string? refusal = null;
        try
        {
            await using var answers = await statements.ExecuteReaderAsync();
            do
            {
                if (refusal is null && await answers.ReadAsync() && !await answers.IsDBNullAsync(0))
                {
                    refusal = answers.GetString(0);
                }
            } while (await answers.NextResultAsync());
        }
        catch (PostgresException) when (refusal is not null)
        {
            // What came after a guard that had refused could not be written either: the guard knows why.
        }
        return refusal;
    }

    /// <returns>Null when the guard would let it pass now.</returns>
    public static async Task<AppendConflict?> ExplainAsync(NpgsqlConnection connection, Append append, string refusal)
    {
        switch (refusal.Split(' ')[0])
        {
            case PostgresAppend.KeyUsed:
                var used = (
                    (string)
                        (
                            await ScalarAsync(
                                connection,
                                "SELECT request_id || ' ' || body_hash FROM idempotency WHERE scope = $1 AND key = $2",
                                append.Idempotency!.Scope,
                                append.Idempotency.Key
                            )
                        )!
                ).Split(' ');
                return new AppendConflict.IdempotencyKeyUsed(used[0], used[1]);
            case PostgresAppend.Suspended:
                return new AppendConflict.PackSuspended(append.RequiresActive!);
            case PostgresAppend.Stale:
                var version =
                    (long?)await ScalarAsync(connection, "SELECT version FROM requests WHERE id = $1", append.RequestId) ?? 0;
                return version == append.ExpectedVersion ? null : new AppendConflict.Version(version);
            case "busy":
                var busy = refusal[PostgresAppend.Busy.Length..].Split('\n');
                return new AppendConflict.TargetBusy(busy[0], busy[1]);
            default:
                return new AppendConflict.LimitExceeded(refusal[PostgresAppend.Exceeded.Length..]);
        }
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }
        return await command.ExecuteScalarAsync();
    }
}
