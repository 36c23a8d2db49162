namespace Agentic.Testing;

/// <summary>Real time plus an offset that a test moves: days pass at once, and everything in flight still flows.</summary>
public sealed class ShiftedTime : TimeProvider
{
    private readonly Lock _lock = new();
    private TimeSpan _offset;
    private DateTimeOffset? _heldAt;

    public ShiftedTime(DateTimeOffset? start = null) => _offset = start is { } at ? at - System.GetUtcNow() : TimeSpan.Zero;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return _heldAt ?? System.GetUtcNow() + _offset;
        }
    }

    public void Advance(TimeSpan by)
    {
        lock (_lock)
        {
            (_offset, _heldAt) = (_offset + by, _heldAt + by);
        }
    }

    /// <summary>
    /// Nothing more falls due until <see cref="Continue"/>: what a test reads in several answers is then of one moment, however
    /// long the reading takes.
    /// </summary>
    public void Hold()
    {
        lock (_lock)
        {
            _heldAt ??= System.GetUtcNow() + _offset;
        }
    }

    /// <summary>Goes on from where it was held.</summary>
    public void Continue()
    {
        lock (_lock)
        {
            (_offset, _heldAt) = (_heldAt is { } at ? at - System.GetUtcNow() : _offset, null);
        }
    }
}
