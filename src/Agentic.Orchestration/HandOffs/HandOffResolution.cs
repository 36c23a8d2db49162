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
    private const string Executed = "executed", NotExecuted = "notExecuted";
    private static readonly string[] Parking = ["completed", "declined"], Happened = [Executed, NotExecuted], Judged = ["right", "wrong"], Seen = ["completed"];

    /// <summary>The answers that fit: a request is closed, an effect has happened or not, a workflow's task ends at one of its ports.</summary>
    public static IReadOnlyList<string> Outcomes(PackRegistry packs, RequestState state, HandOffState handOff) =>
        handOff.Parks ? Parking
        : handOff.Topic is HandOffState.Unclear or HandOffState.NotSettled ? Happened
        : handOff.Topic == HandOffState.Sample ? Judged
        : TaskStep(state, handOff) is { } step && state.Action(handOff.Ordinal!.Value) is { WorkflowHash: { } hash } && packs.Workflow(hash) is { } workflow
            ? [.. workflow.From(step.Activity).Select(connection => connection.Port).Distinct()]
        : Seen;

    /// <summary>The step of a run that waits for this hand-off's answer.</summary>
    private static OpenStep? TaskStep(RequestState state, HandOffState handOff) =>
        handOff.Ordinal is { } ordinal && state.Action(ordinal) is { Run: { } run } action && NextWork.TaskOf(state, action)?.Id == handOff.Id ? run.Open.FirstOrDefault(step => step.Waiting?.For == "human") : null;

    /// <summary>What an employee's answer leads to; for an unclear effect it says what became of it.</summary>
    internal static (IReadOnlyList<JournalEvent> Events, Refusal? Refusal) Resolve(Colleague by, RequestState state, HandOffState handOff, ResolveHandOff body, PackRegistry packs, DateTimeOffset now)
    {
        if (handOff.Topic == HandOffState.Owed && state.Actions.Any(action => action is { ProposedBy: not null, Status: ActionStatus.Confirmed or ActionStatus.AwaitingApproval }))
        {
            // Closing would skip what the customer has said yes to, and the money would never leave.
            return Refused(Refusal.Conflict("The customer agreed to a step that is not carried out yet. Close it when that is done or refused."));
        }
        var effects = AskedAbout(state, handOff);
        if (handOff.Topic == HandOffState.Unclear && effects.Any(effect => effect.Status == EffectStatus.Intended))
        {
            return Refused(Refusal.Conflict("It is being reconciled right now; look again in a moment."));
        }
        var resolved = new HandOffResolved(handOff.Id, by.User, body.Outcome, body.Note);
        var outcomes = Outcomes(packs, state, handOff);
        if (!outcomes.Contains(body.Outcome))
        {
            // Any other would leave a run with nowhere to go, or money in no known state.
            return Refused(Refusal.Invalid("outcome", handOff.Topic switch
            {
                HandOffState.Unclear => "Look it up in the outside system, then say executed or notExecuted.",
                HandOffState.NotSettled => "Ask the bank or the provider, then say executed (it arrived) or notExecuted (it came back).",
                _ => $"Must be one of {string.Join(", ", outcomes)}.",
            }));
        }
        if (handOff.Parks)
        {
            return ([new CustomerTold("employee.note", body.Note, false, "employee"), resolved], null);
        }
        if (effects.Length == 0)
        {
            // Nothing is in doubt, or the outside system has told meanwhile.
            return ([resolved], null);
        }
        if (SecondPerson(by, handOff, effects, body) is { } first)
        {
            return first;
        }
        var told = handOff.Answer is { } earlier && earlier.By != by.User ? $"{earlier.By}: {earlier.Note} {by.User}: {body.Note}" : $"{by.User}: {body.Note}";
        var ordinal = handOff.Ordinal!.Value;
        return handOff.Topic == HandOffState.Unclear
            ? ([resolved, .. effects.Select(effect => new EffectSettled(ordinal, effect.Key, body.Outcome == Executed ? EffectStatus.Done : EffectStatus.Refused, null, [], told))], null)
            // What the bank told employees counts like its event.
            : ([resolved, .. SettlementFacts.Of(packs[state.Pack], state, state.Action(ordinal), effects[0], body.Outcome == Executed ? EffectStatus.Done : EffectStatus.Returned, told, now).Where(fact => fact is not HandOffResolved)], null);
    }

    /// <summary>
    /// Who says that money never moved frees it to be paid once more. So that no single person can have it paid twice, by
    /// mistake or on purpose, somebody else has to say the same; two who say different things have settled nothing.
    /// </summary>
    /// <returns>What the first answer leads to; null when the answer counts.</returns>
    private static (IReadOnlyList<JournalEvent> Events, Refusal? Refusal)? SecondPerson(Colleague by, HandOffState handOff, EffectState[] effects, ResolveHandOff body)
    {
        var earlier = handOff.Answer;
        if (earlier?.Outcome == body.Outcome)
        {
            return earlier.By != by.User ? null : Refused(Refusal.Conflict("You have said so. It counts when somebody else looks it up and says the same."));
        }
        var isContradiction = earlier is not null && earlier.By != by.User;
        return isContradiction || (body.Outcome == NotExecuted && effects.Any(effect => !effect.Effect.Repeatable))
            ? ([new HandOffAnswered(handOff.Id, by.User, by.Name, body.Outcome, body.Note)], null)
            : null;
    }

    /// <summary>The effects of which nobody knows what became of them, and this hand-off asks.</summary>
    private static EffectState[] AskedAbout(RequestState state, HandOffState handOff) => handOff.Ordinal is not { } ordinal ? []
        : [.. state.Action(ordinal).Effects.Where(effect => handOff.AsksAbout(ordinal, effect.Key) && handOff.Topic switch
        {
            HandOffState.Unclear => effect.Status is EffectStatus.Unknown or EffectStatus.Intended,
            HandOffState.NotSettled => effect.Status == EffectStatus.Accepted,
            _ => false,
        })];

    private static (IReadOnlyList<JournalEvent> Events, Refusal? Refusal) Refused(Refusal refusal) => ([], refusal);
}

/// <summary>Whoever answers, with the name that others read.</summary>
internal sealed record Colleague(string User, string Name);
