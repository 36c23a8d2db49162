namespace Agentic.Testing;

/// <summary>Real time plus an offset that a test moves: days pass at once, and everything in flight still flows.</summary>
public sealed class ShiftedTime : TimeProvider
{
    private long _offset;

    public ShiftedTime(DateTimeOffset? start = null) => _offset = start is { } at ? (at - System.GetUtcNow()).Ticks : 0;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref _offset));

    public void Advance(TimeSpan by) => Interlocked.Add(ref _offset, by.Ticks);
}
