using System.Diagnostics;
using Npgsql;

namespace Agentic.Orchestration.Storage.Postgres;

/// <summary>
/// The database's clock: hosts whose own clocks differ agree on what is due. It is asked every ten seconds; in between time
/// goes on by this machine's monotonic clock. <c>clock.offset_micros</c> moves it for tests and Development.
/// </summary>
internal sealed class PostgresClock : TimeProvider, IAsyncDisposable
{
    private const string Now =
        "SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS bigint) + "
        + "coalesce((SELECT offset_micros FROM clock), 0)";

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10),
        MaxAge = TimeSpan.FromMinutes(5),
        // An answer that took longer says too little about when it was given: one that came quicker before is better.
        MaxRoundTrip = TimeSpan.FromMilliseconds(50);

    private readonly NpgsqlDataSource _source;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _loop;
    private volatile Reading _last;
    private int _isDisposed;
    private long _said;

    private PostgresClock(NpgsqlDataSource source, Reading first)
    {
        (_source, _last) = (source, first);
        _loop = Task.Run(RunAsync);
    }

    /// <summary>The quickest of a few answers is the closest.</summary>
    public static PostgresClock Start(NpgsqlDataSource source) =>
        new(source, Enumerable.Range(0, 3).Select(_ => Read(source)).MinBy(reading => reading.RoundTrip)!);

    /// <summary>Never earlier than it has said before.</summary>
    public override DateTimeOffset GetUtcNow()
    {
        var last = _last;
        var now = (last.At + Stopwatch.GetElapsedTime(last.Stamp)).UtcTicks;
        while (true)
        {
            var said = Interlocked.Read(ref _said);
            if (said >= now)
            {
                return new(said, TimeSpan.Zero);
            }
            if (Interlocked.CompareExchange(ref _said, now, said) == said)
            {
                return new(now, TimeSpan.Zero);
            }
        }
    }

    /// <summary>Asks now, such as after the offset was moved.</summary>
    public async Task AskAsync(CancellationToken cancellationToken)
    {
        var reading = await Task.Run(() => Read(_source), cancellationToken);
        // The other way round, a server that has become slow would leave this host alone with its own clock for ever.
        if (reading.RoundTrip < MaxRoundTrip || Stopwatch.GetElapsedTime(_last.Stamp) > MaxAge)
        {
            _last = reading;
        }
    }

    /// <summary>Also by whoever was given it, and by the store that it belongs to.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1)
        {
            return;
        }
        await _end.CancelAsync();
        await _loop;
        _end.Dispose();
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(Every, System);
        try
        {
            while (await timer.WaitForNextTickAsync(_end.Token))
            {
                try
                {
                    await AskAsync(_end.Token);
                }
                catch (Exception away) when (away is not OperationCanceledException)
                {
                    // Until it answers again, this machine's monotonic clock goes on.
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The store is closed.
        }
    }

    private static Reading Read(NpgsqlDataSource source)
    {
        using var connection = source.OpenConnection();
        using var command = new NpgsqlCommand(Now, connection);
        var before = Stopwatch.GetTimestamp();
        var micros = (long)command.ExecuteScalar()!;
        var after = Stopwatch.GetTimestamp();
        var roundTrip = Stopwatch.GetElapsedTime(before, after);
        return new(StoredTime.FromMicros(micros) + (roundTrip / 2), after, roundTrip);
    }

    private sealed record Reading(DateTimeOffset At, long Stamp, TimeSpan RoundTrip);
}
