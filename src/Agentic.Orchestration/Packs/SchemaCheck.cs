using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Agentic.Orchestration.Packs.Schemas;
using Json.Pointer;
using Json.Schema;

namespace Agentic.Orchestration.Packs;

/// <summary>
/// Checks a value against a schema of a pack. The schema library finds what is wrong; this says it in words that name the
/// field and the fix. What a schema may contain: <see cref="SchemaLint"/>.
/// </summary>
internal static class SchemaCheck
{
    private const int MaxText = 1000,
        MaxItems = 100;
    private static readonly EvaluationOptions Options = new() { OutputFormat = OutputFormat.List };
    private static readonly ConditionalWeakTable<JsonObject, BuiltSchema> Built = [];

    /// <summary>Everything that is wrong with a value; empty when it fits.</summary>
    public static IEnumerable<(string Path, string Error)> Check(JsonNode? value, JsonObject schema, string path)
    {
        var built = Built.GetValue(schema, BuiltSchema.Of);
        var result = built.Schema.Evaluate(JsonSerializer.SerializeToElement(value), Options);
        return result.IsValid
            ? []
            : (result.Details ?? [])
                .Prepend(result)
                .SelectMany(found => (found.Errors ?? []).Keys.SelectMany(keyword => Say(keyword, found, value, built, path)));
    }

    private static IEnumerable<(string, string)> Say(
        string keyword,
        EvaluationResults found,
        JsonNode? value,
        BuiltSchema built,
        string path
    )
    {
        var at = path + string.Concat(Steps(found.InstanceLocation).Select(Step));
        var (says, seen) = (Walk(built.Source, Steps(found.EvaluationPath)), Walk(value, Steps(found.InstanceLocation)));
        if (keyword == "required")
        {
            return (says!["required"] as JsonArray ?? [])
                .Select(name => (string)name!)
                .Where(name => !((JsonObject)seen!).ContainsKey(name))
                .Select(name => ($"{at}.{name}", "Is required."));
        }
        // A member that must not be there fails the schema "false".
        var error = says is JsonObject schema ? Describe(keyword, schema, seen) : DescribeUnknown(found, built);
        return [(at, error)];
    }

    private static string Describe(string keyword, JsonObject schema, JsonNode? value) =>
        keyword switch
        {
            "type" => $"Must be {Article((string)schema["type"]!)}, not {Kind(value)}.",
            "enum" => $"Must be one of {string.Join(", ", ((JsonArray)schema["enum"]!).Select(option => option?.ToString()))}.",
            "pattern" when (string?)schema["description"] is { } meant => $"Must be {meant} (matching {schema["pattern"]}).",
            "pattern" => $"Must match {schema["pattern"]}.",
            "minLength" or "maxLength" => $"Must have {schema["minLength"] ?? 0} to {schema["maxLength"]} characters.",
            "minItems" or "maxItems" => $"Must have {schema["minItems"] ?? 0} to {schema["maxItems"]} entries.",
            "minimum" or "maximum" => $"Must be from {schema["minimum"]} to {schema["maximum"]}.",
            "uniqueItems" => "Lists an entry twice.",
            "format" when (string?)schema["format"] == FormatKeyword.Line =>
                "Must be one line of plain text, without control characters or marks that turn the reading direction.",
            "format" => """Must be money such as {"amount":"19.90","currency":"EUR"}: """
                + "digits without a sign, with the currency's decimals.",
            _ => $"Does not fit '{keyword}'.",
        };

    private static string DescribeUnknown(EvaluationResults found, BuiltSchema built)
    {
        var owner = Walk(built.Source, Steps(found.EvaluationPath).SkipLast(1)) as JsonObject;
        var known = (owner?["properties"] as JsonObject ?? []).Select(property => property.Key);
        return $"Is not known here. Known: {string.Join(", ", known)}.";
    }

    private static IEnumerable<string> Steps(JsonPointer pointer) =>
        pointer
            .ToString()
            .Split('/')
            .Skip(1)
            .Select(step => step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal));

    private static JsonNode? Walk(JsonNode? from, IEnumerable<string> steps) =>
        steps.Aggregate(
            from,
            (node, step) =>
                node switch
                {
                    JsonObject members => members[step],
                    JsonArray items when int.TryParse(step, out var index) && index < items.Count => items[index],
                    _ => null,
                }
        );

    private static string Step(string step) => int.TryParse(step, out _) ? $"[{step}]" : $".{step}";

    private static string Article(string type) => type is "integer" or "array" or "object" ? $"an {type}" : $"a {type}";

    private static string Kind(JsonNode? value) =>
        value is null ? "missing or null" : value.GetValueKind().ToString().ToLowerInvariant();

    /// <summary>A schema with the bounds that every text and every list has.</summary>
    private sealed record BuiltSchema(JsonSchema Schema, JsonObject Source)
    {
        public static BuiltSchema Of(JsonObject schema)
        {
            var bounded = (JsonObject)schema.DeepClone();
            Bound(bounded);
            // A registry of its own: the shared one would keep every schema for ever.
            var options = new BuildOptions { Dialect = SchemaKeywords.Dialect, SchemaRegistry = new() };
            return new(JsonSchema.Build(JsonSerializer.SerializeToElement(bounded), options), bounded);
        }

        private static void Bound(JsonObject schema)
        {
            switch ((string?)schema["type"])
            {
                case "string":
                    schema["maxLength"] ??= MaxText;
                    schema["format"] ??= FormatKeyword.Line;
                    break;
                case "array":
                    schema["maxItems"] ??= MaxItems;
                    break;
            }
            foreach (
                var inner in (schema["properties"] as JsonObject ?? []).Select(member => member.Value).Append(schema["items"])
            )
            {
                if (inner is JsonObject part)
                {
                    Bound(part);
                }
            }
        }
    }
}
