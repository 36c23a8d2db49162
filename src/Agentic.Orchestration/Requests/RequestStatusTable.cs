using Agentic.Contracts;

namespace Agentic.Orchestration.Requests;

/// <summary>A request's state is derived from its actions: the first row that holds.</summary>
internal static class RequestStatusTable
{
    private static readonly (RequestStatus Status, Func<RequestState, bool> Holds)[] Rows =
    [
        (RequestStatus.Completed, state => state.Resolution == "completed" && !InFlight(state)),
        // A person declines what is left; what was done stays done.
        (
            RequestStatus.PartlyCompleted,
            state => state.Resolution == "declined" && !InFlight(state) && Any(state, ActionStatus.Done)
        ),
        (RequestStatus.Declined, state => state.Resolution == "declined" && !InFlight(state)),
        (RequestStatus.AwaitingCustomer, state => state.IsWithPerson && state.AwaitsConfirmation),
        (RequestStatus.HandedOff, state => state.IsWithPerson),
        (RequestStatus.AwaitingCustomer, state => state is { IsVisitor: true, IsWithdrawn: false }),
        (
            RequestStatus.Received,
            state => state.Planning is { Due: true, Round: 1, Turns.Count: 0 } && state.Actions.Count == 0 && !state.IsWithdrawn
        ),
        (RequestStatus.Planning, state => state.Planning.Due && !state.IsWithdrawn),
        (
            RequestStatus.AwaitingCustomer,
            state =>
                state.Question is not null
                || (!state.PlanConfirmed && Any(state, ActionStatus.Proposed))
                || state.Actions.Any(action => action.AwaitsConsent)
        ),
        (
            RequestStatus.Running,
            state =>
                Any(state, ActionStatus.Executing, ActionStatus.Confirmed)
                || state.Actions.Any(action =>
                    action.Undo is not null && !action.Status.IsTerminal() && action.Status != ActionStatus.Unclear
                )
        ),
        (RequestStatus.AwaitingApproval, state => Any(state, ActionStatus.AwaitingApproval)),
        (
            RequestStatus.HandedOff,
            state =>
                Any(state, ActionStatus.Unclear)
                || state.HandOffs.Any(handOff => handOff is { IsOpen: true, Topic: not HandOffTopics.Sample })
        ),
        (RequestStatus.Withdrawn, state => state.IsWithdrawn && !Any(state, ActionStatus.Done, ActionStatus.Failed)),
        (
            RequestStatus.Completed,
            state => state.Actions.Count > 0 && state.Actions.All(action => action.Status == ActionStatus.Done)
        ),
        (RequestStatus.PartlyCompleted, state => Any(state, ActionStatus.Done)),
        (RequestStatus.Failed, state => Any(state, ActionStatus.Failed, ActionStatus.Undone)),
        (RequestStatus.Declined, _ => true),
    ];

    public static RequestStatus Of(RequestState state) => Rows.First(row => row.Holds(state)).Status;

    private static bool Any(RequestState state, params ReadOnlySpan<ActionStatus> statuses)
    {
        foreach (var action in state.Actions)
        {
            if (statuses.Contains(action.Status))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Past the permit and not settled: recovery has to finish before the request can close.</summary>
    private static bool InFlight(RequestState state) =>
        state.Actions.Any(action => action.IsPermitted && !action.Status.IsTerminal());
}
