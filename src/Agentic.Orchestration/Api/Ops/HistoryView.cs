namespace Agentic.Orchestration.Api.Ops;

/// <summary>What happened day by day, in the calendar's time zone, oldest first; the last day is today so far.</summary>
/// <param name="Zone">IANA name of the zone whose days these are.</param>
public sealed record HistoryView(string Zone, IReadOnlyList<DayFigures> Days);
