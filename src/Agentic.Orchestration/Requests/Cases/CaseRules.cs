using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Engine.Definitions;
using Agentic.Engine.Runs;
using Agentic.Orchestration.Packs;

namespace Agentic.Orchestration.Requests.Cases;

/// <summary>
/// Opens the hand-offs that follow from a change of state, in the same append: for an action that failed or is stuck,
/// and for a report that no step waits for. Steps that know that they need a person use <see cref="HandOffFactory"/>.
/// </summary>
internal static class CaseRules
{
    /// <param name="patience">Tries in a row that an action may fail, for whatever reason, before a person looks.</param>
    public static IEnumerable<JournalEvent> For(
        RequestState? before,
        RequestState after,
        PackRegistry packs,
        int patience,
        DateTimeOffset now
    )
    {
        var pack = packs[after.Pack];
        foreach (var action in after.Actions)
        {
            var was = before?.Actions.FirstOrDefault(known => known.Ordinal == action.Ordinal);
            // What an employee or an all-or-nothing plan had taken back did not fail.
            var failed = action.Status == ActionStatus.Failed || (action.Status == ActionStatus.Undone && action.Undo is null);
            if (failed && was is not null && was.Status != action.Status && !HasPerson(after, action.Ordinal))
            {
                yield return HandOffFactory.Make(
                    pack,
                    after,
                    HandOffTopics.Failed,
                    HandOffReasons.ActionFailed(action.Name, action.End?.Why ?? ""),
                    now,
                    action.Ordinal,
                    parks: false
                );
            }
        }
        foreach (var fact in ForTrouble(before, after, pack, patience, now).Concat(ForEvents(after, packs, pack, now)))
        {
            yield return fact;
        }
    }

    /// <summary>
    /// What fails again and again is for a person, whether a step throws, the shop is down or the model is silent. Trying goes
    /// on meanwhile; when it succeeds before anybody has taken the case, the case is over.
    /// </summary>
    private static IEnumerable<JournalEvent> ForTrouble(
        RequestState? before,
        RequestState after,
        Pack pack,
        int patience,
        DateTimeOffset now
    )
    {
        foreach (
            var action in after.Actions.Where(action =>
                !ReferenceEquals(action, before?.Actions.FirstOrDefault(known => known.Ordinal == action.Ordinal))
            )
        )
        {
            var open = after.HandOffs.FirstOrDefault(handOff =>
                handOff is { IsOpen: true, Topic: HandOffTopics.Stuck } && handOff.Ordinal == action.Ordinal
            );
            if (
                action.Stuck is { Step: not RunStuck.Suspended } stuck
                && stuck.Attempt >= patience
                && open is null
                && !after.IsWithPerson
            )
            {
                yield return HandOffFactory.Make(
                    pack,
                    after,
                    HandOffTopics.Stuck,
                    HandOffReasons.Stuck(action.Name, stuck.Reason),
                    now,
                    action.Ordinal,
                    parks: false
                );
            }
            else if (open is { ClaimedBy: null } && action.Stuck is null && GoesOn(after, action))
            {
                yield return new HandOffResolved(open.Id, "agentic", "completed", "It goes on by itself.");
            }
        }
    }

    /// <summary>It has come to its end, or to a point where it waits for something else than its next try.</summary>
    private static bool GoesOn(RequestState state, ActionState action) =>
        action.Status.IsTerminal()
            ? action.Status != ActionStatus.Failed
            : NextWork.ActionAt(state, action) is not { } due || due > state.UpdatedAt;

