using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Orchestration.Gate;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Policies;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Requests.Cases;
using Agentic.Orchestration.Storage;

namespace Agentic.Orchestration.Agents;

/// <summary>
/// Turns proposed actions into a plan that shows real amounts and what will need a colleague, by reading only.
/// </summary>
internal sealed class PlanBuilder(
    GateEvaluator gates,
    Reviewer reviewer,
    IRequestIndex requestIndex,
    RequestJournal journal,
    TimeProvider time
)
{
    /// <param name="byRun">A run proposes the rest of what it began, on other terms.</param>
    /// <returns>What to append, or why it cannot be made now.</returns>
    public async Task<(IReadOnlyList<JournalEvent> Events, string? Unavailable)> MakeAsync(
        Pack pack,
        RequestState state,
        IReadOnlyList<ProposedAction> proposed,
        string by,
        bool atomic,
        CancellationToken cancellationToken,
        string? employee = null,
        bool byRun = false
    )
    {
        var planned = new List<PlannedAction>();
        var known = new List<ActionState>();
        var ordinals = new Dictionary<int, int>();
        foreach (var (position, (action, arguments, after)) in proposed.Index())
        {
            var ordinal =
                state
                    .Actions.Where(known => known.Status != ActionStatus.Proposed || known.AwaitsConsent)
                    .Select(known => known.Ordinal)
                    .DefaultIfEmpty(0)
                    .Max()
                + planned.Count
                + 1;
            var (preview, opinion, stopped) = await PreviewAsync(
                pack,
                state,
                action,
                arguments,
                reviewed: action.SecondOpinion && employee is null,
                employee is not null,
                cancellationToken
            );
            if (preview is null)
            {
                return stopped is GateReadResult.Unavailable unavailable
                    ? ([], unavailable.Reason)
                    : (
                        HandOffFactory.PassOn(pack, state, "planning", HandOffReasons.NoPreview(action.Name), time.GetUtcNow()),
                        null
                    );
            }
            if (state.IsStatutory && employee is null && preview.Decision.Outcome == GateOutcome.HandOff)
            {
                return (
                    [
                        HandOffFactory.Make(
                            pack,
                            state,
                            "withdrawal",
                            HandOffReasons.Statutory(action.Name, preview.Decision.Reasons.Select(reason => reason.Staff)),
                            time.GetUtcNow()
                        ),
                    ],
                    null
                );
            }
            if (
                employee is null
                && preview.Decision.Reasons.FirstOrDefault(reason => reason.Rule == GateReasons.InconsistentRule)
                    is { } inconsistent
            )
            {
                // Nobody is asked to agree to figures that contradict each other.
                return (HandOffFactory.PassOn(pack, state, "planning", inconsistent.Staff, time.GetUtcNow()), null);
            }
            var entry = Entry(pack, state, action, arguments, preview, ordinal) with
            {
                Opinion = opinion,
                After = [.. after.Where(ordinals.ContainsKey).Select(earlier => ordinals[earlier])],
            };
            // What this request does already is not proposed again, whatever the customer wrote meanwhile.
            if (
                !byRun
                && state.Actions.FirstOrDefault(earlier =>
                    RepeatedWish.IsOnItsWay(state, earlier, employee is not null)
                    && earlier.Name == entry.Action
                    && RepeatedWish.IsSameWish(action, earlier, entry)
                )
                    is { } underWay
            )
            {
                // What was to come after it, waits for the one that is under way.
                known.Add(underWay);
                ordinals[position + 1] = underWay.Ordinal;
                continue;
            }
            planned.Add(entry);
            ordinals[position + 1] = ordinal;
        }
        if (planned.Count == 0)
        {
            // A wish that is only repeated is answered; other words that come to the same may mean something that
            // nobody understood.
            IReadOnlyList<JournalEvent> answered =
                RepeatedWish.IsRepeated(pack, state, known) || employee is not null
                    ? [new NothingProposed("It is under way in this request already.")]
                    : HandOffFactory.PassOn(pack, state, "planning", HandOffReasons.NothingNew, time.GetUtcNow());
            return ([.. known.Distinct().Select(action => Known(pack, state, action)), .. answered], null);
        }
        var elsewhere = await UnderWayAsync(state, cancellationToken);
        planned =
        [
            .. planned.Select(action =>
                action.Targets.Any(target => elsewhere.Contains($"{action.Action} {target}"))
                    ? action with
                    {
                        Gate = new(
                            GateOutcome.Denied,
                            [GateReasons.UnderWay],
                            null,
                            pack.Texts.Render(CustomerTexts.AlreadyUnderWay, [])
                        ),
                    }
                    : action
            ),
        ];
        return (
            [
                new PlanProposed(state.PlanVersion + 1, atomic, planned, by, Employee: employee),
                .. ProposalMessages.Told(pack, state, planned, byRun),
                .. known.Distinct().Select(action => Known(pack, state, action)),
                .. ProposalMessages.Refusals(pack, state, planned),
            ],
            null
        );
    }

    /// <summary>No wish of the customer's is passed over in silence.</summary>
    private static CustomerTold Known(Pack pack, RequestState state, ActionState action) =>
        new(
            CustomerTexts.Known,
            pack.Texts.Render(CustomerTexts.Known, state.Locale, new() { ["sentence"] = action.Sentence })
        );

    /// <summary>A new entry for the same ordinal, after an employee changed its arguments.</summary>
    public async Task<(PlannedAction? Planned, GateReadResult? Stopped)> MakeOneAsync(
        Pack pack,
        RequestState state,
        CatalogueAction action,
        JsonObject arguments,
        int ordinal,
        CancellationToken cancellationToken
    )
    {
        var (preview, _, stopped) = await PreviewAsync(
            pack,
            state,
            action,
            arguments,
            reviewed: false,
            byPerson: true,
            cancellationToken
        );
        return preview is null ? (null, stopped) : (Entry(pack, state, action, arguments, preview, ordinal), null);
    }

    /// <summary>Reads up to the gate and asks it; what it does not refuse, the reviewer sees too.</summary>
    private async Task<(GateResult? Result, Opinion? Opinion, GateReadResult? Stopped)> PreviewAsync(
        Pack pack,
        RequestState state,
        CatalogueAction action,
        JsonObject arguments,
        bool reviewed,
        bool byPerson,
        CancellationToken cancellationToken
    )
    {
        var workflow = pack.Workflows[action.Workflow];
        if (
            await gates.ReadAsync(pack, workflow, state, arguments, cancellationToken) is var end
            && end is not GateReadResult.AtGate at
        )
        {
            return (null, null, end);
        }
        var preview = await gates.DecideAsync(
            pack,
            action,
            workflow,
            state,
            at,
            byPerson ? Review.Person : Review.None,
            cancellationToken
        );
        if (!reviewed || preview.Decision.Outcome is GateOutcome.Denied or GateOutcome.HandOff)
        {
            return (preview, null, null);
        }
        var opinion = await reviewer.ReviewAsync(
            pack,
            state,
            action,
            arguments,
            pack.Texts.Render(action.Sentence, "en", preview.Values),
            preview.Decision.Facts,
            cancellationToken
        );
        return (
            opinion is { Agrees: true }
                ? preview
                : await gates.DecideAsync(pack, action, workflow, state, at, new(true, opinion), cancellationToken),
            opinion,
            null
        );
    }

    private PlannedAction Entry(
        Pack pack,
        RequestState state,
        CatalogueAction action,
        JsonObject arguments,
        GateResult preview,
        int ordinal
    ) => PlannedActions.Of(pack, state, action, arguments, preview, ordinal, time.GetUtcNow());

    /// <summary>
    /// Targets of the customer's other open requests that are being worked on: the same wish is told where it stands instead
    /// of being carried out twice.
    /// </summary>
    private async Task<HashSet<string>> UnderWayAsync(RequestState state, CancellationToken cancellationToken)
    {
        var targets = new HashSet<string>();
        foreach (var id in await requestIndex.ListOpenAsync(state.CustomerId, cancellationToken))
        {
            // Of two that ask at the same moment, the earlier one goes on.
            if (string.CompareOrdinal(id, state.Id) < 0 && await journal.FindAsync(id, cancellationToken) is { } other)
            {
                targets.UnionWith(
                    other
                        .Actions.Where(action =>
                            action.Status
                                is ActionStatus.Confirmed
                                    or ActionStatus.AwaitingApproval
                                    or ActionStatus.Executing
                                    or ActionStatus.Unclear
                        )
                        .SelectMany(action => action.Targets.Select(target => $"{action.Name} {target}"))
                );
            }
        }
        return targets;
    }
}
