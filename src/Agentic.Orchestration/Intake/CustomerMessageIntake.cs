using Agentic.Contracts;
using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Requests.Cases;
using Agentic.Orchestration.Storage;

namespace Agentic.Orchestration.Intake;

/// <summary>What a customer writes in a request.</summary>
internal sealed class CustomerMessageIntake(
    RequestJournal journal,
    RequestSubmission submission,
    PlanAnswers answers,
    PackRegistry packs,
    TimeProvider time
)
{
    /// <summary>What a visitor may add before anybody knows them.</summary>
    private const int MaxVisitorLines = 20;

    /// <summary>Messages of one customer in one request; a talk that is longer is one for a person.</summary>
    private const int MaxLines = 200;

    private const int FirstPlan = 1;

    /// <summary>
    /// A yes or no to the plan just shown counts as the confirmation it is; anything else is planned anew. A closed
    /// request is continued by a new one.
    /// </summary>
    /// <param name="key">The same key again changes nothing.</param>
    public async Task<ActResult> WriteAsync(
        Caller caller,
        RequestState state,
        NewMessage message,
        CancellationToken cancellationToken,
        string? key = null
    )
    {
        if (IsOver(state))
        {
            return await ContinueAsync(caller, state, message, key, cancellationToken);
        }
        var byLink = !caller.IsCustomerOf(state);
        if (GetRefusal(state, message, byLink) is { } refusal)
        {
            return new(state, refusal);
        }
        var body = RequestSubmission.Hash($"{message.PlanVersion}\n{message.Question}\n{message.Text}");
        var changed = await journal.ChangeAsync(
            state.Id,
            current => IsOver(current) ? Change.None : Read(state, current, message, caller, byLink),
            cancellationToken,
            idempotency: key is null ? null : new IdempotencyRow($"message:{state.Id}:{caller.User}", key, body, state.Id)
        );
        if (changed.Conflict is AppendConflict.IdempotencyKeyUsed used)
        {
            return used.BodyHash == body
                ? (await journal.FindAsync(state.Id, cancellationToken))!
                : new ActResult(state, new Refusal.KeyReused("message"));
        }
        // It closed while the customer was writing: their words go on in a linked request.
        return !changed.IsAppended && IsOver(changed.State)
            ? await ContinueAsync(caller, state, message, key, cancellationToken)
            : changed.ToResult();
    }

    private Task<ActResult> ContinueAsync(
        Caller caller,
        RequestState state,
        NewMessage message,
        string? key,
        CancellationToken cancellationToken
    ) => submission.SubmitAsync(caller, NewRequest.After(state, caller, message.Text), key, cancellationToken);

    private static Refusal? GetRefusal(RequestState state, NewMessage message, bool byLink)
    {
        var lines = state.Conversation.Count(line => line.From == "customer");
        return message.Question is not null && state.Questions.All(open => open.Id != message.Question)
                ? new IntakeRefusals.QuestionClosed()
            : lines >= MaxLines ? new IntakeRefusals.TooManyMessages(MaxLines)
            // A link opens one request; a new wish could be about anything that the customer has.
            : byLink && !state.IsVisitor && state.Question is null ? new IntakeRefusals.LinkAsksNothingNew()
            : state.IsVisitor && lines > MaxVisitorLines ? new IntakeRefusals.VisitorSaidEnough()
            : null;
    }

    /// <param name="seen">The request as the words were written about it.</param>
    private Change Read(RequestState seen, RequestState current, NewMessage message, Caller caller, bool byLink)
    {
        var wrote = new CustomerWrote(message.Text, byLink);
        // With a question open, a yes answers the question.
        var answer = seen.Question is null && seen.AwaitsConfirmation ? CustomerAnswer.Read(message.Text) : null;
        if (IsProtest(seen, message) && !current.IsWithPerson && current.Question is null && !current.AwaitsConfirmation)
        {
            return Change.Of([
                wrote,
                .. HandOffFactory.PassOn(packs[current.Pack], current, "planning", HandOffReasons.SaysNo, time.GetUtcNow()),
            ]);
        }
        if (answer is not { } yes || current.Question is not null || !current.AwaitsConfirmation)
        {
            return Change.Of(wrote with { Question = message.Question });
        }
        return (message.PlanVersion ?? FirstPlan) == current.PlanVersion
            ? Change.Of([
                wrote,
                new NothingProposed("The words answered the plan."),
                .. answers.Answer(current, caller, yes, "message"),
            ])
            // A yes to what its writer may never have seen confirms nothing, and is no new wish either.
            : Change.Of(
                wrote,
                new NothingProposed("The words were about another version of the plan."),
                new CustomerTold(
                    CustomerTexts.NotConfirmed,
                    packs[current.Pack].Texts.Render(CustomerTexts.NotConfirmed, current.Locale, [])
                )
            );
    }

    /// <summary>
    /// A plain no when nothing was asked objects to work under way; only a person can tell what it means.
    /// </summary>
    private static bool IsProtest(RequestState state, NewMessage message) =>
        state.Question is null && !state.IsVisitor && !state.AwaitsConfirmation && CustomerAnswer.Read(message.Text) == false;

    /// <summary>The request is over: a new message continues in a linked request.</summary>
    private static bool IsOver(RequestState state) =>
        state.Status.IsTerminal()
        || state.Resolution is not null
        // What goes on after a withdrawal may still need its answer.
        || (state.IsWithdrawn && state.Questions.Count == 0);
}
