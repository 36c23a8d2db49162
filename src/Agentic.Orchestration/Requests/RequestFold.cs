using Agentic.Contracts;
using Agentic.Orchestration.Packs;

namespace Agentic.Orchestration.Requests;

/// <summary>
/// Applies one fact to a request. A fact always applies: whether it may happen was decided before it was appended.
/// </summary>
internal static partial class RequestFold
{
    /// <summary>The recorded editor when the outside world changed an action and no person did.</summary>
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
            FeedbackGiven feedback => state with { Feedback = feedback, FeedbackCount = state.FeedbackCount + 1 },
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
