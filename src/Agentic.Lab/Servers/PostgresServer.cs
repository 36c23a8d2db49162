using System.Diagnostics;
using System.Net.Sockets;
using Npgsql;

namespace Agentic.Lab.Servers;

/// <summary>A private PostgreSQL server on loopback, started from the installed program, which can be killed.</summary>
internal sealed class PostgresServer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1),
        Pause = TimeSpan.FromMilliseconds(100);

    private readonly string _folder = Directory.CreateTempSubdirectory("agentic-pg-").FullName;
    private readonly string[] _options;
    private Process? _server;

    private PostgresServer(int port, bool isDurable) =>
        (Port, _options) = (
            port,
            [
                "-D",
                Path.Combine(_folder, "data"),
                "-p",
                $"{port}",
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                $"unix_socket_directories={_folder}",
                "-c",
                $"fsync={(isDurable ? "on" : "off")}",
                "-c",
                "max_connections=300",
            ]
        );

    /// <summary>Why none can be started; null when one can.</summary>
    public static string? Missing => Programs is null ? "PostgreSQL is not installed (apt-get install postgresql)." : null;

    public int Port { get; }

    /// <summary>Of a database on this server.</summary>
    public string SettingsOf(string database) => $"Host=127.0.0.1;Port={Port};Username=postgres;Database={database}";

    /// <param name="isDurable">False where it matters what was written, and not that a disk keeps it.</param>
    public static async Task<PostgresServer> StartAsync(bool isDurable)
    {
        var server = new PostgresServer(ChildProcess.FreePort(), isDurable);
        if (Environment.UserName == "root")
        {
            // It refuses to run as root, and its user must reach the folder.
            using var chown = Process.Start("chown", ["postgres", server._folder]);
            await chown.WaitForExitAsync();
        }
        using var initdb = Start("initdb", ["-A", "trust", "-U", "postgres", "-D", Path.Combine(server._folder, "data")]);
        await initdb.WaitForExitAsync();
        await server.RestartAsync();
        return server;
    }

    /// <summary>
    /// Until it takes connections. One that was killed may have to wait until the last of its processes is gone.
    /// </summary>
    public async Task RestartAsync()
    {
        var began = Stopwatch.StartNew();
        while (true)
        {
            if (_server is null or { HasExited: true })
            {
                _server?.Dispose();
                _server = Start("postgres", _options);
            }
            try
            {
                await using var connection = new NpgsqlConnection(SettingsOf("postgres") + ";Pooling=false");
                await connection.OpenAsync();
                return;
            }
            catch (Exception notYet) when (notYet is NpgsqlException or SocketException && began.Elapsed < Patience)
            {
                await Task.Delay(Pause, TimeProvider.System);
            }
        }
    }

    /// <summary>SIGKILL: no handler runs, and nothing is flushed.</summary>
    public async Task KillAsync()
    {
        _server!.Kill();
        await _server.WaitForExitAsync();
    }

    public async Task CreateDatabaseAsync(string name)
    {
        await using var connection = new NpgsqlConnection(SettingsOf("postgres"));
        await connection.OpenAsync();
        await using var create = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await create.ExecuteNonQueryAsync();
    }

    public void Dispose()
    {
        if (_server is { HasExited: false })
        {
            _server.Kill();
            _server.WaitForExit();
        }
        _server?.Dispose();
        // The last of its processes may still be writing.
        SpinWait.SpinUntil(TryDelete, Patience);
    }

    private bool TryDelete()
    {
        try
        {
            Directory.Delete(_folder, recursive: true);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static string? Programs =>
        Directory.Exists("/usr/lib/postgresql")
            ? Directory
                .EnumerateDirectories("/usr/lib/postgresql")
                .Select(version => Path.Combine(version, "bin"))
                .Where(folder => File.Exists(Path.Combine(folder, "initdb")))
                .Max()
            : null;

    private static Process Start(string program, IEnumerable<string> arguments)
    {
        program = Path.Combine(Programs!, program);
        var start =
            Environment.UserName == "root"
                ? new ProcessStartInfo(
                    "setpriv",
                    ["--reuid", "postgres", "--regid", "postgres", "--clear-groups", program, .. arguments]
                )
                : new ProcessStartInfo(program, arguments);
        start.WorkingDirectory = Path.GetTempPath();
        return SilentProcess.Start(start);
    }
}
