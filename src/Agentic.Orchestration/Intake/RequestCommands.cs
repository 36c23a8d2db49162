using System.Security.Cryptography;
using System.Text;
using Agentic.Contracts;
using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Requests.Cases;
using Agentic.Orchestration.Storage;

namespace Agentic.Orchestration.Intake;

/// <summary>What a customer can do with a request.</summary>
internal sealed class RequestCommands(RequestJournal journal, PackRegistry packs, TimeProvider time)
{
    /// <summary>What a visitor may add before anybody knows them.</summary>
    private const int MaxVisitorLines = 20;

    /// <summary>Messages of one customer in one request; a talk that is longer is one for a person.</summary>
    private const int MaxLines = 200;

    /// <summary>How often somebody may say what they think of a request; the last word counts.</summary>
    private const int MaxFeedback = 10;

    private const int FirstPlan = 1;

    /// <summary>Who submits without a session.</summary>
    public static Caller Visitor { get; } = new("visitor", null, []);

    /// <summary>Stores the wish before answering: killed right after the 201, the request still proceeds.</summary>
    public async Task<(RequestState? State, Refusal? Refusal)> SubmitAsync(
        Caller caller,
        NewRequest wish,
        string? idempotencyKey,
        CancellationToken cancellationToken
    )
    {
        if (wish.Pack is not null && packs.Find(wish.Pack) is null)
        {
            return (
                null,
                Refusal.Invalid(
                    "pack",
                    $"Must be one of {string.Join(", ", packs.All.Select(pack => pack.Name))}, or left out."
                )
            );
        }
        var id = Ids.NewRequest(time.GetUtcNow());
        var content = $"{wish.CustomerId}\n{wish.Locale}\n{wish.Text}" + (wish.Pack is null ? "" : "\n" + wish.Pack);
        var body = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
        var idempotency = idempotencyKey is null ? null : new IdempotencyRow(caller.User, idempotencyKey, body, id);
        var (state, conflict) = await journal.CreateAsync(
            id,
            [
                new RequestReceived(
                    wish.Text,
                    wish.Locale,
                    wish.CustomerId ?? $"visitor:{id}",
                    caller.User,
                    wish.Pack ?? packs.Default,
                    wish.LinkedTo,
                    Visitor: wish.CustomerId is null
                ),
            ],
            idempotency,
            cancellationToken
        );
        return conflict switch
        {
            null => (state, null),
            AppendConflict.IdempotencyKeyUsed used when used.BodyHash == body => (
                await journal.FindAsync(used.RequestId, cancellationToken),
                null
            ),
            AppendConflict.IdempotencyKeyUsed => (
                null,
                new(
                    422,
                    "Idempotency key reused",
                    "This Idempotency-Key was used for another body. Use a new key for a new request.",
                    "Idempotency-Key"
                )
            ),
            _ => throw new InvalidOperationException($"A new request cannot conflict with {conflict}."),
        };
    }

    /// <summary>The signed-in customer takes over what they wrote as a visitor.</summary>
    public async Task<(RequestState? State, Refusal? Refusal)> VerifyAsync(
        Caller caller,
        RequestState state,
        CancellationToken cancellationToken
    )
    {
        Refusal? refusal = null;
        var (after, _) = await journal.UpdateAsync(
            state.Id,
            current =>
            {
                refusal =
                    current.IsVisitor && current.Status.IsTerminal()
                        ? Refusal.Conflict("The request is closed. Write it again.")
                    : current.IsVisitor || current.CustomerId == caller.CustomerId ? null
                    : Refusal.Conflict("This request is somebody else's already.");
                return refusal is null && current.IsVisitor ? [new CustomerVerified(caller.CustomerId!, caller.User)] : [];
            },
            cancellationToken
        );
        return (after, refusal);
    }

