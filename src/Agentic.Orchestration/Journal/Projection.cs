using Agentic.Contracts;
using Agentic.Orchestration.Messaging;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Storage;
using Agentic.Orchestration.Text;

namespace Agentic.Orchestration.Journal;

/// <summary>
/// Derives the rows that an append writes besides its events: those that make a request findable, and those that guard
/// targets and limits across requests.
/// </summary>
internal static class Projection
{
    /// <param name="appendId">Tells after an unclear commit whether it happened.</param>
    /// <param name="notifies">There is a channel that reaches people outside the pages.</param>
    public static Append Of(
        string appendId,
        RequestState? before,
        RequestState after,
        IReadOnlyList<JournalEvent> events,
        DateTimeOffset now,
        bool notifies
    ) =>
        new(appendId, after.Id, 0, [], null!)
        {
            Work = [.. Work(before, after, now, notifies)],
            Approvals =
            [
                .. after
                    .Approvals.Where(approval =>
                        !ReferenceEquals(approval, before?.Approvals.FirstOrDefault(known => known.Id == approval.Id))
                    )
                    .Select(Row),
            ],
            HandOffs =
            [
                .. after
                    .HandOffs.Where(handOff =>
                        !ReferenceEquals(handOff, before?.HandOffs.FirstOrDefault(known => known.Id == handOff.Id))
                    )
                    .Select(handOff => Row(after, handOff)),
            ],
            Runs =
            [
                .. after
                    .Actions.Where(action =>
                        (action.Workflow is not null || action.Stuck is not null)
                        && !ReferenceEquals(action, before?.Actions.FirstOrDefault(known => known.Ordinal == action.Ordinal))
                    )
                    .Select(action => Row(after, action, now)),
            ],
            Ledger = [.. Ledger(before, after)],
            Limits = [.. Limits(before, after, events, now)],
            Closure =
                after.Status.IsTerminal() && before?.Status != after.Status ? new(now, after.Status, IsAssisted(after)) : null,
            Reopens = before is not null && before.Status.IsTerminal() && !after.Status.IsTerminal(),
            Judgements =
            [
                .. events
                    .OfType<HandOffResolved>()
                    .Where(resolved =>
                        after.HandOffs.First(handOff => handOff.Id == resolved.HandOffId).Topic == HandOffTopics.Sample
                    )
                    .Select(resolved => new JudgementRow(resolved.HandOffId, now, resolved.Outcome == "wrong")),
            ],
            EventKeys = [.. EventKeys(before, after).Distinct()],
            RequiresActive = events.Any(happened => happened is PermitConsumed or UndoRequired { By: not "agentic" })
                ? after.Pack
                : null,
        };

    /// <summary>A person had to decide or take over; looking at a sample afterwards is neither.</summary>
    private static bool IsAssisted(RequestState state) =>
        state.Approvals.Count > 0 || state.HandOffs.Any(handOff => handOff.Topic != HandOffTopics.Sample);

    private static IEnumerable<WorkRow> Work(RequestState? before, RequestState after, DateTimeOffset now, bool notifies)
    {
        foreach (
            var (queue, was, becomes) in new[]
            {
                (NextWork.Planning, before is null ? null : NextWork.PlanningAt(before), NextWork.PlanningAt(after)),
                (NextWork.Execution, before is null ? null : NextWork.ExecutionAt(before), NextWork.ExecutionAt(after)),
                (
                    NextWork.Notification,
                    !notifies || before is null ? null : NextWork.NotificationAt(before),
                    notifies ? NextWork.NotificationAt(after) : null
                ),
            }
        )
        {
            // Work that was due and still is keeps its row: a burst of facts is one wake-up.
            // A mail that was due while there was no channel has no row yet.
            if (was != becomes && (queue == NextWork.Notification || !(was <= now && becomes <= now)))
            {
                // What is due is handed to the bus right after the commit, by this host.
                yield return new(after.Id, queue, becomes, becomes <= now ? now + WorkLease.Length : null);
            }
        }
    }

    private static ApprovalRow Row(ApprovalState approval) =>
        new(
            approval.Id,
            Ids.RequestOf(approval.Id)!,
            approval.Status,
            approval.RequiredRole,
            approval.Deadline,
            JsonMoney.Read(approval.Asked.Content["atRisk"]),
            approval.CreatedAt
        );

    private static HandOffRow Row(RequestState state, HandOffState handOff) =>
        new(
            handOff.Id,
            state.Id,
            !handOff.IsOpen ? "closed"
                : handOff.ClaimedBy is null ? "open"
                : "claimed",
            handOff.Topic,
            handOff.DueAt
        );

