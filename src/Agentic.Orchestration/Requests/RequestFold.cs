using Agentic.Contracts;
using Agentic.Orchestration.Packs;

namespace Agentic.Orchestration.Requests;

/// <summary>
/// Applies one fact to a request. A fact always applies: whether it may happen was decided before it was appended.
/// </summary>
internal static partial class RequestFold
{
    /// <summary>Who edits when the world changed and nobody else did.</summary>
    public const string SystemActor = "agentic";

    public static RequestState Apply(
        string requestId,
        RequestState? state,
        JournalEvent happened,
        DateTimeOffset at,
        long version
    )
    {
        if (happened is RequestReceived received)
        {
            return new()
            {
                Id = requestId,
                Text = received.Text,
                Locale = received.Locale,
                CustomerId = received.CustomerId,
                SubmittedBy = received.SubmittedBy,
                Pack = received.Pack,
                LinkedTo = received.LinkedTo,
                IsVisitor = received.Visitor,
                NeedsSession = received.ByLink,
                IsReferral = received.Referral,
                ReceivedAt = at,
                UpdatedAt = at,
                Version = version,
                Conversation = [new("customer", received.Text, at, false)],
            };
        }
        var next = Apply(
            state ?? throw new InvalidDataException($"Request {requestId} does not begin with {nameof(RequestReceived)}."),
            happened,
            at
        );
        next = ForgetAnswered(next);
        // Nobody has to be written to any more: what failed before says nothing about the next mail.
        next =
            next.Notified.RetryAt is not null && NextWork.NotificationAt(next) is null
                ? next with
                {
                    Notified = next.Notified with { Attempt = 0, RetryAt = null },
                }
                : next;
        return next with { Version = version, UpdatedAt = at, Actions = Touch(state.Actions, next.Actions, version) };
    }

    /// <summary>An employee's question about an approval is over when the approval is.</summary>
    private static RequestState ForgetAnswered(RequestState state)
    {
        bool IsOver(OpenQuestion question) =>
            question is { By: not null, Ordinal: { } ordinal }
            && !state.Approvals.Any(approval => approval.Asked.Ordinal == ordinal && approval.Status == ApprovalStatus.Open);
        return state.Questions.Any(IsOver)
            ? state with
            {
                Questions = [.. state.Questions.Where(question => !IsOver(question))],
            }
            : state;
    }

    /// <summary>A new question takes the place of the same asker's older one; each step of a run asks for itself.</summary>
    private static IReadOnlyList<OpenQuestion> Ask(RequestState state, CustomerAsked asked) =>
        [
            .. state.Questions.Where(question =>
                (question.By is null) != (asked.By is null)
                || question.Ordinal != asked.Ordinal
                || (question.IsByRun && question.Step != asked.Step)
            ),
            new(asked.Text, asked.Ordinal, asked.By, asked.Step),
        ];

    private static IReadOnlyList<OpenQuestion> WithoutPlanner(RequestState state) =>
        [.. state.Questions.Where(question => question.Ordinal is not null)];

    private static IReadOnlyList<ActionState> Touch(
        IReadOnlyList<ActionState> before,
        IReadOnlyList<ActionState> after,
        long version
    ) =>
        ReferenceEquals(before, after)
            ? after
            :
            [
                .. after.Select(action =>
                    before.Any(known => ReferenceEquals(known, action)) ? action : action with { LastChangedVersion = version }
                ),
            ];

