using Agentic.Engine.Definitions;

namespace Agentic.Engine.Checks;

/// <summary>
/// Promise K4: every path to an effect leads through the Allowed port of its gate, and what the effect will do is fixed
/// before the gate, except for outputs of earlier effects.
/// </summary>
internal static class GateChecks
{
    public static IEnumerable<Problem> Run(WorkflowDefinition definition)
    {
        foreach (var effect in definition.Activities.Values.Where(activity => activity.Type == ActivityTypes.Effect))
        {
            if (
                effect.Gate is not { } gateId
                || !definition.Activities.TryGetValue(gateId, out var gate)
                || gate.Type != ActivityTypes.Gate
            )
            {
                yield return new(
                    definition.File,
                    effect.Id,
                    $"'gate' must name an {ActivityTypes.Gate} of this workflow; it says '{effect.Gate}'."
                );
                continue;
            }
            var around = FlowGraph.Path(
                definition,
                definition.Start,
                effect.Id,
                connection => connection.Source == gateId && connection.Port == "Allowed"
            );
            if (around is not null || definition.Start == effect.Id)
            {
                yield return new(
                    definition.File,
                    effect.Id,
                    $"Can be reached without the Allowed port of its gate '{gateId}': "
                        + $"{string.Join(" → ", around ?? [effect.Id])}."
                );
            }
            if (FlowGraph.InLoop(definition, effect.Id))
            {
                yield return new(
                    definition.File,
                    effect.Id,
                    "An effect may not be part of a loop: one run carries out one effect once."
                );
            }
            foreach (var problem in LateBindings(definition, effect, gateId))
            {
                yield return problem;
            }
        }
        var gates = definition.Activities.Values.Where(activity => activity.Type == ActivityTypes.Gate).ToArray();
        if (gates.Length > 1)
        {
            yield return new(
                definition.File,
                gates[1].Id,
                $"A workflow has one gate; '{gates[0].Id}' is one already. What the customer confirms and a "
                    + $"colleague approves is decided once: split the workflow into two actions."
            );
        }
        foreach (var gate in gates)
        {
            if (definition.EffectsOf(gate.Id).Count == 0)
            {
                yield return new(
                    definition.File,
                    gate.Id,
                    "This gate guards no effect: name it in an effect's 'gate', or remove it."
                );
            }
            foreach (
                var before in definition.Activities.Values.Where(activity =>
                    activity.Id != gate.Id
                    && !activity.Kind.ReadsOnly
                    && FlowGraph.Path(definition, activity.Id, gate.Id, _ => false) is not null
                )
            )
            {
                yield return new(
                    definition.File,
                    before.Id,
                    $"{before.Type} stands before the gate. What comes before it runs as a preview, before the "
                        + $"customer has said yes: only reading may stand there."
                );
            }
            if (FlowGraph.InLoop(definition, gate.Id))
            {
                yield return new(
                    definition.File,
                    gate.Id,
                    "A gate may not be part of a loop: each would need an approval of its own."
                );
            }
        }
    }

    /// <summary>What an effect does is sealed at the gate; afterwards only outputs of earlier effects may bind.</summary>
    private static IEnumerable<Problem> LateBindings(WorkflowDefinition definition, Activity effect, string gate)
    {
        var after = FlowGraph.Reach(
            definition,
            definition.From(gate, "Allowed").Select(connection => connection.Target),
            _ => false
        );
        var read = References
            .In(effect.ObjectInput("arguments"))
            .Concat(References.In(effect.ObjectInput("undo")))
            .Concat(References.In(effect.ObjectInput("precondition")))
            .Select(reference => reference.Variable)
            .OfType<string>()
            .Distinct();
        foreach (var variable in read)
        {
            foreach (
                var writer in definition.Activities.Values.Where(activity =>
                    after.Contains(activity.Id)
                    && activity.Type != ActivityTypes.Effect
                    && (
                        activity.Outputs.Values.Contains(variable)
                        || (activity.Type == ActivityTypes.SetVariable && activity.Literal("variable") == variable)
                    )
                )
            )
            {
                yield return new(
                    definition.File,
                    effect.Id,
                    $"Reads '{variable}', which '{writer.Id}' writes after the gate '{gate}'. What was approved "
                        + $"must be fixed at the gate: write it before."
                );
            }
        }
    }
}
