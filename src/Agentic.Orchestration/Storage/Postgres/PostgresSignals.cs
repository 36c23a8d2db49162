using System.Text;
using System.Threading.Channels;
using Npgsql;

namespace Agentic.Orchestration.Storage.Postgres;

/// <summary>
/// Signals by LISTEN and NOTIFY. They are sent beside the transactions that they tell about, many at once: a NOTIFY inside of
/// them would make all commits of the server wait for each other.
/// </summary>
internal sealed class PostgresSignals : ISignals
{
    private const string Channel = "agentic";

    /// <summary>The server takes 8,000 bytes: a full payload, and one signal more.</summary>
    private const int FullPayload = 5000,
        MaxSignal = 2000;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1),
        KeepAlive = TimeSpan.FromSeconds(5);

    private readonly PostgresConnector _connector;
    private readonly string _me = Guid.NewGuid().ToString("N");
    private readonly CancellationTokenSource _end = new();
    private readonly Channel<string> _waiting = System.Threading.Channels.Channel.CreateBounded<string>(
        new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true }
    );
    private readonly Task _sending;
    private Task _listening = Task.CompletedTask;
    private int _isDisposed;

    public PostgresSignals(PostgresConnector connector)
    {
        _connector = connector;
        _sending = Task.Run(SendAllAsync);
    }

    public void Send(Signal signal)
    {
        // What is in it may come from outside: neither its length nor its letters may spoil the others.
        var line = $"\n{signal.Kind}\t{Uri.EscapeDataString(signal.Subject)}\t{Uri.EscapeDataString(signal.Content)}";
        if (line.Length <= MaxSignal)
        {
            _waiting.Writer.TryWrite(line);
        }
    }

    public void Listen(IEnumerable<ISignalReceiver> receivers)
    {
        var all = receivers.ToArray();
        _listening = Task.Run(() => ListenAsync(all));
    }

    /// <summary>Also by whoever was given it, and by the store that it belongs to.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1)
        {
            return;
        }
        _waiting.Writer.TryComplete();
        await _end.CancelAsync();
        await _sending;
        await _listening;
        _end.Dispose();
    }

    private async Task SendAllAsync()
    {
        while (await _waiting.Reader.WaitToReadAsync())
        {
            var payload = new StringBuilder(_me);
            while (payload.Length < FullPayload && _waiting.Reader.TryRead(out var line))
            {
                payload.Append(line);
            }
            while (!await TrySendAsync(payload.ToString()) && !_end.IsCancellationRequested)
            {
                // Meanwhile others wait; when they are too many, the oldest are lost.
                await Task.Delay(Pause, TimeProvider.System, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<bool> TrySendAsync(string payload)
    {
        try
        {
            await using var connection = await _connector.Source.OpenConnectionAsync(_end.Token);
            await using var notify = PostgresSession.Command(connection, "SELECT pg_notify($1, $2)", [Channel, payload]);
            await notify.ExecuteNonQueryAsync(_end.Token);
            return true;
        }
        catch (Exception)
        {
            // Whatever it is: a hint that comes late is better than none, and the loop must go on.
            return false;
        }
    }

    private async Task ListenAsync(ISignalReceiver[] receivers)
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                await using var connection = _connector.OpenOwn(KeepAlive);
                connection.Notification += (_, told) => Receive(told.Payload, receivers);
                await using (var listen = new NpgsqlCommand($"LISTEN {Channel}", connection))
                {
                    await listen.ExecuteNonQueryAsync(_end.Token);
                }
                // Whatever happened while nobody listened.
                Array.ForEach(receivers, receiver => receiver.CatchUp());
                while (true)
                {
                    await connection.WaitAsync(_end.Token);
                }
            }
            catch (Exception)
            {
                // Whatever it is, it is tried again, and then everybody looks at everything.
                await Task.Delay(Pause, TimeProvider.System, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Receive(string payload, ISignalReceiver[] receivers)
    {
        var lines = payload.Split('\n');
        if (lines[0] == _me)
        {
            return;
        }
        foreach (var line in lines.Skip(1))
        {
            if (line.Split('\t') is [var kind, var subject, var content])
            {
                var signal = new Signal(kind, Uri.UnescapeDataString(subject), Uri.UnescapeDataString(content));
                Array.ForEach(receivers, receiver => receiver.Receive(signal));
            }
        }
    }
}
