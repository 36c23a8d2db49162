using System.Diagnostics;
using Agentic.Lab;
using Npgsql;

namespace Agentic.Testing;

/// <summary>
/// A private PostgreSQL server on loopback, started from the installed program; or the one that
/// <c>AGENTIC_TEST_POSTGRES</c> names (its user may create databases). Where there is neither, <see cref="Missing"/> says so.
/// One server serves all tests of a process, each with a database of its own.
/// </summary>
public static class PostgresServer
{
    private static readonly SemaphoreSlim Starting = new(1, 1);
    private static string? _started;

    /// <summary>Why there is no server to test with; null when there is one.</summary>
    public static string? Missing =>
        Given is not null || Programs is not null
            ? null
            : "PostgreSQL is not installed (apt-get install postgresql) and AGENTIC_TEST_POSTGRES is not set.";

    private static string? Given =>
        Environment.GetEnvironmentVariable("AGENTIC_TEST_POSTGRES") is { Length: > 0 } given ? given : null;

    private static string? Programs =>
        Directory.Exists("/usr/lib/postgresql")
            ? Directory
                .EnumerateDirectories("/usr/lib/postgresql")
                .Select(version => Path.Combine(version, "bin"))
                .Where(folder => File.Exists(Path.Combine(folder, "initdb")))
                .Max()
            : null;

    /// <summary>Settings of a new, empty database.</summary>
    public static async Task<string> CreateDatabaseAsync()
    {
        await Starting.WaitAsync();
        try
        {
            _started ??= await StartAsync();
        }
        finally
        {
            Starting.Release();
        }
        var settings = new NpgsqlConnectionStringBuilder(_started);
        var name = $"test_{Guid.NewGuid():N}";
        await using var connection = new NpgsqlConnection(settings.ToString());
        await connection.OpenAsync();
        await using var create = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await create.ExecuteNonQueryAsync();
        settings.Database = name;
        settings.MaxPoolSize = 20;
        return settings.ToString();
    }

    private static async Task<string> StartAsync()
    {
        if (Given is { } given)
        {
            return given;
        }
        // The server refuses to run as root, and its user must reach the folder.
        var folder = Directory.CreateTempSubdirectory("agentic-pg").FullName;
        var port = ChildProcess.FreePort();
        await RunAsync("chown", "postgres", folder);
        await RunAsync("su", "postgres", "-c", $"{Programs}/initdb -A trust -U postgres -D {folder}/data");
        await RunAsync(
            "su",
            "postgres",
            "-c",
            // Tests prove what was written, not that a disk keeps it.
            $"{Programs}/pg_ctl -D {folder}/data -w -l {folder}/log -o '-p {port} -c listen_addresses=127.0.0.1 "
                + $"-c unix_socket_directories={folder} -c fsync=off -c max_connections=300' start"
        );
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            using var stop = Process.Start(
                "su",
                ["postgres", "-c", $"{Programs}/pg_ctl -D {folder}/data -m immediate stop > /dev/null"]
            );
            stop.WaitForExit();
            Directory.Delete(folder, recursive: true);
        };
        return $"Host=127.0.0.1;Port={port};Username=postgres;Database=postgres";
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true }
        )!;
        // A server that goes on in the background keeps the output open: only what the program says on failure is read.
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"{program} {string.Join(' ', arguments)}: {await process.StandardError.ReadToEndAsync()}"
            );
        }
    }
}
