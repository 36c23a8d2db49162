using Agentic.Contracts;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Storage;

namespace Agentic.Orchestration.Monitoring;

internal sealed class WorkflowMeter(IRunStore store, RequestJournal journal)
{
    private const int MaxRuns = 500,
        Page = 100;

    public async Task<WorkflowStatistics> MeasureAsync(string workflow, CancellationToken cancellationToken)
    {
        var rows = new List<RunRow>();
        for (
            string? after = null;
            rows.Count < MaxRuns
                && await store.ListAsync(null, workflow, after, Page, cancellationToken) is { Count: > 0 } page;
            after = page[^1].Id
        )
        {
            rows.AddRange(page);
        }
        var runs = new List<(RequestState State, ActionState Action)>();
        foreach (var row in rows)
        {
            var state = (await journal.FindAsync(row.RequestId, cancellationToken))!;
            runs.Add((state, state.Action(row.Ordinal)));
        }
        var requests = runs.Select(run => run.State).DistinctBy(state => state.Id).ToArray();
        var minutes = 0.0;
        foreach (var state in requests)
        {
            minutes += HumanMinutes(await journal.ReadAsync(state.Id, 0, cancellationToken));
        }
        var looked = runs.SelectMany(run =>
                run.State.HandOffs.Where(handOff =>
                    handOff.Topic == HandOffTopics.Sample && handOff.Ordinal == run.Action.Ordinal && !handOff.IsOpen
                )
            )
            .ToArray();
        var days =
            runs.Count < 2
                ? 1
                : Math.Max(1, (runs.Max(run => run.State.ReceivedAt) - runs.Min(run => run.State.ReceivedAt)).TotalDays);
        return new(
            workflow,
            runs.Count,
            Math.Round(runs.Count / days, 2),
            runs.GroupBy(run => run.Action.Stuck is null ? run.Action.Status.ToString() : "Stuck")
                .ToDictionary(group => group.Key, group => group.Count()),
            Share(runs.Count(run => run.Action.IsPermitted && Approvals(run).All(approval => approval.IsUndo)), runs.Count),
            looked.Length == 0 ? null : Share(looked.Count(sample => sample.Outcome == "wrong"), looked.Length),
            Share(requests.Sum(state => state.Conversation.Count(line => line.Key == "question")), requests.Length),
            [
                .. runs.SelectMany(run => run.Action.Effects.Select(effect => effect.Effect.Connector))
                    .Distinct()
                    .Order(StringComparer.Ordinal),
            ],
            [
                .. requests
                    .SelectMany(state =>
                        state.HandOffs.Where(handOff => handOff.TakesOverRequest).Select(handOff => handOff.Topic)
                    )
                    .Distinct()
                    .Order(StringComparer.Ordinal),
            ],
            Math.Round(requests.Length == 0 ? 0 : minutes / requests.Length, 2),
            runs.Count(run => Approvals(run).Any(approval => approval.Status == ApprovalStatus.Edited)),
            runs.Count(run => run.Action.Undo is not null),
            requests.Count(state => state is { LinkedTo: not null, IsReferral: false }),
            Feedback(requests)
        );
    }

    private static FeedbackFigures Feedback(IReadOnlyList<RequestState> requests)
    {
        var answered = requests.Where(state => state.Feedback is not null).ToArray();
        return new(
            answered.Length,
            answered.Length == 0 ? null : Share(answered.Count(state => state.Feedback!.Solved), answered.Length),
            answered.Length == 0 ? null : Math.Round(answered.Average(state => state.Feedback!.Score), 2),
            [
                .. answered
                    .Where(state => !string.IsNullOrWhiteSpace(state.Feedback!.Comment))
                    .OrderByDescending(state => state.UpdatedAt)
                    .Take(10)
                    .Select(state => new FeedbackComment(
                        state.Id,
                        state.Locale,
                        state.Feedback!.Solved,
                        state.Feedback.Score,
                        state.Feedback.Comment!
                    )),
            ]
        );
    }

    private static IEnumerable<ApprovalState> Approvals((RequestState State, ActionState Action) run) =>
        run.State.Approvals.Where(approval => approval.Asked.Ordinal == run.Action.Ordinal);

    private static double Share(int part, int whole) => whole == 0 ? 0 : Math.Round((double)part / whole, 4);

    /// <summary>From taking something to being done with it; what was never claimed took no measured time.</summary>
    private static double HumanMinutes(IReadOnlyList<JournalEntry> entries)
    {
        var (begun, minutes) = (new Dictionary<string, DateTimeOffset>(), 0.0);
        foreach (var (_, at, happened) in entries)
        {
            switch (happened)
            {
                case ApprovalClaimed claimed:
                    begun[claimed.ApprovalId] = at;
                    break;
                case HandOffClaimed claimed:
                    begun[claimed.HandOffId] = at;
                    break;
                case ApprovalDecided decided when begun.Remove(decided.ApprovalId, out var from):
                    minutes += (at - from).TotalMinutes;
                    break;
                case HandOffAnswered answered when begun.Remove(answered.HandOffId, out var from):
                    minutes += (at - from).TotalMinutes;
                    break;
                case HandOffResolved resolved when begun.Remove(resolved.HandOffId, out var from):
                    minutes += (at - from).TotalMinutes;
                    break;
                case HandOffReturned returned when begun.Remove(returned.HandOffId, out var from):
                    minutes += (at - from).TotalMinutes;
                    break;
            }
        }
        return minutes;
    }
}
