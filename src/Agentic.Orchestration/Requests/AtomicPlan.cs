using Agentic.Contracts;

namespace Agentic.Orchestration.Requests;

/// <summary>
/// The one rule of an atomic plan: as soon as one action ends without being done, the others are skipped, or taken back
/// if they have begun.
/// </summary>
internal static class AtomicPlan
{
    /// <summary>What an action has to do because another one of its plan did not succeed; null when nothing.</summary>
    public static JournalEvent? NextEvent(RequestState state, ActionState action)
    {
        if (
            action.AtomicPlan is not { } plan
            || !state.Actions.Any(other => other.AtomicPlan == plan && other.Ordinal != action.Ordinal && DidNotHappen(other))
        )
        {
            return null;
        }
        if (!action.IsPermitted && !action.Status.IsTerminal() && state.PlanConfirmed)
        {
            return new ActionEnded(
                action.Ordinal,
                ActionStatus.Skipped,
                "Another action of an all-or-nothing plan was not done."
            );
        }
        // One that waits in the middle is stopped before it does what cannot be taken back.
        var isWaiting =
            action.Status == ActionStatus.Executing
            && action.Effects.Any(effect => effect.Status == EffectStatus.Reserved)
            && action.Effects.All(effect => effect.Status is not (EffectStatus.Intended or EffectStatus.Unknown));
        return
            action.Undo is null
            && (action.Status == ActionStatus.Done || isWaiting)
            && action.Effects.Any(effect => effect is { UndoOf: null, Happened: true })
            ? new UndoRequired(action.Ordinal, "Another action of an all-or-nothing plan was not done.", "agentic")
            : null;
    }

    /// <summary>
    /// An action that people took back later, with its own approval, counts as having happened: its partners stay.
    /// </summary>
    private static bool DidNotHappen(ActionState action) =>
        action.Status.IsTerminal()
        && action.Status != ActionStatus.Done
        && (action.Undo is null || action.Undo.By == "agentic");
}
