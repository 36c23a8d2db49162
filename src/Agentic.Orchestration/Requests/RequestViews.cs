using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Orchestration.Http;

namespace Agentic.Orchestration.Requests;

/// <summary>A request as the API shows it.</summary>
public sealed record RequestView(
    string Id, RequestStatus State, string Text, string Locale, string CustomerId, PlanView? Plan, IReadOnlyList<ConversationView> Conversation,
    IReadOnlyList<WaitingView> WaitingFor, DateTimeOffset? PromisedBy, string Link, DateTimeOffset ReceivedAt, DateTimeOffset UpdatedAt, string? LinkedTo, long Version);

public sealed record PlanView(int Version, bool Atomic, bool Confirmed, IReadOnlyList<ActionView> Actions);

public sealed record ActionView(int Ordinal, IReadOnlyList<int> After, string Action, JsonObject Arguments, ActionStatus State, string Sentence, Money? AtRisk, GateView Gate);

/// <param name="Reasons">For customers without rule ids.</param>
public sealed record GateView(GateOutcome Outcome, IReadOnlyList<ReasonView> Reasons, string? Instead);

public sealed record ReasonView(string? Rule, string Text);

public sealed record ConversationView(string From, string Text, DateTimeOffset At, bool ByModel);

/// <param name="For"><c>customer</c>, <c>approval</c>, <c>employee</c>, <c>system</c>.</param>
public sealed record WaitingView(string For, string What, DateTimeOffset? Until);

public static class RequestViews
{
    public static RequestView Of(RequestState state, Caller caller) => new(
        state.Id, state.Status, state.Text, state.Locale, state.CustomerId, Plan(state, caller), [.. state.Conversation.Select(line => new ConversationView(line.From, line.Text, line.At, line.ByModel))],
        [.. Waiting(state)], Waiting(state).Min(waiting => waiting.Until), $"/r/{state.Id}", state.ReceivedAt, state.UpdatedAt, state.LinkedTo, state.Version);

    private static PlanView? Plan(RequestState state, Caller caller) => state.PlanVersion == 0 ? null
        : new(state.PlanVersion, state.Atomic, state.LastAnswer is { Accepted: true } && state.PlanConfirmed && !state.Actions.Any(action => action.AwaitsConsent), [.. state.Actions.Select(action => new ActionView(
            action.Ordinal, action.After, action.Name, action.Arguments, action.Status, action.Sentence, action.AtRisk, Gate(state, action, caller)))]);

    private static GateView Gate(RequestState state, ActionState action, Caller caller)
    {
        var (outcome, reasons) = action.Gate is { } decided ? (decided.Outcome, decided.Reasons) : (action.Preview.Outcome, action.Preview.Reasons);
        return new(outcome, [.. reasons.Select(reason => caller.IsStaff ? new ReasonView(reason.Rule, reason.Staff.In(state.Locale)) : new ReasonView(null, reason.Customer.In(state.Locale)))],
            (action.Gate?.Instead ?? action.Preview.Instead)?.In(state.Locale));
    }

    private static IEnumerable<WaitingView> Waiting(RequestState state)
    {
        if (state.Status.IsTerminal())
        {
            yield break;
        }
        foreach (var handOff in state.HandOffs.Where(handOff => handOff is { IsOpen: true, Topic: not HandOffState.Sample }))
        {
            yield return new("employee", handOff.ClaimedName ?? handOff.Topic, handOff.DueAt);
        }
        if (state.Status == RequestStatus.AwaitingCustomer || state.Question is not null)
        {
            yield return new("customer", state.IsVisitor ? "verification" : state.Question?.Text ?? "confirmation", state.IsVisitor ? state.ReceivedAt + NextWork.VisitorPatience : null);
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
