using Agentic.Engine.Definitions;

namespace Agentic.Engine.Checks;

/// <summary>Inputs are arguments of the action; texts exist in both languages.</summary>
internal static class InputChecks
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
}
