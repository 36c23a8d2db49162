using Agentic.Contracts;

namespace Agentic.Orchestration.Requests;

/// <summary>The one rule of an atomic plan: as soon as one action ends other than done, the rest is not begun or taken back.</summary>
internal static class AllOrNothing
{
    /// <summary>What an action has to do because another one of its plan did not succeed; null when nothing.</summary>
    public static JournalEvent? Reaction(RequestState state, ActionState action)
    {
        if (action.AtomicPlan is not { } plan || !state.Actions.Any(other => other.AtomicPlan == plan && other.Ordinal != action.Ordinal && other.Status.IsTerminal() && other.Status != ActionStatus.Done))
        {
            return null;
        }
        if (!action.IsPermitted && !action.Status.IsTerminal() && state.PlanConfirmed)
        {
            return new ActionEnded(action.Ordinal, ActionStatus.Skipped, "Another action of an all-or-nothing plan was not done.");
        }
        return action is { Status: ActionStatus.Done, Undo: null } && action.Effects.Any(effect => effect is { UndoOf: null, Status: EffectStatus.Done })
            ? new UndoRequired(action.Ordinal, "Another action of an all-or-nothing plan was not done.", "agentic") : null;
    }
}
