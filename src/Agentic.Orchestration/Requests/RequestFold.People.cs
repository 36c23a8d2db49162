using Agentic.Contracts;

namespace Agentic.Orchestration.Requests;

internal static partial class RequestFold
{
    private static RequestState ApplyApproval(RequestState state, JournalEvent happened, DateTimeOffset at) =>
        happened switch
        {
            ApprovalRequested asked => (
                asked.Gate == ApprovalRequested.Undo
                    ? state
                    : With(state, asked.Ordinal, action => action with { Status = ActionStatus.AwaitingApproval, Stuck = null })
            ) with
            {
                Approvals =
                [
                    .. state.Approvals,
                    new(asked, ApprovalStatus.Open, at) { RequiredRole = asked.Demand.Role, Deadline = asked.Deadline },
                ],
            },
            ApprovalDecided decided => Approval(state, decided.ApprovalId, approval => Decide(approval, decided, at)),
            ApprovalClosed closed => Close(state, closed),
            ApprovalClaimed claimed => Approval(
                state,
                claimed.ApprovalId,
                approval => approval with { ClaimedBy = claimed.By, ClaimedUntil = claimed.Until }
            ),
            ApprovalReleased released => Approval(
                state,
                released.ApprovalId,
                approval => approval with { ClaimedBy = null, ClaimedUntil = null }
            ),
            ApprovalReminded reminded => Approval(state, reminded.ApprovalId, approval => approval with { Reminded = true }),
            ApprovalEscalated escalated => Approval(
                state,
                escalated.ApprovalId,
                approval => approval with { Escalated = true, RequiredRole = escalated.To, Deadline = escalated.Deadline }
            ),
            _ => throw new InvalidOperationException($"{happened.GetType().Name} is no approval fact."),
        };

    private static ApprovalState Decide(ApprovalState approval, ApprovalDecided decided, DateTimeOffset at)
    {
        var decisions = approval
            .Decisions.Append(new RecordedDecision(decided.By, decided.Decision, decided.Reason, at, decided.Arguments))
            .ToArray();
        return approval with { Decisions = decisions, ClaimedBy = null, ClaimedUntil = null };
    }

    private static RequestState Close(RequestState state, ApprovalClosed closed)
    {
        var approval = state.Approvals.First(approval => approval.Id == closed.ApprovalId);
        var next = Approval(
            state,
            closed.ApprovalId,
            approval =>
                approval with
                {
                    Status = closed.Status,
                    ClosedBecause = closed.Why,
                    SupersededBy = closed.SupersededBy ?? approval.SupersededBy,
                }
        );
        return closed.Status == ApprovalStatus.Voided
            ? With(next, approval.Asked.Ordinal, action => action with { Voided = action.Voided + 1 })
            : next;
    }

    /// <summary>Nobody is asked any more about what has ended or what a person has taken over.</summary>
    private static RequestState CloseApprovals(RequestState state, int ordinal, string why) =>
        state with
        {
            Approvals = Closed(state, ordinal, why),
        };

    private static IReadOnlyList<ApprovalState> Closed(RequestState state, int? ordinal, string why)
    {
        bool Concerns(ApprovalState approval) =>
            approval.Status is ApprovalStatus.Open or ApprovalStatus.Approved
            && (ordinal is null || approval.Asked.Ordinal == ordinal);
        return state.Approvals.Any(Concerns)
            ?
            [
                .. state.Approvals.Select(approval =>
                    Concerns(approval) ? approval with { Status = ApprovalStatus.Withdrawn, ClosedBecause = why } : approval
                ),
            ]
            : state.Approvals;
    }

    private static RequestState Approval(RequestState state, string id, Func<ApprovalState, ApprovalState> change) =>
        state with
        {
            Approvals = [.. state.Approvals.Select(approval => approval.Id == id ? change(approval) : approval)],
        };

