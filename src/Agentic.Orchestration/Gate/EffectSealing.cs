using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Engine.Definitions;
using Agentic.Engine.Runs;
using Agentic.Orchestration.Connectors;

namespace Agentic.Orchestration.Gate;

/// <summary>Fixes at the gate what its effects will do: final arguments, targets, amounts and undo.</summary>
internal static class EffectSealing
{
    /// <returns>The effects, and the activities whose call would change nothing.</returns>
    public static (IReadOnlyList<SealedEffect> Effects, IReadOnlyList<string> Nothing) Seal(
        WorkflowDefinition definition,
        string gate,
        RunState run,
        ConnectorRegistry connectors
    )
    {
        var (effects, nothing) = (new List<SealedEffect>(), new List<string>());
        foreach (var effect in definition.EffectsOf(gate))
        {
            var connector = connectors[effect.Literal("connector")!];
            var operation = effect.Literal("operation")!;
            var arguments = (JsonObject?)Evaluate(effect.ObjectInput("arguments"), definition, run) ?? [];
            var quote = connector.Quote(operation, arguments);
            var undo = effect.ObjectInput("undo") as JsonObject;
            if (quote.ChangesNothing)
            {
                nothing.Add(effect.Id);
                continue;
            }
            effects.Add(
                new(
                    effect.Id,
                    connector.Name,
                    operation,
                    $"{connector.Name}.{quote.Kind}",
                    arguments,
                    quote.Targets,
                    quote.Amount,
                    (string?)undo?["operation"],
                    (JsonObject?)Evaluate(undo?["arguments"], definition, run),
                    Evaluate(effect.ObjectInput("precondition"), definition, run),
                    quote.Repeatable,
                    quote.Charged,
                    quote.Recurs
                )
            );
        }
        return (effects, nothing);
    }

    /// <summary>Replaces references to outputs of this or an earlier effect by the values.</summary>
    public static JsonObject Fill(JsonObject arguments, Func<string, JsonObject?> outputOf) =>
        (JsonObject)
            References.Replace(
                arguments,
                reference =>
                    reference.Effect is { } effect
                        ? References.Walk(outputOf(effect), reference.Path)
                            ?? throw new InvalidOperationException($"Effect '{effect}' returned no '{reference.Path}'.")
                        : null
            )!;

    /// <summary>A variable that an effect writes is not known yet: it stays a reference to that effect's output.</summary>
    private static JsonNode? Evaluate(JsonNode? template, WorkflowDefinition definition, RunState run) =>
        References.Replace(
            template,
            reference =>
                reference.Effect is not null ? Keep(reference.Effect, reference.Path)
                : reference.Input is { } input ? References.Walk(run.Inputs.GetValueOrDefault(input), reference.Path)
                : definition.WriterOf(reference.Variable!) is { Type: ActivityTypes.Effect } writer
                && run.Done.All(done => done.Activity != writer.Id)
                    ? Keep(writer.Id, reference.Path)
                : References.Walk(run.Variables.GetValueOrDefault(reference.Variable!), reference.Path)
        );

    private static JsonObject Keep(string effect, string path) => new() { ["$effect"] = effect, ["path"] = path };
}