    /// <summary>
    /// A yes or no to the plan just shown counts as the confirmation it is; anything else is planned anew. A closed
    /// request is continued by a new one.
    /// </summary>
    /// <param name="planVersion">The plan that the writer had before them; null when the client does not say. Then
    /// words confirm the first version only: a later one they may never have seen.</param>
    /// <param name="question">Which of a run's questions it answers; null for the one that is asked first.</param>
    /// <param name="key">The same key again changes nothing.</param>
    public async Task<(RequestState? State, Refusal? Refusal)> WriteAsync(
        Caller caller,
        RequestState state,
        string text,
        CancellationToken cancellationToken,
        int? planVersion = null,
        string? question = null,
        string? key = null
    )
    {
        var byLink = !caller.IsCustomerOf(state);
        if (IsOver(state))
        {
            return await SubmitAsync(caller, NewRequest.After(state, caller, text), key, cancellationToken);
        }
        if (question is not null && state.Questions.All(open => open.Id != question))
        {
            return (state, Refusal.Conflict("This question is not open any more."));
        }
        if (state.Conversation.Count(line => line.From == "customer") >= MaxLines)
        {
            return (
                state,
                new(
                    429,
                    "Too many messages",
                    $"A request has at most {MaxLines} messages. Submit a new one, or ask for a person with POST "
                        + $"/api/requests/{{id}}/handoff."
                )
            );
        }
        if (byLink && !state.IsVisitor && state.Question is null)
        {
            // A link opens one request; a new wish could be about anything that the customer has.
            return (
                state,
                Refusal.Forbidden(
                    "A link lets you answer and confirm. To ask for something new, sign in, or show who you are "
                        + "with POST /api/verification."
                )
            );
        }
        if (state.IsVisitor && state.Conversation.Count(line => line.From == "customer") > MaxVisitorLines)
        {
            return (state, Refusal.Forbidden("Please show who you are first; then we read on."));
        }
        // With a question open, a yes answers the question.
        var answer = state.Question is null && state.AwaitsConfirmation ? CustomerAnswer.Read(text) : null;
        // A no to nothing that is asked is about what is under way: only a person can tell what it means.
        var isProtest =
            state.Question is null && !state.IsVisitor && !state.AwaitsConfirmation && CustomerAnswer.Read(text) == false;
        var closed = false;
        var body = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{planVersion}\n{question}\n{text}")));
        var (after, conflict) = await journal.UpdateAsync(
            state.Id,
            current =>
                (closed = IsOver(current)) ? []
                : isProtest && !current.IsWithPerson && current.Question is null && !current.AwaitsConfirmation
                    ?
                    [
                        new CustomerWrote(text, byLink),
                        .. HandOffFactory.PassOn(
                            packs[current.Pack],
                            current,
                            "planning",
                            HandOffReasons.SaysNo,
                            time.GetUtcNow()
                        ),
                    ]
                : answer is not { } yes || current.Question is not null || !current.AwaitsConfirmation
                    ? [new CustomerWrote(text, byLink, question)]
                : (planVersion ?? FirstPlan) == current.PlanVersion
                    ?
                    [
                        new CustomerWrote(text, byLink),
                        new NothingProposed("The words answered the plan."),
                        .. Decide(current, caller, yes, "message"),
                    ]
                // A yes to what its writer may never have seen confirms nothing, and is no new wish either.
                :
                [
                    new CustomerWrote(text, byLink),
                    new NothingProposed("The words were about another version of the plan."),
                    Told(current, CustomerTexts.NotConfirmed),
                ],
            cancellationToken,
            idempotency: key is null ? null : new IdempotencyRow($"message:{state.Id}:{caller.User}", key, body, state.Id)
        );
        if (conflict is AppendConflict.IdempotencyKeyUsed used)
        {
            return used.BodyHash == body
                ? (await journal.FindAsync(state.Id, cancellationToken), null)
                : (
                    state,
                    new(
                        422,
                        "Idempotency key reused",
                        "This Idempotency-Key was used for another message. Use a new key for a new message.",
                        "Idempotency-Key"
                    )
                );
        }
        // It closed while the customer was writing: their words go on in a linked request.
        return closed
            ? await SubmitAsync(caller, NewRequest.After(state, caller, text), key, cancellationToken)
            : (after, null);
    }

    public async Task<(RequestState? State, Refusal? Refusal)> ConfirmAsync(
        Caller caller,
        RequestState state,
        int planVersion,
        bool accepted,
        CancellationToken cancellationToken
    )
    {
        Refusal? refusal = null;
        var (after, _) = await journal.UpdateAsync(
            state.Id,
            current =>
            {
                refusal = null;
                if (accepted && current.NeedsSession && !caller.IsCustomerOf(current))
                {
                    refusal = Refusal.Forbidden(
                        "This plan came of words that were written with the link only. Sign in, or show who you are "
                            + "with POST /api/verification, to confirm it."
                    );
                    return [];
                }
                if (current.PlanVersion == planVersion && current.AwaitsConfirmation)
                {
                    return Decide(current, caller, accepted, "confirmation");
                }
                // The same answer again is the same answer.
                refusal =
                    current.LastAnswer == new PlanAnswer(planVersion, accepted, caller.User)
                    && current.PlanVersion == planVersion
                        ? null
                        : Refusal.Conflict(
                            current.PlanVersion != planVersion
                                ? $"The plan is at version {current.PlanVersion} now."
                                : "There is nothing to confirm now."
                        );
                return [];
            },
            cancellationToken
        );
        return (after, refusal);
    }

