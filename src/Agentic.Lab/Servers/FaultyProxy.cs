using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Agentic.Lab.Servers;

/// <summary>
/// A network that fails: passes bytes on to the first of its targets that answers, until it is told to cut its connections, to
/// delay them, or to keep them open and pass nothing on.
/// </summary>
internal sealed class FaultyProxy : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly int[] _targets;
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<Guid, (Socket Near, Socket Far)> _open = new();
    private readonly Task _accepting;
    private int _turn;
    private TimeSpan _delay;
    private volatile TaskCompletionSource? _stalled;
    private volatile bool _losesAnswers;

    private FaultyProxy(int port, int[] targets)
    {
        (Port, _targets) = (port, targets);
        _listener = new(IPAddress.Loopback, port);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <param name="targets">Ports on loopback; connections go to them in turn.</param>
    public static FaultyProxy To(params int[] targets) => new(ChildProcess.FreePort(), targets);

    /// <summary>Ends all connections as if a cable had been pulled and put back: both ends get a reset.</summary>
    public void Cut()
    {
        _losesAnswers = false;
        foreach (var (near, far) in _open.Values)
        {
            Reset(near);
            Reset(far);
        }
    }

    /// <summary>From now on each piece arrives so much later; zero ends it.</summary>
    public void Delay(TimeSpan delay) => _delay = delay;

    /// <summary>What is asked arrives, and no answer comes back, until the connections are cut.</summary>
    public void LoseAnswers() => _losesAnswers = true;

    /// <summary>Half-open: both ends believe in the connection, and nothing arrives.</summary>
    public void Stall() => _stalled ??= new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Resume()
    {
        _stalled?.TrySetResult();
        _stalled = null;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        Resume();
        Cut();
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                var near = await _listener.AcceptSocketAsync(_end.Token);
                _ = PassAsync(near);
            }
            catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // Told to end, or the caller was gone before it was accepted.
            }
        }
    }

    private async Task PassAsync(Socket near)
    {
        var id = Guid.NewGuid();
        using (near)
        using (var far = await ConnectAsync())
        {
            if (far is null)
            {
                Reset(near);
                return;
            }
            (near.NoDelay, far.NoDelay) = (true, true);
            _open[id] = (near, far);
            await Task.WhenAny(CopyAsync(near, far, isAnswer: false), CopyAsync(far, near, isAnswer: true));
            _open.TryRemove(id, out _);
        }
    }

    private async Task<Socket?> ConnectAsync()
    {
        for (var attempt = 0; attempt < _targets.Length; attempt++)
        {
            var target = _targets[(int)((uint)Interlocked.Increment(ref _turn) % _targets.Length)];
            var far = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await far.ConnectAsync(IPAddress.Loopback, target, _end.Token);
                return far;
            }
            catch (Exception gone) when (gone is SocketException or OperationCanceledException)
            {
                far.Dispose();
            }
        }
        return null;
    }

    private async Task CopyAsync(Socket from, Socket to, bool isAnswer)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer, _end.Token) is > 0 and var count)
            {
                if (_stalled is { } stalled)
                {
                    await stalled.Task;
                }
                if (_delay > TimeSpan.Zero)
                {
                    await Task.Delay(_delay, TimeProvider.System, _end.Token);
                }
                if (isAnswer && _losesAnswers)
                {
                    continue;
                }
                await to.SendAsync(buffer.AsMemory(0, count), _end.Token);
            }
        }
        catch (Exception ended) when (ended is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Either end is gone: so is the connection.
        }
    }

    private static void Reset(Socket socket)
    {
        try
        {
            socket.LingerState = new(true, 0);
            socket.Dispose();
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // It ended by itself.
        }
    }
}
