using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Text;

namespace Agentic.Orchestration.Api.Customers;

/// <summary>A request as the API shows it.</summary>
/// <param name="CanBeWithdrawn">Something in it has not been carried out yet, and a withdrawal would stop it.</param>
public sealed record RequestView(
    string Id, RequestStatus State, string Text, string Locale, string CustomerId, PlanView? Plan, IReadOnlyList<ConversationView> Conversation,
    IReadOnlyList<WaitingView> WaitingFor, DateTimeOffset? PromisedBy, string Link, DateTimeOffset ReceivedAt, DateTimeOffset UpdatedAt, string? LinkedTo, long Version,
    bool CanBeWithdrawn, IReadOnlyList<QuestionView> Questions, FeedbackGiven? Feedback = null);

/// <summary>A question that waits for the customer's answer.</summary>
/// <param name="Id">What a message names to answer this one and no other; null for the planner's or an employee's, which words answer anyway.</param>
public sealed record QuestionView(string? Id, string Text);

public sealed record PlanView(int Version, bool Atomic, bool Confirmed, IReadOnlyList<ActionView> Actions);

/// <param name="Items">The pieces with <c>label</c>, <c>colour</c>, <c>size</c>, <c>quantity</c>; null when it is about none.</param>
/// <param name="Breakdown">What the amount is made of: <c>goods</c>, <c>shipping</c>, and the <c>vat</c> within.</param>
/// <param name="Moves">What the customer gets or pays with it; null where no money moves, or none is known.</param>
/// <param name="CreditNotes">Numbers of the credit notes that the outside system has written.</param>
/// <param name="CanBeWithdrawn">Not carried out yet: a withdrawal stops it.</param>
public sealed record ActionView(
    int Ordinal, IReadOnlyList<int> After, string Action, JsonObject Arguments, ActionStatus State, string Sentence, Money? AtRisk, GateView Gate, JsonArray? Items, bool CanBeWithdrawn,
    JsonObject? Breakdown, IReadOnlyList<string> CreditNotes, MovedMoney? Moves);

/// <param name="Reasons">For customers without rule ids.</param>
/// <param name="ByMachine">Decided without a human so far; the customer may object.</param>
/// <param name="Facts">From which data it was decided; empty while it is under way.</param>
public sealed record GateView(GateOutcome Outcome, IReadOnlyList<ReasonView> Reasons, string? Instead, bool ByMachine, IReadOnlyList<FactView> Facts);

/// <param name="Name">Such as <c>order.status</c>.</param>
public sealed record FactView(string Name, string Source, DateTimeOffset ReadAt);

public sealed record ReasonView(string? Rule, string Text);

/// <param name="Kind">Key of the pack text that it is, such as <c>action.denied</c>; <c>question</c> for a question; null for free words.</param>
public sealed record ConversationView(string From, string Text, DateTimeOffset At, bool ByModel, string? Kind);

/// <param name="For"><c>customer</c>, <c>approval</c>, <c>employee</c>, <c>system</c>.</param>
public sealed record WaitingView(string For, string What, DateTimeOffset? Until);

public static class RequestViews
{
    public static RequestView Of(RequestState state, Caller caller) => new(
        state.Id, state.Status, state.Text, state.Locale, state.CustomerId, Plan(state, caller), [.. state.Conversation.Select(line => new ConversationView(line.From, line.Text, line.At, line.ByModel, line.Key))],
        [.. Waiting(state)], Waiting(state).Min(waiting => waiting.Until), $"/r/{state.Id}", state.ReceivedAt, state.UpdatedAt, state.LinkedTo, state.Version, state.CanBeWithdrawn, state.Status.IsTerminal() ? [] : [.. state.Questions.Select(question => new QuestionView(question.Id, question.Text))], state.Feedback);

    private static PlanView? Plan(RequestState state, Caller caller) => state.PlanVersion == 0 ? null
        : new(state.PlanVersion, state.Atomic, state.LastAnswer is { Accepted: true } && state.PlanConfirmed && !state.Actions.Any(action => action.AwaitsConsent), [.. state.Actions.Select(action => new ActionView(
            action.Ordinal, action.After, action.Name, action.Arguments, action.Status, action.Sentence, action.AtRisk, Gate(state, action, caller), OutsideText.ShowAll(action.Items) as JsonArray,
            action.CanBeStopped, action.Breakdown?.DeepClone() as JsonObject,
            [.. action.Effects.Where(effect => effect.Happened).Select(effect => effect.Output?["creditNote"]?.ToString()).OfType<string>()], action.Moves))]);

    private static GateView Gate(RequestState state, ActionState action, Caller caller)
    {
        var (outcome, reasons) = action.Gate is { } decided ? (decided.Outcome, decided.Reasons) : (action.Preview.Outcome, action.Preview.Reasons);
        return new(outcome, [.. reasons.Select(reason => caller.IsStaff ? new ReasonView(reason.Rule, reason.Staff.In(state.Locale)) : new ReasonView(null, reason.Customer.In(state.Locale)))],
            (action.Gate?.Instead ?? action.Preview.Instead)?.In(state.Locale), !state.Approvals.Any(approval => approval.Asked.Ordinal == action.Ordinal && approval.Decisions.Count > 0),
            action.Status.IsTerminal() ? [.. (action.Gate?.Facts ?? []).Select(fact => new FactView(fact.Name, fact.Source, fact.ReadAt))] : []);
    }

    private static IEnumerable<WaitingView> Waiting(RequestState state)
    {
        if (state.Status.IsTerminal())
        {
            yield break;
        }
        foreach (var handOff in state.HandOffs.Where(handOff => handOff is { IsOpen: true, Topic: not HandOffTopics.Sample }))
        {
            yield return new("employee", handOff.ClaimedName ?? handOff.Topic, handOff.DueAt);
        }
        if (state.Status == RequestStatus.AwaitingCustomer || state.Question is not null)
        {
            yield return new("customer", state.IsVisitor ? "verification" : state.Question?.Text ?? "confirmation", state.IsVisitor ? (state.ReturnedAt ?? state.ReceivedAt) + NextWork.VisitorPatience : null);
        }
        foreach (var approval in state.Approvals.Where(approval => approval.Status == ApprovalStatus.Open))
        {
            yield return new("approval", approval.Asked.Sentence, approval.Deadline);
        }
        foreach (var action in state.Actions.Where(action => !action.Status.IsTerminal() && action.Effects.Any(effect => effect.RetryAt is not null)))
        {
            yield return new("system", action.Sentence, action.Effects.Min(effect => effect.RetryAt));
        }
        foreach (var action in state.Actions.Where(action => action.Stuck is { Attempt: > 1 }))
        {
            yield return new("system", action.Sentence, action.Stuck!.RetryAt);
        }
    }
}
