using System.Globalization;

namespace Agentic.Orchestration.Packs;

/// <summary>Opening hours, in which promises and deadlines count.</summary>
public sealed class BusinessCalendar
{
    private static readonly string[] DayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
    private readonly IReadOnlyDictionary<DayOfWeek, (TimeOnly From, TimeOnly To)> _hours;
    private readonly IReadOnlySet<DateOnly> _holidays;

    private BusinessCalendar(TimeZoneInfo zone, IReadOnlyDictionary<DayOfWeek, (TimeOnly, TimeOnly)> hours, IReadOnlySet<DateOnly> holidays) =>
        (Zone, _hours, _holidays) = (zone, hours, holidays);

    public TimeZoneInfo Zone { get; }

    /// <summary>The moment when <paramref name="work"/> has passed since <paramref name="from"/>: its days as open days, the rest as open time.</summary>
    public DateTimeOffset Add(DateTimeOffset from, TimeSpan work)
    {
        var local = AddDays(TimeZoneInfo.ConvertTime(from, Zone).DateTime, work.Days);
        work -= TimeSpan.FromDays(work.Days);
        // A calendar is open at least once a week (checked at load), so this ends.
        while (true)
        {
            var day = DateOnly.FromDateTime(local);
            if (_hours.TryGetValue(day.DayOfWeek, out var open) && !_holidays.Contains(day))
            {
                var start = local > day.ToDateTime(open.From) ? local : day.ToDateTime(open.From);
                var left = day.ToDateTime(open.To) - start;
                if (left >= work)
                {
                    return ToUtc(start + work);
                }
                work -= left > TimeSpan.Zero ? left : TimeSpan.Zero;
            }
            local = day.AddDays(1).ToDateTime(TimeOnly.MinValue);
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
        var hours = new Dictionary<DayOfWeek, (TimeOnly, TimeOnly)>();
        foreach (var (name, span) in file.Hours)
        {
            var day = Array.IndexOf(DayNames, name);
            var parts = span.Split('-');
            if (day < 0 || parts.Length != 2 || !TimeOnly.TryParseExact(parts[0], "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var from)
                || !TimeOnly.TryParseExact(parts[1], "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var to) || to <= from)
            {
                problem($"$.calendar.hours.{name}", "Opening hours look like 'mon: 08:00-18:00'.");
                continue;
            }
            hours[(DayOfWeek)day] = (from, to);
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
        return new DateTimeOffset(local, Zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
