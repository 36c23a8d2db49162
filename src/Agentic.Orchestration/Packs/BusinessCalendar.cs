using System.Globalization;

namespace Agentic.Orchestration.Packs;

/// <summary>Opening hours, in which promises and deadlines count.</summary>
public sealed class BusinessCalendar
{
    private static readonly string[] DayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private readonly IReadOnlyDictionary<DayOfWeek, IReadOnlyList<Opening>> _hours;
    private readonly IReadOnlySet<DateOnly> _holidays;

    private BusinessCalendar(
        TimeZoneInfo zone,
        IReadOnlyDictionary<DayOfWeek, IReadOnlyList<Opening>> hours,
        IReadOnlySet<DateOnly> holidays
    ) => (Zone, _hours, _holidays) = (zone, hours, holidays);

    public TimeZoneInfo Zone { get; }

    /// <summary>
    /// The moment when <paramref name="work"/> has passed since <paramref name="from"/>: its days as open days, the
    /// rest as open
    /// time. Open time is real time: four hours are four hours, also across a change of the clocks.
    /// </summary>
    public DateTimeOffset Add(DateTimeOffset from, TimeSpan work)
    {
        var cursor = work.Days == 0 ? from : ToUtc(AddDays(TimeZoneInfo.ConvertTime(from, Zone).DateTime, work.Days));
        work -= TimeSpan.FromDays(work.Days);
        // A night that began yesterday may still be open. A calendar is open at least once a week (checked at load),
        // so this ends.
        for (
            var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(cursor, Zone).DateTime).AddDays(-1);
            ;
            day = day.AddDays(1)
        )
        {
            foreach (var (opens, closes) in OpenOn(day))
            {
                var start = cursor > opens ? cursor : opens;
                if (closes <= start)
                {
                    continue;
                }
                if (closes - start >= work)
                {
                    return (start + work).ToUniversalTime();
                }
                work -= closes - start;
                cursor = closes;
            }
        }
    }

    /// <summary>When it is open on a day, as moments; a night ends on the next one.</summary>
    private IEnumerable<(DateTimeOffset Opens, DateTimeOffset Closes)> OpenOn(DateOnly day)
    {
        if (!_hours.TryGetValue(day.DayOfWeek, out var openings) || _holidays.Contains(day))
        {
            yield break;
        }
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        foreach (var opening in openings)
        {
            yield return (ToUtc(midnight + opening.From), ToUtc(midnight + opening.To));
        }
    }

    /// <summary>Whole days are open days: five days from Monday noon is next Monday noon.</summary>
    private DateTime AddDays(DateTime local, int days)
    {
        while (days > 0)
        {
            local = local.AddDays(1);
            var day = DateOnly.FromDateTime(local);
            days -= _hours.ContainsKey(day.DayOfWeek) && !_holidays.Contains(day) ? 1 : 0;
        }
        return local;
    }

    internal static BusinessCalendar? Read(CalendarFile file, Action<string, string> problem)
    {
        var hours = new Dictionary<DayOfWeek, IReadOnlyList<Opening>>();
        foreach (var (name, spans) in file.Hours)
        {
            var day = Array.IndexOf(DayNames, name);
            var openings = spans.Split(',', StringSplitOptions.TrimEntries).Select(Opening.Parse).ToArray();
            if (day < 0 || openings.Any(opening => opening is null))
            {
                problem(
                    $"$.calendar.hours.{name}",
                    "Opening hours look like 'mon: 08:00-18:00'; 24:00 is the end of the day, 22:00-06:00 a night "
                        + "that ends on the next one, and several spans are divided by commas."
                );
                continue;
            }
            hours[(DayOfWeek)day] = [.. openings.OfType<Opening>().OrderBy(opening => opening.From)];
        }
        if (hours.Count == 0)
        {
            problem("$.calendar.hours", "At least one day must be open: deadlines count in open time.");
        }
        var holidays = new HashSet<DateOnly>();
        foreach (var text in file.Holidays)
        {
            if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            {
                problem("$.calendar.holidays", $"'{text}' is not a date such as 2026-12-25.");
                continue;
            }
            holidays.Add(date);
        }
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(file.Zone, out var zone))
        {
            problem("$.calendar.zone", $"'{file.Zone}' is not an IANA time zone such as Europe/Berlin.");
            return null;
        }
        return hours.Count == 0 ? null : new(zone, hours, holidays);
    }

    /// <summary>When a day begins here.</summary>
    public DateTimeOffset StartOf(DateOnly day) => ToUtc(day.ToDateTime(TimeOnly.MinValue));

    private DateTimeOffset ToUtc(DateTime local)
    {
        // In the hour that a clock change skips, the next valid moment counts.
        while (Zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(30);
        }
        // An hour that occurs twice counts the first time: who closes at two closes when it is two for the first time.
        return new DateTimeOffset(
            local,
            Zone.IsAmbiguousTime(local) ? Zone.GetAmbiguousTimeOffsets(local).Max() : Zone.GetUtcOffset(local)
        ).ToUniversalTime();
    }

    /// <param name="From">Since midnight.</param>
    /// <param name="To">Since the same midnight: more than a day for a night.</param>
    private sealed record Opening(TimeSpan From, TimeSpan To)
    {
        public static Opening? Parse(string span)
        {
            if (
                span.Split('-') is not [var first, var last]
                || Time(first) is not { } from
                || Time(last) is not { } to
                || from >= Day
                || to == from
            )
            {
                return null;
            }
            return new(from, to > from ? to : to + Day);
        }

        private static TimeSpan? Time(string text) =>
            text == "24:00" ? Day
            : TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
                ? time.ToTimeSpan()
            : null;
    }
}
