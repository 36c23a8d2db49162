using Agentic.Contracts;
using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Requests.Cases;

namespace Agentic.Orchestration.Intake;

/// <summary>What a customer can do with a request besides writing in it and answering its plan.</summary>
internal sealed class RequestCommands(RequestJournal journal, PackRegistry packs, TimeProvider time)
{
    /// <summary>How often somebody may say what they think of a request; the last word counts.</summary>
    private const int MaxFeedback = 10;

    /// <summary>The signed-in customer takes over what they wrote as a visitor.</summary>
    public Task<ActResult> VerifyAsync(Caller caller, RequestState state, CancellationToken cancellationToken) =>
        DecideAsync(
            state,
            current =>
                !current.IsVisitor
                    ? current.CustomerId == caller.CustomerId
                        ? Change.None
                        : new IntakeRefusals.SomebodyElses()
                    : current.Status.IsTerminal()
                        ? new IntakeRefusals.VisitorsRequestClosed()
                        : Change.Of(new CustomerVerified(caller.CustomerId!, caller.User)),
            cancellationToken
        );

    public Task<ActResult> HandOffAsync(RequestState state, string? reason, CancellationToken cancellationToken) =>
        DecideAsync(
            state,
            current =>
                current.Status.IsTerminal()
                    ? new IntakeRefusals.Closed()
                    : Change.Of([
                        .. PassOn(current, reason is null ? HandOffReasons.CustomerAsks : LocalText.Verbatim(reason)),
                    ]),
            cancellationToken
        );

    /// <summary>The objection and the person who looks at it are one append; a closed request is opened again.</summary>
    public Task<ActResult> ObjectAsync(RequestState state, string? text, CancellationToken cancellationToken) =>
        DecideAsync(
            state,
            current => Change.Of([new ObjectionRaised(text), .. PassOn(current, HandOffReasons.Objects(text))]),
            cancellationToken
        );

    /// <summary>Takes back what has not passed its permit. What has is beyond recall; the answer says so.</summary>
    public Task<ActResult> WithdrawAsync(Caller caller, RequestState state, CancellationToken cancellationToken) =>
        DecideAsync(
            state,
            current =>
                current.IsWithdrawn ? Change.None
                : current.Status.IsTerminal() ? new IntakeRefusals.ClosedAlready()
                : !current.CanBeWithdrawn ? new IntakeRefusals.BeyondRecall()
                : new Change(Withdraw(current, caller)),
            cancellationToken
        );

    /// <summary>The same again is stored once, and what somebody thinks of a request changes a few times at most.</summary>
    public Task<ActResult> GiveFeedbackAsync(RequestState state, FeedbackGiven feedback, CancellationToken cancellationToken) =>
        DecideAsync(
            state,
            current =>
                current.Feedback == feedback ? Change.None
                : current.FeedbackCount >= MaxFeedback ? new IntakeRefusals.TooMuchFeedback(MaxFeedback)
                : Change.Of(feedback),
            cancellationToken
        );

    private async Task<ActResult> DecideAsync(
        RequestState state,
        Func<RequestState, Change> decide,
        CancellationToken cancellationToken
    ) => (await journal.ChangeAsync(state.Id, decide, cancellationToken)).ToResult();

    /// <returns>Nothing when a person has the request already.</returns>
    private IEnumerable<JournalEvent> PassOn(RequestState state, LocalText reason) =>
        state.IsWithPerson ? [] : [HandOffFactory.Make(packs[state.Pack], state, "customer", reason, time.GetUtcNow())];

    private static IReadOnlyList<JournalEvent> Withdraw(RequestState state, Caller caller) =>
        [
            // What is owed stays with the person who has it.
            .. state
                .HandOffs.Where(handOff => handOff is { IsOpen: true, TakesOverRequest: true, Topic: not HandOffTopics.Owed })
                .Select(handOff => new HandOffResolved(handOff.Id, caller.User, "withdrawn", "The customer withdrew.")),
            new RequestWithdrawn(caller.User),
            .. state
                .Actions.Where(action => !action.Status.IsTerminal() && action.WaitsForAnswer)
                .Select(action => new ActionEnded(
                    action.Ordinal,
                    ActionStatus.Withdrawn,
                    "The customer withdrew before anything was carried out."
                )),
        ];
}
