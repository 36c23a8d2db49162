using Agentic.Lab.Servers;
using Npgsql;

namespace Agentic.Testing;

/// <summary>
/// Databases to test with: on the server that <c>AGENTIC_TEST_POSTGRES</c> names (its user may create databases), or on a private
/// one. Where there is neither, <see cref="Missing"/> says so. One server serves all tests of a process.
/// </summary>
public static class PostgresServers
{
    private static readonly SemaphoreSlim Starting = new(1, 1);
    private static PostgresServer? _own;

    /// <summary>Why there is no server to test with; null when there is one.</summary>
    public static string? Missing =>
        Given is null && PostgresServer.Missing is { } missing ? $"{missing} AGENTIC_TEST_POSTGRES is not set either." : null;

    private static string? Given =>
        Environment.GetEnvironmentVariable("AGENTIC_TEST_POSTGRES") is { Length: > 0 } given ? given : null;

    /// <summary>Settings of a new, empty database.</summary>
    public static async Task<string> CreateDatabaseAsync()
    {
        var settings = new NpgsqlConnectionStringBuilder(Given ?? (await StartAsync()).SettingsOf("postgres"));
        var name = $"test_{Guid.NewGuid():N}";
        await using var connection = new NpgsqlConnection(settings.ToString());
        await connection.OpenAsync();
        await using var create = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await create.ExecuteNonQueryAsync();
        settings.Database = name;
        settings.MaxPoolSize = 20;
        return settings.ToString();
    }

    private static async Task<PostgresServer> StartAsync()
    {
        await Starting.WaitAsync();
        try
        {
            if (_own is null)
            {
                var started = await PostgresServer.StartAsync(isDurable: false);
                AppDomain.CurrentDomain.ProcessExit += (_, _) => started.Dispose();
                _own = started;
            }
            return _own;
        }
        finally
        {
            Starting.Release();
        }
    }
}
