using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Agentic.Lab;

/// <summary>One of our programs as a real process on loopback, which can be killed like a machine kills it.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private const int FirstPort = 15_000,
        LastPort = 32_000;

    /// <summary>
    /// Ports claimed until this process ends: no other process of ours takes one between finding it free and using it,
    /// or while its host is killed.
    /// </summary>
    private static readonly ConcurrentBag<FileStream> Claims = [];

    private readonly string _assembly;
    private readonly IReadOnlyDictionary<string, string> _settings;
    private readonly string _log;
    private readonly string[] _arguments;
    private Process? _process;

    private ChildProcess(
        string assembly,
        string url,
        IReadOnlyDictionary<string, string> settings,
        string log,
        string[] arguments
    ) => (_assembly, Url, _settings, _log, _arguments) = (assembly, url, settings, log, arguments);

    public string Url { get; }

    public Process Process => _process ?? throw new InvalidOperationException("Not started.");

    public static async Task<ChildProcess> StartAsync(
        string assembly,
        string url,
        IReadOnlyDictionary<string, string> settings,
        string log,
        CancellationToken cancellationToken,
        params string[] arguments
    )
    {
        var child = new ChildProcess(assembly, url, settings, log, arguments);
        await child.StartAsync(cancellationToken);
        return child;
    }

    /// <summary>
    /// A port that nobody listens on, below the range from which systems take ports for outgoing connections: one of those
    /// could be gone again before it is used.
    /// </summary>
    public static int FreePort()
    {
        for (var attempt = 1; ; attempt++)
        {
            var port = Random.Shared.Next(FirstPort, LastPort);
            FileStream? claim = null;
            try
            {
                claim = new(
                    Path.Combine(Path.GetTempPath(), $"agentic-port-{port}"),
                    FileMode.OpenOrCreate,
                    FileAccess.ReadWrite,
                    FileShare.None,
                    1,
                    FileOptions.DeleteOnClose
                );
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                Claims.Add(claim);
                return port;
            }
            catch (Exception taken)
                when (attempt < 1000 && taken is (SocketException or IOException or UnauthorizedAccessException))
            {
                // Somebody has it: another one.
                claim?.Dispose();
            }
        }
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, _assembly), .. _arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in _settings)
        {
            start.Environment[name] = value;
        }
        _process = Process.Start(start)!;
        _process.OutputDataReceived += Log;
        _process.ErrorDataReceived += Log;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await ReadyAsync(cancellationToken);
    }

    /// <summary>After a kill. While it was dead, another program may have taken its port for a moment.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await StartAsync(cancellationToken);
                return;
            }
            catch (InvalidOperationException) when (attempt < 60)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, cancellationToken);
            }
        }
    }

    /// <summary>SIGSTOP: it stands still, and knows nothing of it.</summary>
    public Task FreezeAsync() => SignalAsync("STOP");

    public Task WakeAsync() => SignalAsync("CONT");

    /// <summary>SIGTERM: it is told to stop, and does so in its own time.</summary>
    public async Task StopAsync()
    {
        await SignalAsync("TERM");
        await Process.WaitForExitAsync();
    }

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    public async Task KillAsync()
    {
        Process.Kill();
        await Process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }
        _process?.Dispose();
        _process = null;
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{Process.Id}"]);
        await kill.WaitForExitAsync();
    }

    private async Task ReadyAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = new(Url), Timeout = TimeSpan.FromSeconds(2) };
        var began = Stopwatch.StartNew();
        while (began.Elapsed < TimeSpan.FromSeconds(60))
        {
            if (Process.HasExited)
            {
                throw new InvalidOperationException($"{_assembly} ended with code {Process.ExitCode}; see {_log}.");
            }
            try
            {
                if ((await http.GetAsync("/health/live", cancellationToken)).IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (Exception notYet)
                when (notYet is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(25), TimeProvider.System, cancellationToken);
            }
        }
        throw new TimeoutException($"{_assembly} was not ready within a minute; see {_log}.");
    }

    private void Log(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is not null)
        {
            lock (_log)
            {
                File.AppendAllText(_log, line.Data + "\n");
            }
        }
    }
}
