using System.Globalization;
using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Orchestration.Packs;

namespace Agentic.Orchestration.Tests.Packs;

public sealed class CalendarAndTextsTests
{
    private static readonly BusinessCalendar Calendar = BusinessCalendar.Read(
        new("Europe/Berlin", new Dictionary<string, string> { ["mon"] = "08:00-18:00", ["tue"] = "08:00-18:00", ["wed"] = "08:00-18:00", ["thu"] = "08:00-18:00", ["fri"] = "08:00-18:00" }, ["2026-12-25"]),
        (at, reason) => throw new InvalidOperationException(at + reason))!;

    [Theory]
    [InlineData("2026-11-23T09:00:00Z", "04:00", "2026-11-23T13:00:00Z")]
    [InlineData("2026-11-23T15:00:00Z", "04:00", "2026-11-24T09:00:00Z")]
    [InlineData("2026-11-21T12:00:00Z", "01:00", "2026-11-23T08:00:00Z")]
    [InlineData("2026-12-24T16:00:00Z", "02:00", "2026-12-28T08:00:00Z")]
    [InlineData("2026-10-23T15:30:00Z", "01:00", "2026-10-26T07:30:00Z")]
    public void Add_CountsOpenTime_OverNightsHolidaysAndClockChanges(string from, string work, string expected) =>
        Calendar.Add(DateTimeOffset.Parse(from, CultureInfo.InvariantCulture), TimeSpan.Parse(work, CultureInfo.InvariantCulture)).ShouldBe(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("de", "1.249,00 €")]
    [InlineData("en", "€1,249.00")]
    [InlineData("de-CH", "EUR 1'249.00")]
    public void Show_Money_FollowsTheLocale(string locale, string expected) => Texts.Show(new Money(1249m, "EUR"), locale).ShouldBe(expected);

    [Theory]
    [InlineData("de", "Jacke, 2 × Hose und Schal am Montag, 23. November, 10:00 Uhr")]
    [InlineData("en", "jacket, 2 × trousers and scarf am Monday 23 November, 10:00 am (Berlin time)")]
    public void Fill_ItemsAndTimes_FollowTheLocale(string locale, string expected)
    {
        static JsonObject Item(string de, string en, int quantity) => new() { ["label"] = new JsonObject { ["de"] = de, ["en"] = en }, ["quantity"] = quantity };
        var texts = new Texts(new Dictionary<string, string>(), new Dictionary<string, string>(), TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
        texts.Fill("{items} am {at}", locale, new() { ["items"] = new JsonArray(Item("Jacke", "jacket", 1), Item("Hose", "trousers", 2), Item("Schal", "scarf", 1)), ["at"] = "2026-11-23T09:00:00.0000000+00:00" }).ShouldBe(expected);
    }
}
