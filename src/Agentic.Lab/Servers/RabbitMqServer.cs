using System.Diagnostics;

namespace Agentic.Lab.Servers;

/// <summary>
/// A private RabbitMQ node on loopback, started from the installed program; or the one that <c>AGENTIC_TEST_RABBITMQ</c>
/// names. Where there is neither, <see cref="Missing"/> says so.
/// </summary>
public sealed class RabbitMqServer : IAsyncDisposable
{
    private const string Program = "/usr/lib/rabbitmq/bin/rabbitmq-server",
        Control = "/usr/lib/rabbitmq/bin/rabbitmqctl";
    private readonly string _folder = Directory.CreateTempSubdirectory("agentic-rabbit-").FullName;
    private readonly Dictionary<string, string> _settings;
    private Process? _server;

    private RabbitMqServer(int port)
    {
        Address = $"amqp://guest:guest@127.0.0.1:{port}/";
        File.WriteAllText(Path.Combine(_folder, "enabled_plugins"), "[].");
        _settings = new()
        {
            ["RABBITMQ_NODENAME"] = $"agentic{port}@localhost",
            ["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1",
            ["RABBITMQ_NODE_PORT"] = $"{port}",
            ["RABBITMQ_DIST_PORT"] = $"{ChildProcess.FreePort()}",
            ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
            ["ERL_EPMD_PORT"] = $"{ChildProcess.FreePort()}",
            ["RABBITMQ_MNESIA_BASE"] = Path.Combine(_folder, "mnesia"),
            ["RABBITMQ_LOG_BASE"] = Path.Combine(_folder, "log"),
            ["RABBITMQ_PID_FILE"] = Path.Combine(_folder, "pid"),
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(_folder, "enabled_plugins"),
            ["RABBITMQ_CONF_ENV_FILE"] = "/dev/null",
            ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1}",
            ["HOME"] = _folder,
        };
    }

    /// <summary>Why there is no broker to test with; null when there is one.</summary>
    public static string? Missing =>
        Environment.GetEnvironmentVariable("AGENTIC_TEST_RABBITMQ") is { Length: > 0 } || File.Exists(Program)
            ? null
            : "RabbitMQ is not installed (apt-get install rabbitmq-server) and AGENTIC_TEST_RABBITMQ is not set.";

    public static bool StartsItsOwn => Environment.GetEnvironmentVariable("AGENTIC_TEST_RABBITMQ") is not { Length: > 0 };

    public string Address { get; private set; }

    /// <summary>Only a node of our own may be stopped.</summary>
    public bool IsOwn { get; private init; } = true;

    public static async Task<RabbitMqServer> StartAsync()
    {
        if (Environment.GetEnvironmentVariable("AGENTIC_TEST_RABBITMQ") is { Length: > 0 } given)
        {
            return new(0) { Address = given, IsOwn = false };
        }
        var server = new RabbitMqServer(ChildProcess.FreePort());
        await server.RestartAsync();
        return server;
    }

    public async Task RestartAsync()
    {
        _server = Start(Program);
        // "await_startup" gives up at once while the node is not there yet; "wait" waits for its pid file too.
        await RunAsync(Control, "wait", Path.Combine(_folder, "pid"), "--timeout", "60");
        await RunAsync(Control, "await_startup", "--timeout", "60");
    }

    /// <summary>SIGKILL: nothing is said to anybody, and nothing is flushed.</summary>
    public async Task KillAsync()
    {
        var node = int.Parse(
            await File.ReadAllTextAsync(Path.Combine(_folder, "pid")),
            System.Globalization.CultureInfo.InvariantCulture
        );
        using (var process = Process.GetProcessById(node))
        {
            process.Kill();
        }
        await _server!.WaitForExitAsync();
    }

    /// <summary>As when its memory runs out: it reads nothing from connections that publish.</summary>
    public Task BlockPublishersAsync(bool block) => RunAsync(Control, "set_vm_memory_high_watermark", block ? "0" : "0.4");

    public async Task StopAsync()
    {
        await RunAsync(Control, "stop", Path.Combine(_folder, "pid"));
        await _server!.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is { HasExited: false })
        {
            await StopAsync();
        }
        // epmd outlives its node; it is ours alone, on its own port.
        if (IsOwn)
        {
            using var epmd = Start("/usr/bin/epmd", "-port", _settings["ERL_EPMD_PORT"], "-kill");
            await epmd.WaitForExitAsync();
        }
        _server?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Start(program, arguments);
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}; see {_folder}/log."
            );
        }
    }

    private Process Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments);
        foreach (var (name, value) in _settings)
        {
            start.Environment[name] = value;
        }
        return SilentProcess.Start(start);
    }
}
