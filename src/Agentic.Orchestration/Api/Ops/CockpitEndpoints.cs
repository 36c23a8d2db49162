using System.Security.Claims;
using Agentic.Contracts;
using Agentic.Orchestration.Gate;
using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Messaging;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Agentic.Orchestration.Api.Ops;

internal static class CockpitEndpoints
{
    private const int Looked = 500,
        Listed = 50;

    public static void MapCockpit(this IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/api/cockpit", ShowAsync)
            .WithTags("Runs")
            .WithSummary("How things stand now: what is stuck and why, backlogs, bus and store (staff).");

    private static async Task<Results<Ok<CockpitView>, ProblemHttpResult>> ShowAsync(
        ClaimsPrincipal user,
        IStatisticsStore statistics,
        IQueueStore queues,
        IWakeUpStore wakeUps,
        IRunStore runs,
        RequestJournal journal,
        BusHealth bus,
        WorkflowVersions versions,
        RoleHolders holders,
        IHostStore hosts,
        TimeProvider time,
        CancellationToken token
    )
    {
        if (!Caller.Of(user).IsStaff)
        {
            return new ApiRefusals.StaffOnly("The figures of the cockpit").ToResult();
        }
        var now = time.GetUtcNow();
        var figures = await statistics.ReadFiguresAsync(token);
        var waiting = await queues.CountAsync(now, token);
        var rows = await hosts.ListAsync(now - HostPresence.Forgotten, token);
        var due = await wakeUps.FindNextDueAsync(token);
        return TypedResults.Ok(
            new CockpitView(
                now,
                await StuckAsync(runs, journal, token),
                figures.RequestsByStatus,
                figures.RunsByStatus,
                waiting.OpenApprovals,
                waiting.OverdueApprovals,
                waiting.OpenHandOffs,
                waiting.OverdueHandOffs,
                due < now ? due : null,
                await BacklogAsync(wakeUps, now, token),
                figures.RunsByStatus.GetValueOrDefault(ActionStatus.Unclear.ToString()),
                bus.Status,
                figures.SizeBytes,
                [.. rows.Select(host => HostView.Of(host, now))],
                HostSettings.FindDifferent(rows.Where(host => now - host.SeenAt <= HostPresence.Silent)),
                await versions.ListStrandedAsync(token),
                await holders.ListUnderstaffedAsync(token)
            )
        );
    }

    private static async Task<IReadOnlyList<BacklogView>> BacklogAsync(
        IWakeUpStore wakeUps,
        DateTimeOffset now,
        CancellationToken token
    ) =>
        [
            .. (await wakeUps.ReadBacklogAsync(now, token)).Select(queue => new BacklogView(
                queue.Queue,
                queue.Due,
                Math.Round((now - queue.Oldest).TotalSeconds, 1)
            )),
        ];

    private static async Task<IReadOnlyList<StuckCause>> StuckAsync(
        IRunStore runs,
        RequestJournal journal,
        CancellationToken token
    )
    {
        var found = new List<(RunRow Row, RunStuck Stuck, DateTimeOffset Since, Money? AtRisk)>();
        foreach (var row in await runs.ListAsync("Stuck", null, null, Looked, token))
        {
            if (
                await journal.FindAsync(row.RequestId, token) is { } state
                && state.Actions.FirstOrDefault(one => one.Ordinal == row.Ordinal) is { Stuck: { } stuck } action
            )
            {
                found.Add((row, stuck, action.StuckSince?.Since ?? row.UpdatedAt, action.AtRisk));
            }
        }
        return
        [
            .. found
                .GroupBy(run => (run.Row.Workflow, run.Stuck.Step, run.Stuck.Reason))
                .Select(cause => new StuckCause(
                    cause.Key.Workflow,
                    cause.Key.Step,
                    cause.Key.Reason,
                    cause.Count(),
                    cause.Min(run => run.Since),
                    cause.Min(run => (DateTimeOffset?)run.Stuck.RetryAt),
                    Sums(cause.Select(run => run.AtRisk)),
                    [.. cause.Take(Listed).Select(run => run.Row.Id)]
                ))
                .OrderByDescending(cause => cause.Runs),
        ];
    }

    private static IReadOnlyList<Money> Sums(IEnumerable<Money?> amounts) =>
        [
            .. amounts
                .OfType<Money>()
                .GroupBy(money => money.Currency)
                .Select(currency => new Money(currency.Sum(money => money.Amount), currency.Key)),
        ];
}
