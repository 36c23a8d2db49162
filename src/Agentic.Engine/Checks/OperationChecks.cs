using System.Text.Json.Nodes;
using Agentic.Engine.Definitions;

namespace Agentic.Engine.Checks;

/// <summary>Operations, rule sets, texts and argument types exist and fit.</summary>
internal static class OperationChecks
{
    public static IEnumerable<Problem> Run(WorkflowDefinition definition, CheckContext context)
    {
        Problem At(string activity, string reason) => new(definition.File, activity, reason);
        foreach (
            var (name, type) in definition.Inputs.Where(input =>
                !context.ActionArguments.ContainsKey(input.Key) && !input.Key.StartsWith("request.", StringComparison.Ordinal)
            )
        )
        {
            yield return At(
                "$.inputs",
                $"'{name}' is not an argument of the action. It has: {string.Join(", ", context.ActionArguments.Keys)}."
            );
        }
        foreach (var (name, type) in definition.Inputs)
        {
            if (context.ActionArguments.TryGetValue(name, out var declared) && declared.TrimEnd('?') != type)
            {
                yield return At("$.inputs", $"'{name}' is {type} here and {declared.TrimEnd('?')} in the catalogue.");
            }
        }
        foreach (var activity in definition.Activities.Values)
        {
            if (activity.Type is ActivityTypes.Query or ActivityTypes.Effect)
            {
                foreach (var problem in CheckOperation(definition, activity, context))
                {
                    yield return problem;
                }
            }
            if (activity.Type is ActivityTypes.Gate or ActivityTypes.Decide && activity.Literal("ruleSet") is var ruleSet)
            {
                if (ruleSet is null || !context.RuleSets.TryGetValue(ruleSet, out var outcomes))
                {
                    yield return At(
                        activity.Id,
                        $"There is no rule set '{ruleSet}'. Known: {string.Join(", ", context.RuleSets.Keys)}."
                    );
                }
                else if (
                    activity.Type == ActivityTypes.Decide
                    && outcomes.Except(activity.Ports).FirstOrDefault() is { } missing
                )
                {
                    yield return At(
                        activity.Id,
                        $"The rule set '{ruleSet}' can say '{missing}', which is not among 'outcomes'."
                    );
                }
            }
            if (
                activity.Inputs.ContainsKey("text")
                && activity.Literal("text") is var text
                && (text is null || !context.Texts.Contains(text))
            )
            {
                yield return At(
                    activity.Id,
                    $"The text '{text}' is missing in a texts file of the pack (both languages need it)."
                );
            }
        }
    }

    private static IEnumerable<Problem> CheckOperation(WorkflowDefinition definition, Activity activity, CheckContext context)
    {
        Problem At(string reason) => new(definition.File, activity.Id, reason);
        var wanted = $"{activity.Literal("connector")}.{activity.Literal("operation")}";
        if (!context.Operations.TryGetValue(wanted, out var operation))
        {
            yield return At(
                $"No connector has the operation '{wanted}'. Known: "
                    + $"{string.Join(", ", context.Operations.Keys.Order(StringComparer.Ordinal))}."
            );
            yield break;
        }
        if (operation.Writes != (activity.Type == ActivityTypes.Effect))
        {
            yield return At(
                operation.Writes
                    ? $"'{wanted}' changes something: it needs an {ActivityTypes.Effect} behind a gate."
                    : $"'{wanted}' only reads: use {ActivityTypes.Query}."
            );
        }
        if (activity.Type == ActivityTypes.Effect && activity.Composed("undo") is { } undo)
        {
            var name = (string?)(undo as JsonObject)?["operation"];
            if (name is null || name != operation.Undo)
            {
                yield return At($"The undo of '{wanted}' is '{operation.Undo}', not '{name}'.");
            }
        }
        else if (activity.Type == ActivityTypes.Effect && !activity.Irreversible && operation.Undo is null)
        {
            yield return At($"'{wanted}' has no undo: mark the effect 'irreversible'.");
        }
        var arguments = activity.Composed("arguments") as JsonObject ?? [];
        foreach (
            var (name, type) in operation.Arguments.Where(argument =>
                !argument.Value.EndsWith('?') && !arguments.ContainsKey(argument.Key)
            )
        )
        {
            yield return At($"'{wanted}' needs the argument '{name}' ({type}).");
        }
        if (activity.Inputs.ContainsKey("precondition") && References.Of(activity.Composed("precondition")) is null)
        {
            yield return At(
                "'precondition' must be a reference to a version that was read or returned, such as "
                    + "{\"$variable\":\"order\",\"path\":\"version\"}."
            );
        }
        foreach (var (name, value) in arguments)
        {
            if (!operation.Arguments.TryGetValue(name, out var type))
            {
                yield return At($"'{wanted}' has no argument '{name}'. It has: {string.Join(", ", operation.Arguments.Keys)}.");
            }
            else if (
                TypeOf(definition, value, context) is { } actual
                && actual.TrimEnd('?') != type.TrimEnd('?')
                && type.TrimEnd('?') != "Object"
            )
            {
                yield return At($"Argument '{name}' of '{wanted}' is {type.TrimEnd('?')}, but is given {actual}.");
            }
        }
        foreach (var reference in References.In(arguments).Concat(References.In(activity.Composed("precondition"))))
        {
            if (
                reference.Variable is { } variable
                && reference.Path.Length > 0
                && Producer(definition, variable, context) is { } producer
                && !Knows(producer, reference.Path)
            )
            {
                yield return At(
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
        if (References.Of(value) is not { } reference)
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
