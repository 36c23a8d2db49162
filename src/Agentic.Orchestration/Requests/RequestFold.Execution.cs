using Agentic.Contracts;
using Agentic.Engine.Runs;

namespace Agentic.Orchestration.Requests;

internal static partial class RequestFold
{
    private static RequestState ApplyExecution(RequestState state, JournalEvent happened, DateTimeOffset at) =>
        happened switch
        {
            RunAdvanced run => Advance(state, run),
            RunStuck stuck => With(
                state,
                stuck.Ordinal,
                action =>
                    action with
                    {
                        Stuck = stuck,
                        Failures = action.Failures + (stuck.Step == RunStuck.Failure ? 1 : 0),
                        StuckSince =
                            stuck.Attempt > 1 && action.StuckSince?.Step == stuck.Step
                                ? action.StuckSince
                                : new(stuck.Step, at),
                    }
            ),
            RunRetried retried => With(
                state,
                retried.Ordinal,
                action =>
                    action with
                    {
                        Stuck = action.Stuck is null ? null : action.Stuck with { RetryAt = at },
                        Effects =
                        [
                            .. action.Effects.Select(effect => effect.RetryAt is null ? effect : effect with { RetryAt = at }),
                        ],
                    }
            ) with
            {
                HandOffs = ClearAnswers(state, retried.Ordinal, null),
            },
            GateDecided gate => With(
                state,
                gate.Ordinal,
                action => action with { Gate = gate.Decision, GateActivity = gate.Gate }
            ),
            PermitConsumed permit => With(
                state,
                permit.Ordinal,
                action =>
                    action with
                    {
                        Status = ActionStatus.Executing,
                        Limits = [.. action.Limits, .. permit.Limits],
                        Effects =
                        [
                            .. action.Effects,
                            .. permit.Effects.Select(entry => new EffectState(
                                entry.Key,
                                entry.Effect,
                                EffectStatus.Reserved,
                                entry.UndoOf
                            )),
                        ],
                    }
            ),
            EffectIntended intended => With(state, intended.Ordinal, action => Intend(action, intended, at)) with
            {
                HandOffs = ClearAnswers(state, intended.Ordinal, intended.Key),
            },
            EffectSettled settled => With(state, settled.Ordinal, action => Settle(action, settled)),
            SettlementAsked asked => With(
                state,
                asked.Ordinal,
                action => WithEffect(action, asked.Key, effect => effect with { AskAt = asked.AskAt, Asked = effect.Asked + 1 })
            ),
            EffectUnclear unclear => With(
                state,
                unclear.Ordinal,
                action =>
                    WithEffect(
                        action,
                        unclear.Key,
                        effect =>
                            effect with
                            {
                                Status = EffectStatus.Unknown,
                                Reason = unclear.Reason,
                                Attempt = unclear.Attempt,
                                RetryAt = unclear.RetryAt,
                                Unclear = effect.Unclear + 1,
                            }
                    )
            ),
            UndoRequired undo => With(
                state,
                undo.Ordinal,
                action =>
                    action with
                    {
                        Undo = undo,
                        Stuck = null,
                        Status = action.Status.IsTerminal() ? ActionStatus.Executing : action.Status,
                    }
            ),
            UndoGivenUp given => With(
                state,
                given.Ordinal,
                action => WithEffect(action, given.Key, effect => effect with { Reason = given.Reason, UndoGivenUp = true })
            ),
            ActionEnded ended => CloseApprovals(
                Unasked(
                    With(
                        state,
                        ended.Ordinal,
                        action =>
                            action with
                            {
                                Status = ended.Status,
                                End = ended,
                                Stuck = null,
                                AwaitsConsent = false,
                                Effects =
                                [
                                    .. action.Effects.Select(effect =>
                                        effect.Status == EffectStatus.Reserved
                                            ? effect with
                                            {
                                                Status = EffectStatus.Released,
                                            }
                                            : effect
                                    ),
                                ],
                            }
                    ),
                    ended.Ordinal,
                    _ => false
                ),
                ended.Ordinal,
                ended.Why
            ),
            ActionEdited edited => With(
                state,
                edited.Ordinal,
                action =>
                    action with
                    {
                        Arguments = edited.Arguments,
                        EditedBy = edited.By == SystemActor ? action.EditedBy : edited.By,
                        Sentence = edited.Sentence,
                        AtRisk = edited.AtRisk,
                        Preview = edited.Gate,
                        Targets = edited.Targets,
                        Items = edited.Items ?? action.Items,
                        Breakdown = edited.Breakdown,
                        Terms = edited.Terms,
                        Moves = edited.Moves,
                        Run = null,
                        Gate = null,
                        PlanVersion = edited.PlanVersion,
                        AwaitsConsent = edited.NeedsConsent,
                        Status = edited.NeedsConsent ? ActionStatus.Proposed : ActionStatus.Confirmed,
                        Requoted = edited.By == SystemActor,
                    }
            ) with
            {
                PlanVersion = edited.PlanVersion,
            },
            _ => throw new InvalidOperationException($"{happened.GetType().Name} is no execution fact."),
        };

