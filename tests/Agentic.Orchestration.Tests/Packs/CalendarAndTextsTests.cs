using System.Globalization;
using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Text;

namespace Agentic.Orchestration.Tests.Packs;

public sealed class CalendarAndTextsTests
{
    private static readonly BusinessCalendar Calendar = BusinessCalendar.Read(
        new(
            "Europe/Berlin",
            new Dictionary<string, string>
            {
                ["mon"] = "08:00-18:00",
                ["tue"] = "08:00-18:00",
                ["wed"] = "08:00-18:00",
                ["thu"] = "08:00-18:00",
                ["fri"] = "08:00-18:00",
            },
            ["2026-12-25"]
        ),
        (at, reason) => throw new InvalidOperationException(at + reason)
    )!;

    [Theory]
    [InlineData("2026-11-23T09:00:00Z", "04:00", "2026-11-23T13:00:00Z")]
    [InlineData("2026-11-23T15:00:00Z", "04:00", "2026-11-24T09:00:00Z")]
    [InlineData("2026-11-21T12:00:00Z", "01:00", "2026-11-23T08:00:00Z")]
    [InlineData("2026-12-24T16:00:00Z", "02:00", "2026-12-28T08:00:00Z")]
    [InlineData("2026-10-23T15:30:00Z", "01:00", "2026-10-26T07:30:00Z")]
    public void Add_CountsOpenTime_OverNightsHolidaysAndClockChanges(string from, string work, string expected) =>
        Calendar
            .Add(DateTimeOffset.Parse(from, CultureInfo.InvariantCulture), TimeSpan.Parse(work, CultureInfo.InvariantCulture))
            .ShouldBe(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("22:00-06:00", "2026-11-23T20:00:00Z", "04:00", "2026-11-24T01:00:00Z")]
    [InlineData("22:00-06:00", "2026-11-24T02:00:00Z", "04:00", "2026-11-24T22:00:00Z")]
    [InlineData("22:00-06:00", "2026-10-24T20:00:00Z", "08:00", "2026-10-25T04:00:00Z")]
    [InlineData("22:00-06:00", "2026-03-28T21:00:00Z", "06:00", "2026-03-29T03:00:00Z")]
    [InlineData("18:00-24:00", "2026-11-23T16:00:00Z", "06:00", "2026-11-23T23:00:00Z")]
    [InlineData("00:00-24:00", "2026-10-24T22:00:00Z", "04:00", "2026-10-25T02:00:00Z")]
    public void Add_KnowsNightsAndMidnight_AndFourHoursAreFourHours(string hours, string from, string work, string expected) =>
        EachDay(hours)
            .Add(DateTimeOffset.Parse(from, CultureInfo.InvariantCulture), TimeSpan.Parse(work, CultureInfo.InvariantCulture))
            .ShouldBe(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("24:00-06:00")]
    [InlineData("08:00-08:00")]
    [InlineData("08:00-25:00")]
    [InlineData("8-18")]
    public void Read_HoursThatAreNone_NameTheDayAndTheForm(string hours)
    {
        var problems = new List<string>();
        BusinessCalendar.Read(
            new("Europe/Berlin", new Dictionary<string, string> { ["mon"] = hours, ["tue"] = "08:00-18:00" }, []),
            (at, reason) => problems.Add($"{at}: {reason}")
        );
        problems.ShouldHaveSingleItem().ShouldContain("$.calendar.hours.mon");
    }

    /// <summary>
    /// Minute by minute: between a moment and what is promised, it was open for just as long as the work takes.
    /// </summary>
    [Fact]
    public void Add_CountsWhatAClockOnTheWallWouldCount()
    {
        var random = new Random(17);
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        for (var story = 0; story < 200; story++)
        {
            var (opens, closes) = (random.Next(0, 24), random.Next(1, 25));
            var (hours, isNight) = ($"{opens:00}:00-{closes:00}:00", closes <= opens);
            if (closes == opens)
            {
                continue;
            }
            // Half of them near a change of the clocks.
            var from = (
                random.Next(2) == 0
                    ? new DateTimeOffset(2026, 10, 23, 0, 0, 0, TimeSpan.Zero)
                    : new(2026, 3, 27, 0, 0, 0, TimeSpan.Zero)
            ).AddMinutes(random.Next(0, 4 * 24 * 60));
            var work = TimeSpan.FromMinutes(random.Next(1, 23 * 60));
            var until = EachDay(hours).Add(from, work);
            var open = Enumerable
                .Range(0, (int)(until - from).TotalMinutes)
                .Count(minute => IsOpen(TimeZoneInfo.ConvertTime(from.AddMinutes(minute), zone).Hour));
            TimeSpan.FromMinutes(open).ShouldBe(work, $"{hours} from {from:O} to {until:O}");

            bool IsOpen(int hour) => isNight ? hour >= opens || hour < closes : hour >= opens && hour < closes;
        }
    }

    private static BusinessCalendar EachDay(string hours) =>
        BusinessCalendar.Read(
            new(
                "Europe/Berlin",
                new[] { "mon", "tue", "wed", "thu", "fri", "sat", "sun" }.ToDictionary(day => day, _ => hours),
                []
            ),
            (at, reason) => throw new InvalidOperationException(at + reason)
        )!;

    [Theory]
    [InlineData("de", "1.249,00 €")]
    [InlineData("en", "€1,249.00")]
    [InlineData("de-CH", "EUR 1'249.00")]
    public void Show_Money_FollowsTheLocale(string locale, string expected) =>
        Texts.Show(new Money(1249m, "EUR"), locale).ShouldBe(expected);

    [Theory]
    [InlineData("JPY", "de", "1.249 JPY")]
    [InlineData("JPY", "en", "JPY 1,249")]
    [InlineData("BHD", "de", "1.249,000 BHD")]
    [InlineData("BHD", "en", "BHD 1,249.000")]
    public void Show_Money_HasTheCurrencysDecimals(string currency, string locale, string expected) =>
        Texts.Show(new Money(1249m, currency), locale).ShouldBe(expected);

    [Theory]
    [InlineData("de", "Jacke, 2 × Hose und Schal am Montag, 23. November, 10:00 Uhr")]
    [InlineData("en", "jacket, 2 × trousers and scarf am Monday 23 November, 10:00 am (Berlin time)")]
    public void Fill_ItemsAndTimes_FollowTheLocale(string locale, string expected)
    {
        static JsonObject Item(string de, string en, int quantity) =>
            new()
            {
                ["label"] = new JsonObject { ["de"] = de, ["en"] = en },
                ["quantity"] = quantity,
            };
        var texts = new Texts(
            new Dictionary<string, string>(),
            new Dictionary<string, string>(),
            TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")
        );
        texts
            .Fill(
                "{items} am {at}",
                locale,
                new()
                {
                    ["items"] = new JsonArray(
                        Item("Jacke", "jacket", 1),
                        Item("Hose", "trousers", 2),
                        Item("Schal", "scarf", 1)
                    ),
                    ["at"] = "2026-11-23T09:00:00.0000000+00:00",
                }
            )
            .ShouldBe(expected);
    }
}
