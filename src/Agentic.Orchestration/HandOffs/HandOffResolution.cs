using Agentic.Contracts;
using Agentic.Engine.Runs;
using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Requests.Cases;

namespace Agentic.Orchestration.HandOffs;

/// <summary>How a hand-off may end, and what that leads to.</summary>
internal static class HandOffResolution
{
    private const string Executed = "executed",
        NotExecuted = "notExecuted";
    private static readonly string[] Parking = ["completed", "declined"],
        Happened = [Executed, NotExecuted],
        Judged = ["right", "wrong"],
        Seen = ["completed"];

    /// <summary>
    /// The answers that fit: a request is closed, an effect has happened or not, a workflow's task ends at one of its
    /// ports.
    /// </summary>
    public static IReadOnlyList<string> Outcomes(PackRegistry packs, RequestState state, HandOffState handOff) =>
        handOff.TakesOverRequest ? Parking
        : handOff.IsAboutEffect ? Happened
        : handOff.Topic == HandOffTopics.Sample ? Judged
        : TaskStep(state, handOff) is { } step
        && state.Action(handOff.Ordinal!.Value) is { WorkflowHash: { } hash }
        && packs.Workflow(hash) is { } workflow
            ? [.. workflow.From(step.Activity).Select(connection => connection.Port).Distinct()]
        : Seen;

    /// <summary>The step of a run that waits for this hand-off's answer.</summary>
    private static OpenStep? TaskStep(RequestState state, HandOffState handOff) =>
        handOff.Ordinal is { } ordinal && state.Action(ordinal) is { Run: { } run } action
            ? run.Open.FirstOrDefault(step =>
                step.Waiting?.For == "human" && NextWork.TaskOf(state, action, step)?.Id == handOff.Id
            )
            : null;

    /// <summary>What an employee's answer leads to; for an unclear effect it says what became of it.</summary>
    /// <param name="people">Decides who may report the outcome of an effect, and which accounts belong to one person.
    /// Earlier answers are judged by the rights that their authors have now.</param>
    internal static Change Resolve(
        Colleague by,
        RequestState state,
        HandOffState handOff,
        ResolveHandOff body,
        PackRegistry packs,
        AnsweringRights people,
        DateTimeOffset now
    )
    {
        if (handOff.TakesOverRequest && GetObstacle(state, body.Outcome) is { } obstacle)
        {
            return obstacle;
        }
        var effects = AskedAbout(state, handOff);
        if (handOff.Topic == HandOffTopics.Unclear && effects.Any(effect => effect.Status == EffectStatus.Intended))
        {
            return new HandOffRefusals.BeingReconciled();
        }
        var outcomes = Outcomes(packs, state, handOff);
        if (!outcomes.Contains(body.Outcome))
        {
            // Any other would leave a run with nowhere to go, or money in no known state.
            return new HandOffRefusals.WrongOutcome(
                handOff.Topic switch
                {
                    HandOffTopics.Unclear => "Look it up in the outside system, then say executed or notExecuted.",
                    HandOffTopics.NotSettled =>
                        "Ask the bank or the provider, then say executed (it arrived) or notExecuted (it came back).",
                    _ => $"Must be one of {string.Join(", ", outcomes)}.",
                }
            );
        }
        var resolved = new HandOffResolved(handOff.Id, by.User, body.Outcome, body.Note);
        var note = new CustomerTold("employee.note", body.Note, false, "employee");
        if (handOff.TakesOverRequest)
        {
            return Change.Of(note, resolved);
        }
        // With no open effect there is nothing left to find out. Where the customer was promised a reply, the note is
        // that reply.
        return effects.Length == 0 ? (handOff.PromisesReply ? Change.Of(note, resolved) : Change.Of(resolved))
            : !people.CanAnswer(by.User) ? new HandOffRefusals.ForTheDesk()
            : Found(by, state, handOff, effects, resolved, packs[state.Pack], people, now);
    }

