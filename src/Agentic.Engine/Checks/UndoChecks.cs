using Agentic.Engine.Definitions;

namespace Agentic.Engine.Checks;

/// <summary>
/// Promise K5: each effect names its undo or is marked irreversible. A reversible effect must not follow an irreversible
/// one, unless its Failed port is connected: otherwise its failure could no longer be undone.
/// </summary>
internal static class UndoChecks
{
    public static IEnumerable<Problem> Run(WorkflowDefinition definition)
    {
        var effects = definition.Activities.Values.Where(activity => activity.Type == ActivityTypes.Effect).ToArray();
        foreach (var effect in effects)
        {
            if (effect.Irreversible == effect.Inputs.ContainsKey("undo"))
            {
                yield return new(definition.File, effect.Id, "An effect has either 'undo' or 'irreversible': true.");
            }
            foreach (
                var reference in References
                    .In(effect.ObjectInput("undo"))
                    .Where(reference => reference.Effect is not null && reference.Effect != effect.Id)
            )
            {
                yield return new(
                    definition.File,
                    effect.Id,
                    $"Its undo may read its own output only, not that of '{reference.Effect}'."
                );
            }
            if (effect.Irreversible || definition.From(effect.Id, "Failed").Any())
            {
                continue;
            }
            foreach (
                var final in effects.Where(earlier =>
                    earlier.Irreversible && FlowGraph.Path(definition, earlier.Id, effect.Id, _ => false) is not null
                )
            )
            {
                yield return new(
                    definition.File,
                    effect.Id,
                    $"Can fail after '{final.Id}', which cannot be taken back. Put it before, or connect its Failed "
                        + $"port to a human task."
                );
            }
        }
    }
}
