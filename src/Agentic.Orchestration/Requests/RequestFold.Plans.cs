using Agentic.Contracts;

namespace Agentic.Orchestration.Requests;

internal static partial class RequestFold
{
    private static RequestState Confirm(RequestState state, PlanConfirmed confirmed, DateTimeOffset at)
    {
        bool IsNew(ActionState action) => action.Status == ActionStatus.Proposed || action.AwaitsConsent;
        // The newer word on the same thing replaces the older one, as long as that has not passed its permit.
        var replacedBy = state
            .Actions.Where(older => !IsNew(older) && !older.IsPermitted && !older.Status.IsTerminal())
            .Select(older =>
                (
                    older.Ordinal,
                    By: state
                        .Actions.Where(newer =>
                            IsNew(newer) && newer.Name == older.Name && newer.Targets.Intersect(older.Targets).Any()
                        )
                        .Select(newer => newer.Ordinal)
                        .ToArray()
                )
            )
            .Where(one => one.By.Length > 0)
            .ToDictionary(one => one.Ordinal, one => one.By);
        var after = Replacements.Follow(state.Actions, replacedBy);
        var next = state with
        {
            PlanConfirmed = true,
            LastAnswer = new(confirmed.PlanVersion, true, confirmed.By),
            Questions = WithoutPlanner(state),
            Actions =
            [
                .. state.Actions.Select(action =>
                    replacedBy.ContainsKey(action.Ordinal)
                        ? action with
                        {
                            Status = ActionStatus.Withdrawn,
                            AwaitsConsent = false,
                            Stuck = null,
                        }
                    : IsNew(action)
                        ? action with
                        {
                            Status = ActionStatus.Confirmed,
                            AwaitsConsent = false,
                            ConfirmedBy = confirmed.By,
                            ConfirmedAt = at,
                            After = after[action.Ordinal],
                        }
                    : action.Status.IsTerminal() ? action
                    : action with { After = after[action.Ordinal] }
                ),
            ],
        };
        return replacedBy.Keys.Aggregate(
            next,
            (current, ordinal) => CloseApprovals(current, ordinal, "The customer has asked for something else instead.")
        );
    }

    /// <summary>A new version replaces what has not begun; what has begun or ended stays with its number.</summary>
    private static RequestState Propose(RequestState state, PlanProposed plan)
    {
        // One that awaits consent has a history (an approval, a run): it stays, withdrawn.
        var kept = state
            .Actions.Where(action => action.Status != ActionStatus.Proposed || action.AwaitsConsent)
            .Select(action =>
                action.AwaitsConsent ? action with { Status = ActionStatus.Withdrawn, AwaitsConsent = false } : action
            );
        var added = plan.Actions.Select(action => new ActionState
        {
            Ordinal = action.Ordinal,
            PlanVersion = plan.Version,
            After = action.After,
            Name = action.Action,
            Arguments = action.Arguments,
            Sentence = action.Sentence,
            AtRisk = action.AtRisk,
            Preview = action.Gate,
            Targets = action.Targets,
            Opinion = action.Opinion,
            Items = action.Items,
            Breakdown = action.Breakdown,
            Terms = action.Terms,
            Moves = action.Moves,
            ProposedBy = plan.Employee,
            AtomicPlan = plan.Atomic ? plan.Version : null,
            Status = action.Gate.Outcome == GateOutcome.Denied ? ActionStatus.Denied : ActionStatus.Proposed,
        });
        return state with
        {
            // What a person proposes after a withdrawal, the customer can confirm again.
            IsWithdrawn = state.IsWithdrawn && plan.Employee is null,
            PlanVersion = plan.Version,
            Atomic = plan.Atomic,
            Actions = [.. kept, .. added],
            Questions = WithoutPlanner(state),
            Planning = Answered(state, true),
            PlanConfirmed = plan.Actions.All(action => action.Gate.Outcome == GateOutcome.Denied),
        };
    }

    private static RequestState Replan(RequestState state, ReplanRequested replan) =>
        state with
        {
            Planning = state.Planning with
            {
                Due = true,
                Round = state.Planning.Round + 1,
                Turns = [],
                Attempt = 0,
                RetryAt = null,
                Replans = state.Planning.Replans + 1,
                // What the customer wrote meanwhile is still to be answered; the refusal only blocks its targets.
                Feedback = state.Planning.Due ? state.Planning.Feedback : replan.Feedback,
                RefusedTargets =
                [
                    .. state.Planning.RefusedTargets,
                    .. state.Action(replan.Ordinal).Targets.Select(target => $"{state.Action(replan.Ordinal).Name} {target}"),
                ],
            },
        };

    private static PlanningState Answered(RequestState state, bool byPlanner) =>
        byPlanner ? state.Planning with { Due = false, Feedback = null, RetryAt = null } : state.Planning;
}
