using System.Globalization;
using System.Security.Claims;
using System.Text;
using Agentic.Contracts;
using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Agentic.Orchestration.Api.Ops;

internal static class HistoryEndpoints
{
    private const int MaxDays = 92;

    public static void MapHistory(this IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/api/cockpit/history", ShowAsync)
            .WithTags("Runs")
            .Produces<HistoryView>()
            .WithSummary("Requests day by day, at most 92 days (staff); format=csv for a spreadsheet.");

    private static async Task<IResult> ShowAsync(
        int? days,
        string? format,
        ClaimsPrincipal user,
        IStatisticsStore statistics,
        PackRegistry packs,
        TimeProvider time,
        CancellationToken token
    )
    {
        if (!Caller.Of(user).IsStaff)
        {
            return new ApiRefusals.StaffOnly("The figures of the cockpit").ToResult();
        }
        if (days is < 1 or > MaxDays)
        {
            return new Refusal.Invalid("days", $"Must be from 1 to {MaxDays}.").ToResult();
        }
        if (format is not (null or "json" or "csv"))
        {
            return new Refusal.Invalid("format", "Must be json or csv.").ToResult();
        }
        var calendar = packs[packs.Default].Calendar;
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.GetUtcNow(), calendar.Zone).DateTime);
        var dates = Enumerable.Range(0, (days ?? 14) + 1).Select(index => today.AddDays(index + 1 - (days ?? 14))).ToArray();
        var rows = await statistics.ReadHistoryAsync([.. dates.Select(calendar.StartOf)], token);
        var figures = rows.Zip(dates, Figures).ToArray();
        return format == "csv"
            ? TypedResults.File(
                Encoding.UTF8.GetBytes(Csv(figures)),
                "text/csv; charset=utf-8",
                $"agentic-{today:yyyy-MM-dd}.csv"
            )
            : TypedResults.Ok(new HistoryView(calendar.Zone.Id, figures));
    }

    private static DayFigures Figures(HistoryRow row, DateOnly day)
    {
        long Of(RequestStatus status) => row.Ended.GetValueOrDefault(status);
        return new(
            day,
            row.Received,
            row.Ended.Values.Sum(),
            Of(RequestStatus.Completed),
            Of(RequestStatus.PartlyCompleted),
            Of(RequestStatus.Declined),
            Of(RequestStatus.Withdrawn),
            Of(RequestStatus.Failed),
            row.Unassisted,
            row.Judged,
            row.Wrong
        );
    }

    /// <summary>Dates and whole numbers only: nothing that a spreadsheet could take for a formula.</summary>
    private static string Csv(IEnumerable<DayFigures> days)
    {
        var text = new StringBuilder(
            "day,received,ended,completed,partlyCompleted,declined,withdrawn,failed,unassisted,judged,wrong\r\n"
        );
        foreach (var day in days)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{day.Day:yyyy-MM-dd},{day.Received},{day.Ended},{day.Completed},{day.PartlyCompleted},"
                    + $"{day.Declined},{day.Withdrawn},{day.Failed},{day.Unassisted},{day.Judged},{day.Wrong}\r\n"
            );
        }
        return text.ToString();
    }
}
