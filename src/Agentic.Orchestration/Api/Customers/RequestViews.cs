using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Text;

namespace Agentic.Orchestration.Api.Customers;

public static class RequestViews
{
    public static RequestView Of(RequestState state, Caller caller) =>
        new(
            state.Id,
            state.Status,
            state.Text,
            state.Locale,
            state.CustomerId,
            Plan(state, caller),
            [.. state.Conversation.Select(line => new ConversationView(line.From, line.Text, line.At, line.ByModel, line.Key))],
            [.. Waiting(state)],
            Waiting(state).Min(waiting => waiting.Until),
            $"/r/{state.Id}",
            state.ReceivedAt,
            state.UpdatedAt,
            state.LinkedTo,
            state.Version,
            state.CanBeWithdrawn,
            state.Status.IsTerminal()
                ? []
                : [.. state.Questions.Select(question => new QuestionView(question.Id, question.Text))],
            state.Feedback,
            state.Referred.Count == 0
                ? null
                : [.. state.Referred.Select(one => new ReferredView(one.RequestId, $"/r/{one.RequestId}", one.Pack))]
        );

    private static PlanView? Plan(RequestState state, Caller caller) =>
        state.PlanVersion == 0
            ? null
            : new(
                state.PlanVersion,
                state.Atomic,
                state.LastAnswer is { Accepted: true }
                    && state.PlanConfirmed
                    && !state.Actions.Any(action => action.AwaitsConsent),
                [
                    .. state.Actions.Select(action => new ActionView(
                        action.Ordinal,
                        action.After,
                        action.Name,
                        action.Arguments,
                        action.Status,
                        action.Sentence,
                        action.AtRisk,
                        Gate(state, action, caller),
                        OutsideText.ShowAll(action.Items) as JsonArray,
                        action.CanBeStopped,
                        action.Breakdown?.DeepClone() as JsonObject,
                        [
                            .. action
                                .Effects.Where(effect => effect.Happened)
                                .Select(effect => effect.Output?["creditNote"]?.ToString())
                                .OfType<string>(),
                        ],
                        action.Moves
                    )),
                ]
            );

    private static GateView Gate(RequestState state, ActionState action, Caller caller)
    {
        var (outcome, reasons) = action.Gate is { } decided
            ? (decided.Outcome, decided.Reasons)
            : (action.Preview.Outcome, action.Preview.Reasons);
        return new(
            outcome,
            [
                .. reasons.Select(reason =>
                    caller.IsStaff
                        ? new ReasonView(reason.Rule, reason.Staff.In(state.Locale))
                        : new ReasonView(null, reason.Customer.In(state.Locale))
                ),
            ],
            (action.Gate?.Instead ?? action.Preview.Instead)?.In(state.Locale),
            !state.Approvals.Any(approval => approval.Asked.Ordinal == action.Ordinal && approval.Decisions.Count > 0),
            action.Status.IsTerminal()
                ? [.. (action.Gate?.Facts ?? []).Select(fact => new FactView(fact.Name, fact.Source, fact.ReadAt))]
                : []
        );
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
            yield return new(
                "customer",
                state.IsVisitor ? "verification" : state.Question?.Text ?? "confirmation",
                state.IsVisitor ? (state.ReturnedAt ?? state.ReceivedAt) + NextWork.VisitorPatience : null
            );
        }
        foreach (var approval in state.Approvals.Where(approval => approval.Status == ApprovalStatus.Open))
        {
            yield return new("approval", approval.Asked.Sentence, approval.Deadline);
        }
        foreach (
            var action in state.Actions.Where(action =>
                !action.Status.IsTerminal() && action.Effects.Any(effect => effect.RetryAt is not null)
            )
        )
        {
            yield return new("system", action.Sentence, action.Effects.Min(effect => effect.RetryAt));
        }
        foreach (var action in state.Actions.Where(action => action.Stuck is { Attempt: > 1 }))
        {
            yield return new("system", action.Sentence, action.Stuck!.RetryAt);
        }
    }
}
