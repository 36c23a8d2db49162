namespace Agentic.Host.Demo;

/// <summary>Runs through the two weeks that the sample data tells about, and is the real time ever after.</summary>
internal sealed class StoryClock : TimeProvider
{
    private long _behind;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(-Interlocked.Read(ref _behind));

    /// <summary>Forward only: what has happened stays before what comes.</summary>
    public void MoveTo(DateTimeOffset moment)
    {
        if (moment > GetUtcNow())
        {
            Interlocked.Exchange(ref _behind, Math.Max(0, (System.GetUtcNow() - moment).Ticks));
        }
    }

    public void Begin(DateTimeOffset moment) => Interlocked.Exchange(ref _behind, (System.GetUtcNow() - moment).Ticks);

    public void End() => Interlocked.Exchange(ref _behind, 0);
}
