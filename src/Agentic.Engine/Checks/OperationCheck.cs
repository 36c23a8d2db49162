using System.Text.Json.Nodes;
using Agentic.Engine.Definitions;

namespace Agentic.Engine.Checks;

/// <summary>The operation that an activity calls exists, and its arguments fit.</summary>
public static class OperationCheck
{
    /// <returns>The reasons why the activity cannot call its operation.</returns>
    public static IEnumerable<ActivityProblem> Run(WorkflowDefinition definition, Activity activity, CheckContext context)
    {
        var wanted = $"{activity.Literal("connector")}.{activity.Literal("operation")}";
        if (!context.Operations.TryGetValue(wanted, out var operation))
        {
            yield return new(
                $"No connector has the operation '{wanted}'. Known: "
                    + $"{string.Join(", ", context.Operations.Keys.Order(StringComparer.Ordinal))}."
            );
            yield break;
        }
        if (operation.Writes == activity.Kind.ReadsOnly)
        {
            yield return new(
                operation.Writes
                    ? $"'{wanted}' changes something: it needs an {ActivityTypes.Effect} behind a gate."
                    : $"'{wanted}' only reads: use {ActivityTypes.Query}."
            );
        }
        var arguments = activity.ObjectInput("arguments") as JsonObject ?? [];
        foreach (
            var (name, type) in operation.Arguments.Where(argument =>
                !argument.Value.EndsWith('?') && !arguments.ContainsKey(argument.Key)
            )
        )
        {
            yield return new($"'{wanted}' needs the argument '{name}' ({type}).");
        }
        if (activity.Inputs.ContainsKey("precondition") && References.TryRead(activity.ObjectInput("precondition")) is null)
        {
            yield return new(
                "'precondition' must be a reference to a version that was read or returned, such as "
                    + "{\"$variable\":\"order\",\"path\":\"version\"}."
            );
        }
        foreach (var (name, value) in arguments)
        {
            if (!operation.Arguments.TryGetValue(name, out var type))
            {
                yield return new(
                    $"'{wanted}' has no argument '{name}'. It has: {string.Join(", ", operation.Arguments.Keys)}."
                );
            }
            else if (
                TypeOf(definition, value, context) is { } actual
                && actual.TrimEnd('?') != type.TrimEnd('?')
                && type.TrimEnd('?') != "Object"
            )
            {
                yield return new($"Argument '{name}' of '{wanted}' is {type.TrimEnd('?')}, but is given {actual}.");
            }
        }
        foreach (var reference in References.In(arguments).Concat(References.In(activity.ObjectInput("precondition"))))
        {
            if (
                reference.Variable is { } variable
                && reference.Path.Length > 0
                && Producer(definition, variable, context) is { } producer
                && !Knows(producer, reference.Path)
            )
            {
                yield return new(
                    $"'{producer.Connector}.{producer.Name}' returns no '{reference.Path}'. It returns: "
                        + $"{string.Join(", ", producer.Result.Keys)}."
                );
            }
        }
    }

    private static bool Knows(OperationDescription producer, string path) =>
        producer.Result.Keys.Any(known =>
            known == path
            || known.StartsWith(path + ".", StringComparison.Ordinal)
            || path.StartsWith(known + ".", StringComparison.Ordinal)
        );

    private static OperationDescription? Producer(WorkflowDefinition definition, string variable, CheckContext context) =>
        definition.WriterOf(variable) is { } writer
            ? context.Operations.GetValueOrDefault($"{writer.Literal("connector")}.{writer.Literal("operation")}")
            : null;

    private static string? TypeOf(WorkflowDefinition definition, JsonNode? value, CheckContext context)
    {
        if (References.TryRead(value) is not { } reference)
        {
            return value switch
            {
                JsonArray => "Array",
                JsonObject => "Object",
                JsonValue scalar when scalar.TryGetValue<string>(out _) => "String",
                JsonValue scalar when scalar.TryGetValue<bool>(out _) => "Boolean",
                JsonValue => "Int32",
                _ => null,
            };
        }
        if (reference.Input is { } input)
        {
            return definition.Inputs.GetValueOrDefault(input);
        }
        return reference.Variable is { } variable
            ? reference.Path.Length == 0
                ? definition.Variables.GetValueOrDefault(variable)?.Type
                : Producer(definition, variable, context)?.Result.GetValueOrDefault(reference.Path)
            : null;
    }
}