    public async Task<(RequestState? State, Refusal? Refusal)> HandOffAsync(
        RequestState state,
        string? reason,
        CancellationToken cancellationToken,
        bool reopens = false
    )
    {
        Refusal? refusal = null;
        var (after, _) = await journal.UpdateAsync(
            state.Id,
            current =>
            {
                refusal =
                    current.Status.IsTerminal() && !reopens
                        ? Refusal.Conflict("The request is closed. Write a message to continue it.")
                        : null;
                return refusal is not null || current.IsWithPerson
                    ? []
                    :
                    [
                        HandOffFactory.Make(
                            packs[current.Pack],
                            current,
                            "customer",
                            reason is null ? HandOffReasons.CustomerAsks : LocalText.Verbatim(reason),
                            time.GetUtcNow()
                        ),
                    ];
            },
            cancellationToken
        );
        return (after, refusal);
    }

    /// <summary>Takes back what has not passed its permit. What has is beyond recall; the answer says so.</summary>
    public async Task<(RequestState? State, Refusal? Refusal)> WithdrawAsync(
        Caller caller,
        RequestState state,
        CancellationToken cancellationToken
    )
    {
        Refusal? refusal = null;
        var (after, _) = await journal.UpdateAsync(
            state.Id,
            current =>
            {
                refusal = null;
                if (current.IsWithdrawn)
                {
                    return [];
                }
                refusal =
                    current.Status.IsTerminal() ? Refusal.Conflict("The request is closed already.")
                    : !current.CanBeWithdrawn
                        ? Refusal.Conflict("Everything in it is being carried out already and cannot be stopped.")
                    : null;
                return refusal is not null
                    ? []
                    :
                    [
                        // What is owed stays with the person who has it.
                        .. current
                            .HandOffs.Where(handOff =>
                                handOff is { IsOpen: true, TakesOverRequest: true, Topic: not HandOffTopics.Owed }
                            )
                            .Select(handOff => new HandOffResolved(
                                handOff.Id,
                                caller.User,
                                "withdrawn",
                                "The customer withdrew."
                            )),
                        new RequestWithdrawn(caller.User),
                        .. current
                            .Actions.Where(action => !action.Status.IsTerminal() && action.WaitsForAnswer)
                            .Select(action => new ActionEnded(
                                action.Ordinal,
                                ActionStatus.Withdrawn,
                                "The customer withdrew before anything was carried out."
                            )),
                    ];
            },
            cancellationToken
        );
        return (after, refusal);
    }

    public async Task<(RequestState? State, Refusal? Refusal)> ObjectAsync(
        RequestState state,
        string? text,
        CancellationToken cancellationToken
    ) => ((await journal.UpdateAsync(state.Id, _ => [new ObjectionRaised(text)], cancellationToken)).State, null);

    /// <summary>The same again is stored once, and what somebody thinks of a request changes a few times at most.</summary>
    public async Task<(RequestState? State, Refusal? Refusal)> GiveFeedbackAsync(
        RequestState state,
        FeedbackGiven feedback,
        CancellationToken cancellationToken
    )
    {
        Refusal? refusal = null;
        var (after, _) = await journal.UpdateAsync(
            state.Id,
            current =>
            {
                refusal =
                    current.Feedback == feedback || current.Feedbacks < MaxFeedback
                        ? null
                        : new(
                            429,
                            "Too much feedback",
                            $"Feedback on a request can be changed {MaxFeedback} times. For anything else write a message."
                        );
                return refusal is not null || current.Feedback == feedback ? [] : [feedback];
            },
            cancellationToken
        );
        return (after, refusal);
    }

    private CustomerTold Told(RequestState state, string key) =>
        new(key, packs[state.Pack].Texts.Render(key, state.Locale, []));

    private List<JournalEvent> Decide(RequestState state, Caller caller, bool accepted, string how) =>
        accepted ? [new PlanConfirmed(state.PlanVersion, caller.User, how)]
        // With a person at work, that person asks what to do instead.
        : state.IsWithPerson ? [new PlanRejected(state.PlanVersion, caller.User)]
        :
        [
            new PlanRejected(state.PlanVersion, caller.User),
            new CustomerAsked(packs[state.Pack].Texts.Render(CustomerTexts.PlanRejected, state.Locale, []), false),
        ];

    /// <summary>Nothing that is written now would be planned here.</summary>
    private static bool IsOver(RequestState state) =>
        state.Status.IsTerminal()
        || state.Resolution is not null
        // What goes on after a withdrawal may still need its answer.
        || (state.IsWithdrawn && state.Questions.Count == 0);
}
