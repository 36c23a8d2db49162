using Agentic.Orchestration.Storage;

namespace Agentic.Orchestration.Api.Ops;

/// <summary>How things stand now.</summary>
/// <param name="Stuck">Runs that do not move, grouped by cause: forty with one cause are one row.</param>
/// <param name="RequestsByState">Counts over the whole store.</param>
/// <param name="RunsByState">The same for runs; a stuck run counts as <c>Stuck</c>, not under its action's state.</param>
/// <param name="OldestDue">Since when the oldest wake-up has been due; null when none is.</param>
/// <param name="Backlog">What is due and not done, by queue; queues with nothing due are left out.</param>
/// <param name="Unclear">Runs of which nobody knows whether the outside system did it; each is with a person.</param>
/// <param name="Hosts">Who serves this store.</param>
/// <param name="DifferentSettings">Sections of settings, or <c>packs</c>, that are not the same on all hosts at work.</param>
/// <param name="Stranded">Workflow versions that open runs are pinned to and that this host has nowhere.</param>
/// <param name="UnheldRoles">Roles that too few people hold, such as <c>approver: 2 needed, 1 there</c>.</param>
public sealed record CockpitView(
    DateTimeOffset At,
    IReadOnlyList<StuckCause> Stuck,
    IReadOnlyDictionary<string, long> RequestsByState,
    IReadOnlyDictionary<string, long> RunsByState,
    long OpenApprovals,
    long OverdueApprovals,
    long OpenHandOffs,
    long OverdueHandOffs,
    DateTimeOffset? OldestDue,
    IReadOnlyList<BacklogView> Backlog,
    long Unclear,
    string Bus,
    long StoreBytes,
    IReadOnlyList<HostView> Hosts,
    IReadOnlyList<string> DifferentSettings,
    IReadOnlyList<OpenWorkflowRow> Stranded,
    IReadOnlyList<string> UnheldRoles
);
