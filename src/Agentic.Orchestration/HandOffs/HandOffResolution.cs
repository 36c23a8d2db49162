using Agentic.Contracts;
using Agentic.Engine.Runs;
using Agentic.Orchestration.Http;
using Agentic.Orchestration.OutsideEvents;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Requests;

namespace Agentic.Orchestration.HandOffs;

/// <summary>How a hand-off may end, and what that leads to.</summary>
internal static class HandOffResolution
{
    private static readonly string[] Parking = ["completed", "declined"], Happened = ["executed", "notExecuted"], Judged = ["right", "wrong"], Seen = ["completed"];

    /// <summary>The answers that fit: a request is closed, an effect has happened or not, a workflow's task ends at one of its ports.</summary>
    public static IReadOnlyList<string> Outcomes(PackRegistry packs, RequestState state, HandOffState handOff) =>
        handOff.Parks ? Parking
        : handOff.Topic is "unclear" or HandOffState.NotSettled ? Happened
        : handOff.Topic == HandOffState.Sample ? Judged
        : TaskStep(state, handOff) is { } step && state.Action(handOff.Ordinal!.Value) is { WorkflowHash: { } hash } && packs.Workflow(hash) is { } workflow
            ? [.. workflow.From(step.Activity).Select(connection => connection.Port).Distinct()]
        : Seen;

    /// <summary>The step of a run that waits for this hand-off's answer.</summary>
    private static OpenStep? TaskStep(RequestState state, HandOffState handOff) =>
        handOff.Ordinal is { } ordinal && state.Action(ordinal) is { Run: { } run } action && NextWork.TaskOf(state, action)?.Id == handOff.Id ? run.Open.FirstOrDefault(step => step.Waiting?.For == "human") : null;

    /// <summary>What an employee's answer leads to; for an unclear effect it says what became of it.</summary>
    internal static (IReadOnlyList<JournalEvent> Events, Refusal? Refusal) Resolve(string user, RequestState state, HandOffState handOff, ResolveHandOff body, PackRegistry packs, DateTimeOffset now)
    {
        var resolved = new HandOffResolved(handOff.Id, user, body.Outcome, body.Note);
        if (handOff.Topic == HandOffState.Owed && state.Actions.Any(action => action is { ProposedBy: not null, Status: ActionStatus.Confirmed or ActionStatus.AwaitingApproval }))
        {
            // Closing would skip what the customer has said yes to, and the money would never leave.
            return ([], Refusal.Conflict("The customer agreed to a step that is not carried out yet. Close it when that is done or refused."));
        }
        if (handOff.Parks)
        {
            return body.Outcome is "completed" or "declined" ? ([new CustomerTold("employee.note", body.Note, false, "employee"), resolved], null) : ([], Refusal.Invalid("outcome", "Must be completed or declined."));
        }
        var unclear = handOff.Ordinal is { } ordinal ? state.Action(ordinal).Effects.Where(effect => effect.Status == EffectStatus.Unknown).ToArray() : [];
        if (handOff.Topic == "unclear" && handOff.Ordinal is { } asked && state.Action(asked).Effects.Any(effect => effect.Status == EffectStatus.Intended))
        {
            return ([], Refusal.Conflict("It is being reconciled right now; look again in a moment."));
        }
        if (handOff.Topic == HandOffState.Sample && body.Outcome is not ("right" or "wrong"))
        {
            return ([], Refusal.Invalid("outcome", "Was it right or wrong?"));
        }
        if (handOff is { Topic: HandOffState.NotSettled, Ordinal: { } instructed })
        {
            return body.Outcome is not ("executed" or "notExecuted") ? ([], Refusal.Invalid("outcome", "Ask the bank or the provider, then say executed (it arrived) or notExecuted (it came back)."))
                // What the bank told an employee counts like its event.
                : (state.Action(instructed).Effects.FirstOrDefault(effect => effect.Status == EffectStatus.Accepted) is { } open
                    ? [resolved, .. SettlementFacts.Of(packs[state.Pack], state, state.Action(instructed), open, body.Outcome == "executed" ? EffectStatus.Done : EffectStatus.Returned, $"{user}: {body.Note}", now).Where(fact => fact is not HandOffResolved)]
                    : [resolved], null);
        }
        if (TaskStep(state, handOff) is not null && Outcomes(packs, state, handOff) is var outcomes && !outcomes.Contains(body.Outcome))
        {
            // Any other would leave the run with nowhere to go.
            return ([], Refusal.Invalid("outcome", $"Must be one of {string.Join(", ", outcomes)}."));
        }
        if (handOff.Topic != "unclear" || unclear.Length == 0)
        {
            return ([resolved], null);
        }
        return body.Outcome is "executed" or "notExecuted"
            ? ([resolved, .. unclear.Select(effect => new EffectSettled(handOff.Ordinal!.Value, effect.Key, body.Outcome == "executed" ? EffectStatus.Done : EffectStatus.Refused, null, [], $"{user}: {body.Note}"))], null)
            : ([], Refusal.Invalid("outcome", "Look it up in the outside system, then say executed or notExecuted."));
    }
}
