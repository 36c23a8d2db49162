using Agentic.Contracts;
using Agentic.Engine.Definitions;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Storage;

namespace Agentic.Orchestration.Monitoring;

internal sealed class ProcessMap(IRunStore runs, RequestJournal journal)
{
    private const int Looked = 500,
        Page = 100,
        Listed = 50;

    public async Task<ProcessMapView> DrawAsync(Pack pack, WorkflowDefinition workflow, CancellationToken cancellationToken)
    {
        var rows = new List<RunRow>();
        for (
            string? after = null;
            rows.Count < Looked
                && await runs.ListAsync(null, workflow.Id, after, Page, cancellationToken) is { Count: > 0 } page;
            after = page[^1].Id
        )
        {
            rows.AddRange(page);
        }
        var at = new List<(string Step, MapRun Run)>();
        // Pinned by content: a run of another version is not on this map.
        foreach (var row in rows.Where(row => row.Hash == workflow.Hash))
        {
            if (
                await journal.FindAsync(row.RequestId, cancellationToken) is { } state
                && state.Actions.FirstOrDefault(action => action.Ordinal == row.Ordinal) is { } action
                && !action.Status.IsTerminal()
            )
            {
                at.AddRange(
                    (action.Run?.Open ?? []).Select(step =>
                        (
                            step.Activity,
                            new MapRun(
                                row.Id,
                                action.Sentence,
                                action.Stuck is not null,
                                action.Stuck is null ? row.UpdatedAt : action.StuckSince?.Since ?? row.UpdatedAt
                            )
                        )
                    )
                );
            }
        }
        var steps = workflow.Activities.Values.Select(activity =>
        {
            var here = at.Where(found => found.Step == activity.Id)
                .Select(found => found.Run)
                .OrderBy(run => run.Since)
                .ToArray();
            return new MapStep(
                activity.Id,
                activity.Type,
                here.Length,
                here.Count(run => run.Stuck),
                here.Length == 0 ? null : here[0].Since,
                [.. here.Take(Listed)]
            );
        });
        return new(
            workflow.Id,
            workflow.Name,
            workflow.Version,
            workflow.Hash,
            pack.Name,
            pack.Owner,
            [.. steps],
            workflow.Connections,
            rows.Count
        );
    }
}
