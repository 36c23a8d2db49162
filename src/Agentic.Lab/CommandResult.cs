using Microsoft.Data.Sqlite;
using Npgsql;

namespace Agentic.Lab;

/// <summary>How the commands on a store end: 0 done, 1 something does not hold, 2 it could not be tried.</summary>
internal static class CommandResult
{
    /// <summary>What cannot be tried is said in one line instead of a stack trace.</summary>
    public static async Task<int> OfAsync(Func<Task<bool>> run)
    {
        try
        {
            return await run() ? 0 : 1;
        }
        catch (Exception wrong)
            when (wrong is InvalidOperationException or NpgsqlException or SqliteException or IOException or ArgumentException)
        {
            await Console.Error.WriteLineAsync(wrong.Message);
            return 2;
        }
    }
}
