using System.Text.Json.Nodes;
using Agentic.Engine.Definitions;

namespace Agentic.Engine.Runs;

/// <summary>Evaluates bindings against a run.</summary>
public static class Values
{
    public static JsonObject Of(Activity activity, RunState state)
    {
        var values = new JsonObject();
        foreach (var (name, binding) in activity.Inputs)
        {
            values[name] = Of(binding, state);
        }
        return values;
    }

    public static JsonNode? Of(Binding binding, RunState state) =>
        binding switch
        {
            LiteralBinding literal => literal.Value?.DeepClone(),
            VariableBinding variable => state.Variables.GetValueOrDefault(variable.Variable)?.DeepClone(),
            InputBinding input => state.Inputs.GetValueOrDefault(input.Input)?.DeepClone(),
            ObjectBinding made => References.Replace(made.Value, reference => Of(reference, state)),
            _ => throw new InvalidOperationException($"Unknown binding {binding.GetType().Name}."),
        };

    /// <summary>A reference to an effect's output stays one: it is filled when that effect has happened.</summary>
    private static JsonNode? Of(Reference reference, RunState state) =>
        reference.Input is { } input ? References.Walk(state.Inputs.GetValueOrDefault(input), reference.Path)
        : reference.Variable is { } variable ? References.Walk(state.Variables.GetValueOrDefault(variable), reference.Path)
        : new JsonObject { ["$effect"] = reference.Effect, ["path"] = reference.Path };
}