    private static RequestState Apply(RequestState state, JournalEvent happened, DateTimeOffset at) =>
        happened switch
        {
            CustomerVerified verified => state with { CustomerId = verified.CustomerId, IsVisitor = false },
            CustomerWrote wrote => Wrote(state, wrote, at),
            CustomerTold told => Say(state, told.From ?? "agentic", told.Text, at, told.ByModel, told.Key) with
            {
                IsStatutory = state.IsStatutory || told.Key == CustomerTexts.StatutoryReceived,
            },
            CustomerAsked asked => Say(
                state,
                asked.By is null ? "agentic" : "employee",
                asked.Text,
                at,
                asked.ByModel,
                "question"
            ) with
            {
                Questions = Ask(state, asked),
                Planning = Answered(state, asked.Ordinal is null),
            },
            PlanConfirmed confirmed => Confirm(state, confirmed, at),
            PlanRejected rejected => state with
            {
                LastAnswer = new(rejected.PlanVersion, false, rejected.By),
                Actions = Each(
                    state,
                    action => action.Status == ActionStatus.Proposed || action.AwaitsConsent,
                    action => action with { Status = ActionStatus.Withdrawn, AwaitsConsent = false }
                ),
                PlanConfirmed = true,
            },
            RequestWithdrawn => state with
            {
                IsWithdrawn = true,
                // A run that is past its permit goes on, and still needs its answer.
                Questions =
                [
                    .. state.Questions.Where(question => question.IsByRun && state.Action(question.Ordinal!.Value).IsPermitted),
                ],
                Planning = state.Planning with { Due = false },
                Approvals = Closed(state, null, "The customer withdrew."),
                Actions = Each(
                    state,
                    action => !action.Status.IsTerminal() && !action.IsPermitted,
                    action => action with { Status = ActionStatus.Withdrawn, AwaitsConsent = false, Stuck = null }
                ),
            },
            FeedbackGiven feedback => state with { Feedback = feedback, Feedbacks = state.Feedbacks + 1 },
            OutsideEventReceived reported => state with { OutsideEvents = [.. state.OutsideEvents, new(reported, at)] },
            OutsideEventTaken taken => state with
            {
                OutsideEvents =
                [
                    .. state.OutsideEvents.Select(known =>
                        known.Taken is null && known.Event.Source == taken.Source && known.Event.EventId == taken.EventId
                            ? known with
                            {
                                Taken = taken,
                            }
                            : known
                    ),
                ],
            },
            ModelTurnTaken turn => state with
            {
                Planning = state.Planning with
                {
                    Turns = [.. state.Planning.Turns, turn],
                    Tokens = state.Planning.Tokens + turn.InputTokens + turn.OutputTokens,
                },
            },
            PackChosen chosen => state with { Pack = chosen.Pack },
            WishReferred referred => state with { Referred = [.. state.Referred, referred] },
            PlanProposed plan => Propose(state, plan),
            PlanningPostponed postponed => state with
            {
                Planning = state.Planning with { Attempt = postponed.Attempt, RetryAt = postponed.RetryAt },
            },
            ReplanRequested replan => Replan(state, replan),
            NothingProposed => state with { Planning = Answered(state, true) },
            ApprovalRequested
            or ApprovalDecided
            or ApprovalClosed
            or ApprovalClaimed
            or ApprovalReleased
            or ApprovalReminded
            or ApprovalEscalated => ApplyApproval(state, happened, at),
            HandedOff or HandOffClaimed or HandOffReplied or HandOffAnswered or HandOffResolved or HandOffReturned =>
                ApplyHandOff(state, happened, at),
            RunAdvanced
            or RunStuck
            or RunRetried
            or GateDecided
            or PermitConsumed
            or EffectIntended
            or EffectSettled
            or SettlementAsked
            or EffectUnclear
            or UndoRequired
            or UndoGivenUp
            or ActionEnded
            or ActionEdited => ApplyExecution(state, happened, at),
            CustomerNotified notified => state with { Notified = new(notified.Lines) },
            ApproversNotified notified => Approval(
                state,
                notified.ApprovalId,
                approval => approval with { Notified = notified.Stage }
            ) with
            {
                Notified = state.Notified with { Attempt = 0, RetryAt = null },
            },
            NotificationPostponed postponed => state with
            {
                Notified = state.Notified with { Attempt = postponed.Attempt, RetryAt = postponed.RetryAt },
            },
            // Kept as evidence; they change nothing that is decided on.
            PolicyRechecked or EffectRechecked or ObjectionRaised or AccessRefused => state,
            _ => throw new InvalidDataException($"Unknown fact {happened.GetType().Name}: it was written by a newer version."),
        };

    private static RequestState Wrote(RequestState state, CustomerWrote wrote, DateTimeOffset at)
    {
        var said = Say(state, "customer", wrote.Text, at, false, null);
        if (state.IsWithPerson)
        {
            return said;
        }
        said = said with { NeedsSession = !state.IsVisitor && (wrote.ByLink || (state.NeedsSession && state.Planning.Due)) };
        var asked =
            state.Questions.FirstOrDefault(question => question.Id is not null && question.Id == wrote.Question)
            ?? state.Question;
        var answered = asked is { IsByRun: true, Ordinal: { } ordinal }
            ? With(
                said,
                ordinal,
                action =>
                    action with
                    {
                        Answers = new Dictionary<int, string>(action.Answers) { [asked.Step ?? 0] = wrote.Text },
                    }
            )
            : said;
        // An answer to a run or an employee is not planned, unless the planner is waiting for one as well.
        var isPlanned = asked?.Ordinal is null || state.Questions.Any(question => question.Ordinal is null);
        return answered with
        {
            Questions = [.. state.Questions.Where(question => question != asked && question.Ordinal is not null)],
            Planning = !isPlanned
                ? state.Planning
                : state.Planning with
                {
                    Due = true,
                    Round = state.Planning.Round + 1,
                    Turns = [],
                    Attempt = 0,
                    RetryAt = null,
                    Feedback = null,
                },
        };
    }

    private static RequestState Confirm(RequestState state, PlanConfirmed confirmed, DateTimeOffset at)
    {
        bool IsNew(ActionState action) => action.Status == ActionStatus.Proposed || action.AwaitsConsent;
        // The newer word on the same thing replaces the older one, as long as that has not passed its permit.
        var replaced = state
            .Actions.Where(older =>
                !IsNew(older)
                && !older.IsPermitted
                && !older.Status.IsTerminal()
                && state.Actions.Any(newer =>
                    IsNew(newer) && newer.Name == older.Name && newer.Targets.Intersect(older.Targets).Any()
                )
            )
            .Select(action => action.Ordinal)
            .ToHashSet();
        var next = state with
        {
            PlanConfirmed = true,
            LastAnswer = new(confirmed.PlanVersion, true, confirmed.By),
            Questions = WithoutPlanner(state),
            Actions =
            [
                .. state.Actions.Select(action =>
                    replaced.Contains(action.Ordinal)
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
                        }
                    : action
                ),
            ],
        };
        return replaced.Aggregate(
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

    private static RequestState Say(
        RequestState state,
        string from,
        string text,
        DateTimeOffset at,
        bool byModel,
        string? key
    ) => state with { Conversation = [.. state.Conversation, new(from, text, at, byModel, key)] };

    private static ActionState[] Each(
        RequestState state,
        Func<ActionState, bool> where,
        Func<ActionState, ActionState> change
    ) => [.. state.Actions.Select(action => where(action) ? change(action) : action)];

    private static RequestState With(RequestState state, int ordinal, Func<ActionState, ActionState> change) =>
        state with
        {
            Actions = Each(state, action => action.Ordinal == ordinal, change),
        };
}
