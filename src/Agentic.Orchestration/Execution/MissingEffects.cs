using Agentic.Contracts;
using Agentic.Engine.Definitions;

namespace Agentic.Orchestration.Execution;

/// <summary>What the customer agreed to and what did not happen, when a run comes to its end.</summary>
internal static class MissingEffects
{
    /// <summary>
    /// Success follows from effects, not from having come to an end: each one that the permit covers has happened, and a
    /// workflow with effects has passed its gate.
    /// </summary>
    public static IReadOnlyList<string> Of(ActionExecution execution)
    {
        var settled = execution
            .PendingSettlements.Where(fact => fact.Status is EffectStatus.Done or EffectStatus.Accepted)
            .Select(fact => fact.Key)
            .ToHashSet();
        return execution.Definition.Activities.Values.All(activity => activity.Type != ActivityTypes.Effect) ? []
            : execution.Action.Effects.Count == 0
                ?
                [
                    .. execution
                        .Definition.Activities.Values.Where(activity => activity.Type == ActivityTypes.Effect)
                        .Select(activity => activity.Literal("operation")!),
                ]
            :
            [
                .. execution
                    .Action.Effects.Where(effect => effect.UndoOf is null && !effect.Happened && !settled.Contains(effect.Key))
                    .Select(effect => effect.Effect.Operation),
            ];
    }
}
