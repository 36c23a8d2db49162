using System.Security.Claims;
using Agentic.Contracts;
using Agentic.Orchestration.Gate;
using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Messaging;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Agentic.Orchestration.Api.Ops;

/// <summary>How things stand now.</summary>
/// <param name="Stuck">Runs that do not move, grouped by cause: forty with one cause are one row.</param>
/// <param name="RequestsByState">Counts over the whole store.</param>
/// <param name="RunsByState">The same for runs; <c>Stuck</c> counts apart from what it is stuck in.</param>
/// <param name="OldestDue">Since when the oldest wake-up has been due; null when none is.</param>
/// <param name="Unclear">Runs of which nobody knows whether the outside system did it; each is with a person.</param>
/// <param name="Hosts">Who serves this store.</param>
/// <param name="Stranded">Workflow versions that open runs are pinned to and that this host has nowhere.</param>
/// <param name="UnheldRoles">Roles that a pack needs for decisions and that nobody holds.</param>
public sealed record CockpitView(
    DateTimeOffset At, IReadOnlyList<StuckCause> Stuck, IReadOnlyDictionary<string, long> RequestsByState, IReadOnlyDictionary<string, long> RunsByState, int OpenApprovals, int OverdueApprovals, int OpenHandOffs, int OverdueHandOffs,
    DateTimeOffset? OldestDue, int Unclear, string Bus, long StoreBytes, IReadOnlyList<HostView> Hosts,
    IReadOnlyList<OpenWorkflowRow> Stranded, IReadOnlyList<string> UnheldRoles);

/// <param name="Name">Machine and process.</param>
/// <param name="ConsumeFailures">Messages since then whose work threw; the sweep hands that work out again.</param>
public sealed record HostView(string Name, string Version, DateTimeOffset Since, long ConsumeFailures);

/// <param name="RunIds">At most 50 of them; <paramref name="Runs"/> counts all that were looked at.</param>
public sealed record StuckCause(string Workflow, string Step, string Reason, int Runs, DateTimeOffset Since, DateTimeOffset? NextTry, IReadOnlyList<Money> AtRisk, IReadOnlyList<string> RunIds);

internal static class CockpitEndpoint
{
    private const int Looked = 500, Listed = 50;

    public static void MapCockpit(this IEndpointRouteBuilder routes) => routes.MapGet("/api/cockpit", ShowAsync).WithTags("Runs").WithSummary("How things stand now: what is stuck and why, backlogs, bus and store (staff).");

    private static async Task<Results<Ok<CockpitView>, ProblemHttpResult>> ShowAsync(ClaimsPrincipal user, IStore store, RequestJournal journal, BusHealth bus, WorkflowVersions versions, RoleHolders holders, TimeProvider time, CancellationToken token)
    {
        if (!Caller.Of(user).IsStaff)
        {
            return Refusal.Forbidden("The cockpit is for staff.").ToResult();
        }
        var now = time.GetUtcNow();
        var figures = await store.FiguresAsync(token);
        var approvals = await store.ListApprovalsAsync(ApprovalStatus.Open.ToString(), null, null, Looked, token);
        var handOffs = (await store.ListHandOffsAsync("open", null, null, Looked, token)).Where(handOff => handOff.Topic != HandOffTopics.Sample).ToArray();
        var due = await store.NextDueAsync(token);
        return TypedResults.Ok(new CockpitView(
            now, await StuckAsync(store, journal, token), figures.RequestsByStatus, figures.RunsByStatus, approvals.Count, approvals.Count(approval => approval.Deadline < now), handOffs.Length, handOffs.Count(handOff => handOff.DueAt < now),
            due < now ? due : null, (await store.ListRunsAsync(ActionStatus.Unclear.ToString(), null, null, Looked, token)).Count, bus.Status, figures.SizeBytes, [ThisHost()],
            await versions.StrandedAsync(token), await holders.UnheldAsync(token)));
    }

    /// <summary>One process holds the store's lock, so it is the only one.</summary>
    private static HostView ThisHost() => new(
        $"{Environment.MachineName} {Environment.ProcessId}", typeof(CockpitEndpoint).Assembly.GetName().Version!.ToString(3), new DateTimeOffset(System.Diagnostics.Process.GetCurrentProcess().StartTime).ToUniversalTime(), Telemetry.FailedMessages);

    private static async Task<IReadOnlyList<StuckCause>> StuckAsync(IStore store, RequestJournal journal, CancellationToken token)
    {
        var found = new List<(RunRow Row, RunStuck Stuck, DateTimeOffset Since, Money? AtRisk)>();
        foreach (var row in await store.ListRunsAsync("Stuck", null, null, Looked, token))
        {
            if (await journal.FindAsync(row.RequestId, token) is { } state && state.Actions.FirstOrDefault(one => one.Ordinal == row.Ordinal) is { Stuck: { } stuck } action)
            {
                found.Add((row, stuck, action.Trouble?.Since ?? row.UpdatedAt, action.AtRisk));
            }
        }
        return [.. found.GroupBy(run => (run.Row.Workflow, run.Stuck.Step, run.Stuck.Reason))
            .Select(cause => new StuckCause(
                cause.Key.Workflow, cause.Key.Step, cause.Key.Reason, cause.Count(), cause.Min(run => run.Since), cause.Min(run => (DateTimeOffset?)run.Stuck.RetryAt), Sums(cause.Select(run => run.AtRisk)),
                [.. cause.Take(Listed).Select(run => run.Row.Id)]))
            .OrderByDescending(cause => cause.Runs)];
    }

    private static IReadOnlyList<Money> Sums(IEnumerable<Money?> amounts) =>
        [.. amounts.OfType<Money>().GroupBy(money => money.Currency).Select(currency => new Money(currency.Sum(money => money.Amount), currency.Key))];
}