    private static RequestState Advance(RequestState state, RunAdvanced advanced)
    {
        var run = RunState.FromJson(advanced.Run);
        bool IsOpen(int step) => step != 0 && run.Open.Any(open => open.Step == step);
        return Unasked(
            With(
                state,
                advanced.Ordinal,
                action =>
                    action with
                    {
                        Run = run,
                        Workflow = advanced.Workflow,
                        WorkflowHash = advanced.Hash,
                        Answers =
                            action.Answers.Count == 0
                                ? action.Answers
                                : action.Answers.Where(answer => IsOpen(answer.Key)).ToDictionary(),
                        // A step that was tried and never left is still stuck while it is tried again.
                        Stuck = action.Effects.Any(effect =>
                            effect is { NotSentCount: > 0, Status: EffectStatus.Reserved or EffectStatus.Intended }
                        )
                            ? action.Stuck
                            : null,
                        Status = action.Status == ActionStatus.Confirmed ? ActionStatus.Executing : action.Status,
                    }
            ),
            advanced.Ordinal,
            IsOpen
        );
    }

    /// <summary>What a step asked is over when the step is: answered, out of time, or cancelled by another branch.</summary>
    private static RequestState Unasked(RequestState state, int ordinal, Func<int, bool> isOpen)
    {
        bool IsOver(OpenQuestion question) =>
            question.IsByRun && question.Ordinal == ordinal && question.Step is { } step && !isOpen(step);
        return state.Questions.Any(IsOver)
            ? state with
            {
                Questions = [.. state.Questions.Where(question => !IsOver(question))],
            }
            : state;
    }

    /// <summary>It is tried again: what people found out before says nothing about this attempt.</summary>
    private static IReadOnlyList<HandOffState> ClearAnswers(RequestState state, int ordinal, string? key) =>
        [
            .. state.HandOffs.Select(handOff =>
                handOff is { IsOpen: true, Topic: HandOffTopics.Unclear, Answers.Count: > 0 }
                && handOff.Ordinal == ordinal
                && (key is null || handOff.AsksAbout(ordinal, key))
                    ? handOff with
                    {
                        Answers = [],
                    }
                    : handOff
            ),
        ];

    private static ActionState Intend(ActionState action, EffectIntended intended, DateTimeOffset at)
    {
        var known =
            intended.Undo is { } undo && action.Effects.All(effect => effect.Key != undo.Key)
                ? action with
                {
                    Effects = [.. action.Effects, new(undo.Key, undo.Effect, EffectStatus.Reserved, undo.UndoOf)],
                }
                : action;
        return WithEffect(
            known,
            intended.Key,
            effect =>
                effect with
                {
                    Status = EffectStatus.Intended,
                    Attempt = intended.Attempt,
                    IntendedAt = at,
                    RetryAt = null,
                    Precondition = intended.Precondition ?? effect.Precondition,
                }
        );
    }

    private static ActionState Settle(ActionState action, EffectSettled settled)
    {
        var changed = WithEffect(
            action,
            settled.Key,
            effect =>
                effect with
                {
                    Status = settled.Status,
                    Reference = settled.Reference,
                    Output = settled.Output,
                    Reason = settled.Reason,
                    RetryAt = null,
                    AskAt = settled.AskAt,
                    NotSentCount = settled.Status == EffectStatus.Reserved ? effect.NotSentCount + 1 : 0,
                }
        );
        // The undone effect gives its targets back.
        var undone = changed.Effects.First(effect => effect.Key == settled.Key).UndoOf;
        changed =
            undone is not null && settled.Status == EffectStatus.Done
                ? WithEffect(changed, undone, effect => effect with { Status = EffectStatus.Returned })
                : changed;
        return changed.Status == ActionStatus.Unclear && changed.Effects.All(effect => effect.Status != EffectStatus.Unknown)
            ? changed with
            {
                Status = ActionStatus.Executing,
            }
            : changed;
    }

    private static ActionState WithEffect(ActionState action, string key, Func<EffectState, EffectState> change) =>
        action with
        {
            Effects = [.. action.Effects.Select(effect => effect.Key == key ? change(effect) : effect)],
        };
}