    private static RunRow Row(RequestState state, ActionState action, DateTimeOffset now) =>
        new(
            Ids.Run(state.Id, action.Ordinal),
            state.Id,
            action.Ordinal,
            action.Workflow ?? action.Name,
            action.WorkflowHash ?? "",
            action.Stuck is not null ? "Stuck" : action.Status.ToString(),
            now
        );

    private static IEnumerable<LedgerRow> Ledger(RequestState? before, RequestState after)
    {
        foreach (var action in after.Actions)
        {
            var known = before?.Actions.FirstOrDefault(earlier => earlier.Ordinal == action.Ordinal);
            foreach (var effect in action.Effects)
            {
                var was = known?.Effects.FirstOrDefault(earlier => earlier.Key == effect.Key);
                if (was is null || was.Status != effect.Status)
                {
                    yield return new(
                        effect.Key,
                        effect.Effect.Kind,
                        effect.Effect.Targets,
                        after.Id,
                        action.Ordinal,
                        effect.Status,
                        effect.IsLive,
                        after.UpdatedAt,
                        Again: was is null && effect.Effect.Recurs && action is not { EditedBy: null, ProposedBy: null }
                    );
                }
            }
        }
    }

    /// <summary>Under which business keys an outside event finds its way here.</summary>
    private static IEnumerable<string> EventKeys(RequestState? before, RequestState after)
    {
        foreach (var action in after.Actions)
        {
            var known = before?.Actions.FirstOrDefault(earlier => earlier.Ordinal == action.Ordinal);
            if (ReferenceEquals(known, action))
            {
                continue;
            }
            foreach (
                var effect in action.Effects.Where(effect =>
                    effect.Reference is not null
                    && known?.Effects.FirstOrDefault(earlier => earlier.Key == effect.Key)?.Reference != effect.Reference
                )
            )
            {
                yield return effect.Reference!;
            }
            foreach (var step in action.Run?.Open.Where(step => step.Waiting?.For == "event") ?? [])
            {
                yield return step.Waiting!.Key!.Split('/', 2)[^1];
            }
        }
    }

    /// <summary>
    /// A limit is reserved with the permit, and released as soon as the action has ended without leaving anything that the
    /// limit counts.
    /// </summary>
    private static IEnumerable<LimitRow> Limits(
        RequestState? before,
        RequestState after,
        IReadOnlyList<JournalEvent> events,
        DateTimeOffset now
    )
    {
        var permitted = events.OfType<PermitConsumed>().ToDictionary(permit => permit.Ordinal);
        foreach (var permit in permitted.Values)
        {
            foreach (var reservation in permit.Limits)
            {
                yield return new(Ids.Run(after.Id, permit.Ordinal), reservation, now, Release: false);
            }
        }
        foreach (var action in after.Actions.Where(action => action.Limits.Count > 0))
        {
            var earlier = before?.Actions.FirstOrDefault(known => known.Ordinal == action.Ordinal);
            foreach (var reservation in action.Limits.Where(reservation => !Counts(after, action, reservation)))
            {
                if (permitted.ContainsKey(action.Ordinal) || (earlier is not null && Counts(before!, earlier, reservation)))
                {
                    yield return new(Ids.Run(after.Id, action.Ordinal), reservation, now, Release: true);
                }
            }
        }
    }

    /// <summary>
    /// Money limits count money that has moved or still can, also where only people said that it did not; limits on how often
    /// count anything that was done. What an action has done stays in its limits as long as their window is.
    /// </summary>
    private static bool Counts(RequestState state, ActionState action, LimitReservation reservation)
    {
        var effects = action.Effects.Where(effect => effect.UndoOf is null).ToArray();
        // Where no effect says what it moves, each of them may.
        var isMoney = reservation.Currency is not null && Array.Exists(effects, effect => effect.Effect.Amount is not null);
        return !action.Status.IsTerminal()
            || action.Status == ActionStatus.Done
            || Array.Exists(
                effects,
                effect =>
                    (!isMoney || effect.Effect.Amount is not null)
                    && (
                        effect.Status is not (EffectStatus.Refused or EffectStatus.Returned or EffectStatus.Released)
                        || (isMoney && state.WasReconciledManually(action.Ordinal, effect.Key))
                    )
            );
    }

    /// <summary>It counts only because nobody but people said that its money did not move.</summary>
    public static bool CountsOnPeoplesWord(RequestState state, ActionState action, LimitReservation reservation) =>
        action.Status.IsTerminal()
        && Counts(state, action, reservation)
        && !Counts(state with { HandOffs = [] }, action, reservation);
}
