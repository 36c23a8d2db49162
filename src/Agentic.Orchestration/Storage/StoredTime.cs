namespace Agentic.Orchestration.Storage;

/// <summary>Times are stored as microseconds since 1970, the finest unit that all databases keep.</summary>
internal static class StoredTime
{
    private static readonly long MinMicros = ToMicros(DateTimeOffset.MinValue),
        MaxMicros = ToMicros(DateTimeOffset.MaxValue);

    public static long ToMicros(DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / 10;

    public static DateTimeOffset FromMicros(long micros) =>
        DateTimeOffset.UnixEpoch.AddTicks(Math.Clamp(micros, MinMicros, MaxMicros) * 10);
}