    /// <summary>What has to happen before a person can close the whole request; null when nothing has.</summary>
    private static Refusal? GetObstacle(RequestState state, string outcome) =>
        state.Actions.Any(action => action.ProposedBy is not null && IsUnderWay(action.Status))
            ? new HandOffRefusals.StepIsAgreed()
        : state.Actions.FirstOrDefault(action => action.IsPermitted && !action.Status.IsTerminal()) is { } begun
            ? new HandOffRefusals.StepIsBegun(begun.Ordinal)
        : outcome == "completed" && state.AwaitsConfirmation ? new HandOffRefusals.CustomerIsAsked()
        : null;

    /// <summary>What somebody found out about an effect: recorded, until a second person has found the same.</summary>
    private static Change Found(
        Colleague by,
        RequestState state,
        HandOffState handOff,
        EffectState[] effects,
        HandOffResolved found,
        Pack pack,
        AnsweringRights people,
        DateTimeOffset now
    )
    {
        var same = handOff
            .Answers.Where(answer => answer.Outcome == found.Outcome && (answer.By == by.User || people.CanAnswer(answer.By)))
            .ToArray();
        // Two accounts of one person are one.
        if (RequiresTwoAnswers(state, handOff) && same.All(answer => people.AreSamePerson(answer.By, by.User)))
        {
            return same.Length > 0
                ? new HandOffRefusals.SaidAlready()
                : Change.Of(new HandOffAnswered(handOff.Id, by.User, by.Name, found.Outcome, found.Note));
        }
        var ordinal = handOff.Ordinal!.Value;
        var happened = found.Outcome == Executed;
        var told = string.Join(
            " ",
            same.Where(answer => answer.By != by.User)
                .Select(answer => $"{answer.By}: {answer.Note}")
                .Append($"{by.User}: {found.Note}")
        );
        if (handOff.Topic == HandOffTopics.Unclear)
        {
            var becomes = happened ? EffectStatus.Done : EffectStatus.Refused;
            return Change.Of([
                found,
                .. effects.Select(effect => new EffectSettled(ordinal, effect.Key, becomes, null, [], told)),
            ]);
        }
        // What the bank told employees counts like its event.
        var settled = happened ? EffectStatus.Done : EffectStatus.Returned;
        var facts = SettlementFacts.Of(pack, state, state.Action(ordinal), effects[0], settled, told, now);
        return Change.Of([found, .. facts.Where(fact => fact is not HandOffResolved)]);
    }

    /// <summary>
    /// Two people must report the same outcome of an effect that may happen only once: one misread line or one
    /// dishonest employee could otherwise have money paid twice or never, past every approval.
    /// </summary>
    public static bool RequiresTwoAnswers(RequestState state, HandOffState handOff) =>
        AskedAbout(state, handOff)
            .Any(effect =>
                !(
                    effect.UndoOf is { } original
                        ? state.Action(handOff.Ordinal!.Value).Effects.First(other => other.Key == original)
                        : effect
                )
                    .Effect
                    .Repeatable
            );

    /// <summary>The effects of unknown outcome that this hand-off asks about.</summary>
    private static EffectState[] AskedAbout(RequestState state, HandOffState handOff) =>
        handOff.Ordinal is not { } ordinal
            ? []
            :
            [
                .. state
                    .Action(ordinal)
                    .Effects.Where(effect =>
                        handOff.AsksAbout(ordinal, effect.Key)
                        && handOff.Topic switch
                        {
                            HandOffTopics.Unclear => effect.Status is EffectStatus.Unknown or EffectStatus.Intended,
                            HandOffTopics.NotSettled => effect.Status == EffectStatus.Accepted,
                            _ => false,
                        }
                    ),
            ];

    private static bool IsUnderWay(ActionStatus status) =>
        status is ActionStatus.Confirmed or ActionStatus.AwaitingApproval or ActionStatus.Executing or ActionStatus.Unclear;
}