    private static RequestState ApplyHandOff(RequestState state, JournalEvent happened, DateTimeOffset at) =>
        happened switch
        {
            HandedOff handed => (
                handed is { Parks: false, Ordinal: { } ordinal }
                && state.Action(ordinal).Effects.Any(effect => effect.Status == EffectStatus.Unknown)
                    ? With(state, ordinal, action => action with { Status = ActionStatus.Unclear })
                    : state
            ) with
            {
                HandOffs =
                [
                    .. state.HandOffs,
                    new(
                        handed.HandOffId,
                        handed.Topic,
                        handed.Reason,
                        handed.Summary,
                        at,
                        handed.DueAt,
                        handed.Parks,
                        handed.Ordinal
                    )
                    {
                        Draft = handed.Draft,
                        EffectKey = handed.EffectKey,
                        Step = handed.Step,
                    },
                ],
                Approvals = handed.Parks ? Closed(state, null, "A person has the request.") : state.Approvals,
                // Reopened by an objection, or by what is still owed: what an employee or the customer said before is
                // no longer the end.
                Resolution = handed.Parks ? null : state.Resolution,
                IsWithdrawn = state.IsWithdrawn && !handed.Parks,
                Planning = handed.Parks ? state.Planning with { Due = false } : state.Planning,
                // A run's questions stay open: it still needs the answers when the request is given back.
                Questions = handed.Parks ? [.. state.Questions.Where(question => question.IsByRun)] : state.Questions,
            },
            HandOffClaimed claimed => HandOff(
                state,
                claimed.HandOffId,
                handOff => handOff with { ClaimedBy = claimed.By, ClaimedName = claimed.Name }
            ),
            HandOffReplied replied => Say(state, "employee", replied.Text, at, false, null),
            HandOffAnswered said => HandOff(
                state,
                said.HandOffId,
                handOff =>
                    handOff with
                    {
                        Answers =
                        [
                            .. handOff.Answers.Where(answer => answer.By != said.By),
                            new(said.By, said.Name, said.Outcome, said.Note, at),
                        ],
                        // Done with it, as far as this one person can be.
                        ClaimedBy = handOff.ClaimedBy == said.By ? null : handOff.ClaimedBy,
                        ClaimedName = handOff.ClaimedBy == said.By ? null : handOff.ClaimedName,
                    }
            ),
            HandOffResolved resolved => Resolve(state, resolved),
            HandOffReturned returned => HandOff(
                state,
                returned.HandOffId,
                handOff => handOff with { Outcome = "returned", ClosedBy = returned.By }
            ) with
            {
                Planning = state.Planning with
                {
                    Due = true,
                    Round = state.Planning.Round + 1,
                    Turns = [],
                    Attempt = 0,
                    RetryAt = null,
                    Feedback = "Returned: " + returned.Note,
                },
                ReturnedAt = at,
                IsWithdrawn = false,
                Actions = Each(
                    state,
                    action => !action.Status.IsTerminal() && !action.IsPermitted,
                    action => action with { Status = ActionStatus.Withdrawn, AwaitsConsent = false, Stuck = null }
                ),
            },
            _ => throw new InvalidOperationException($"{happened.GetType().Name} is no hand-off fact."),
        };

    private static RequestState Resolve(RequestState state, HandOffResolved resolved)
    {
        var closed = state.HandOffs.First(handOff => handOff.Id == resolved.HandOffId);
        var next = HandOff(
            state,
            resolved.HandOffId,
            handOff => handOff with { Outcome = resolved.Outcome, ClosedBy = resolved.By }
        );
        return !closed.TakesOverRequest || resolved.Outcome == HandOffState.Superseded
            ? next
            : next with
            {
                Resolution = resolved.Outcome,
                Planning = next.Planning with { Due = false },
                Approvals = Closed(next, null, "An employee closed the request."),
                Actions = Each(
                    next,
                    action => !action.Status.IsTerminal() && !action.IsPermitted,
                    action => action with { Status = ActionStatus.Skipped, AwaitsConsent = false }
                ),
            };
    }

    private static RequestState HandOff(RequestState state, string id, Func<HandOffState, HandOffState> change) =>
        state with
        {
            HandOffs = [.. state.HandOffs.Select(handOff => handOff.Id == id ? change(handOff) : handOff)],
        };
}