    /// <summary>
    /// An event with a known key that no step takes, now or later, goes to a person; proposals that rest on an older
    /// report are withdrawn.
    /// </summary>
    private static IEnumerable<JournalEvent> ForEvents(RequestState state, PackRegistry packs, Pack pack, DateTimeOffset now)
    {
        var orphans = state
            .OutsideEvents.Where(known =>
                known.Taken is null
                && known.Event.Tracked
                && (
                    EventCorrelation.IsAboutSomethingElse(state, known.Event)
                    || !state.Actions.Any(action => MayTake(action, known.Event, packs, pack))
                )
            )
            .ToArray();
        if (orphans.Length == 0)
        {
            yield break;
        }
        foreach (var orphan in orphans)
        {
            yield return new OutsideEventTaken(orphan.Event.Source, orphan.Event.EventId);
        }
        var isOvertaken = false;
        foreach (
            var resting in state.Actions.Where(action =>
                action is { IsPermitted: false, ProposedBy: { } by }
                && !action.Status.IsTerminal()
                && by.StartsWith("workflow:", StringComparison.Ordinal)
            )
        )
        {
            isOvertaken = true;
            yield return new ActionEnded(
                resting.Ordinal,
                ActionStatus.Withdrawn,
                "It rests on a report that has been corrected since."
            );
        }
        var about = orphans
            .Select(orphan => state.Actions.LastOrDefault(action => IsAbout(action, orphan.Event)))
            .FirstOrDefault(found => found is not null);
        var reason = HandOffReasons.EventNobodyWaitsFor(string.Join("; ", orphans.Select(orphan => Say(orphan.Event))));
        if (
            isOvertaken
            && state.HandOffs.FirstOrDefault(handOff => handOff is { IsOpen: true, Topic: HandOffTopics.Owed }) is { } owed
        )
        {
            // The open case describes a proposal that no longer holds. Replace it, and keep whoever claimed it.
            var anew = HandOffFactory.Make(pack, state, HandOffTopics.Owed, reason, now, owed.Ordinal, owed.TakesOverRequest);
            yield return new HandOffResolved(owed.Id, "agentic", HandOffState.Superseded, "A newer report has come in.");
            yield return anew;
            if (owed.ClaimedBy is { } by)
            {
                yield return new HandOffClaimed(anew.HandOffId, by, owed.ClaimedName);
            }
        }
        // One case shows all of them: whoever has the request sees every event.
        else if (!state.IsWithPerson && !state.HandOffs.Any(handOff => handOff is { IsOpen: true, Topic: HandOffTopics.Event }))
        {
            // What is under way and rests on an older report does not go on before a person has looked.
            yield return HandOffFactory.Make(
                pack,
                state,
                HandOffTopics.Event,
                reason,
                now,
                about?.Ordinal,
                parks: about is { } running && !running.Status.IsTerminal()
                    || state.Actions.All(action => action.Status.IsTerminal() || action.Status == ActionStatus.Proposed)
            );
        }
    }

    /// <summary>A step waits for it now, or the run has not come to such a step yet.</summary>
    private static bool MayTake(ActionState action, OutsideEventReceived reported, PackRegistry packs, Pack pack)
    {
        if (action.Status.IsTerminal() || action.Run is not { Status: RunStatus.Running } run)
        {
            return false;
        }
        if (run.Open.Any(step => step.Waiting is { For: "event" } wait && NextWork.Fits(wait, reported)))
        {
            return true;
        }
        var definition =
            action.WorkflowHash is { } hash ? packs.Workflow(hash)
            : pack.Actions.GetValueOrDefault(action.Name) is { } known ? pack.Workflows[known.Workflow]
            : null;
        return definition is not null
            && IsAbout(action, reported)
            && definition.Activities.Values.Any(activity =>
                activity.Kind.AwaitsReport(activity, reported.Source, reported.Type)
                && run.Open.Any(open =>
                    FlowGraph.Path(definition, open.Activity, activity.Id, _ => false) is not null && open.Waiting is null
                )
            );
    }

    private static bool IsAbout(ActionState action, OutsideEventReceived reported) =>
        action.Effects.Any(effect => effect.Reference == reported.Key);

    private static bool HasPerson(RequestState state, int ordinal) =>
        state.IsWithPerson
        || state.HandOffs.Any(handOff =>
            handOff is { IsOpen: true, Topic: not HandOffTopics.Sample } && handOff.Ordinal == ordinal
        );

    private static string Say(OutsideEventReceived reported) =>
        $"{reported.Source}: {reported.Type} {reported.Key}"
        + (reported.Data["amount"] is JsonObject money ? $" {money["amount"]} {money["currency"]}" : "");
}
