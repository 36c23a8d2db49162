using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Agentic.Contracts;
using Agentic.Orchestration.Text;

namespace Agentic.Orchestration.Packs;

/// <summary>
/// The part of JSON Schema that catalogues use: type, enum, pattern, lengths, bounds, items, properties, required,
/// additionalProperties, and the format <c>money</c>. A keyword outside of it is refused at load (no schema library restores).
/// </summary>
internal static class SchemaCheck
{
    private static readonly string[] Keywords =
    [
        "type",
        "enum",
        "pattern",
        "minLength",
        "maxLength",
        "minimum",
        "maximum",
        "items",
        "minItems",
        "maxItems",
        "uniqueItems",
        "properties",
        "required",
        "additionalProperties",
        "format",
        "description",
    ];

    private const RegexOptions Linear = RegexOptions.CultureInvariant | RegexOptions.NonBacktracking;

    private static readonly string[] Types = ["string", "integer", "boolean", "array", "object"];

    public static IEnumerable<(string Path, string Error)> Lint(JsonObject schema, string path)
    {
        foreach (var unknown in schema.Select(member => member.Key).Except(Keywords))
        {
            yield return (
                path,
                $"'{unknown}' is not a schema keyword that is checked here. Use {string.Join(", ", Keywords)}."
            );
        }
        if (schema["type"] is not JsonValue type || !type.TryGetValue<string>(out var name) || !Types.Contains(name))
        {
            yield return (path, $"'type' must be one of {string.Join(", ", Types)}; money and measures are not plain numbers.");
        }
        if ((string?)schema["pattern"] is { } pattern && !IsPattern(pattern))
        {
            yield return (
                path,
                $"'{pattern}' is no pattern that can be checked in linear time. Leave out look-arounds and "
                    + $"back-references, and close every bracket."
            );
        }
        foreach (
            var (member, inner) in (schema["properties"] as JsonObject ?? [])
                .Append(KeyValuePair.Create("[]", schema["items"]))
                .Where(member => member.Value is not null)
        )
        {
            foreach (var problem in Lint((JsonObject)inner!, $"{path}.{member}"))
            {
                yield return problem;
            }
        }
    }

    /// <summary>Customers' words meet these patterns: none may take longer than its text is long.</summary>
    private static bool IsPattern(string pattern)
    {
        try
        {
            _ = new Regex(pattern, Linear);
            return true;
        }
        catch (Exception refused) when (refused is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }

    /// <summary>Everything that is wrong with a value; empty when it fits.</summary>
    public static IEnumerable<(string Path, string Error)> Check(JsonNode? value, JsonObject schema, string path)
    {
        var type = (string)schema["type"]!;
        if (!HasType(value, type))
        {
            return [(path, $"Must be {Article(type)}, not {Describe(value)}.")];
        }
        if (
            (string?)schema["format"] == "money"
            && !Money.TryParseUnsigned(Text(value!["amount"]), Text(value["currency"]), out _)
        )
        {
            return
            [
                (
                    path,
                    """Must be money such as {"amount":"19.90","currency":"EUR"}: """
                        + "digits without a sign, with the currency's decimals."
                ),
            ];
        }
        if (schema["enum"] is JsonArray options && !options.Any(option => JsonNode.DeepEquals(option, value)))
        {
            return [(path, $"Must be one of {string.Join(", ", options.Select(option => option?.ToString()))}.")];
        }
        return type switch
        {
            "string" => CheckText(value!.GetValue<string>(), schema, path),
            "integer" => Number(schema, "minimum") > Whole(value!) || Number(schema, "maximum") < Whole(value!)
                ? [(path, $"Must be from {schema["minimum"]} to {schema["maximum"]}.")]
                : [],
            "array" => CheckItems((JsonArray)value!, schema, path),
            "object" => CheckMembers((JsonObject)value!, schema, path),
            _ => [],
        };
    }

    private static IEnumerable<(string, string)> CheckText(string text, JsonObject schema, string path)
    {
        if (text.Length < Number(schema, "minLength") || text.Length > (Number(schema, "maxLength") ?? 1000))
        {
            yield return (
                path,
                $"Must have {Number(schema, "minLength") ?? 0} to {Number(schema, "maxLength") ?? 1000} characters."
            );
        }
        if (text.Any(OutsideText.IsHidden))
        {
            yield return (
                path,
                "Must be one line of plain text, without control characters or marks that turn the reading direction."
            );
        }
        if ((string?)schema["pattern"] is { } pattern && !Regex.IsMatch(text, pattern, Linear))
        {
            yield return (
                path,
                (string?)schema["description"] is { } meant
                    ? $"Must be {meant} (matching {pattern})."
                    : $"Must match {pattern}."
            );
        }
    }

    private static IEnumerable<(string, string)> CheckItems(JsonArray items, JsonObject schema, string path)
    {
        if (items.Count < Number(schema, "minItems") || items.Count > (Number(schema, "maxItems") ?? 100))
        {
            yield return (path, $"Must have {Number(schema, "minItems") ?? 0} to {Number(schema, "maxItems") ?? 100} entries.");
        }
        for (var index = 0; index < items.Count; index++)
        {
            foreach (var problem in schema["items"] is JsonObject inner ? Check(items[index], inner, $"{path}[{index}]") : [])
            {
                yield return problem;
            }
            if (
                (bool?)schema["uniqueItems"] == true
                && items.Take(index).Any(earlier => JsonNode.DeepEquals(earlier, items[index]))
            )
            {
                yield return ($"{path}[{index}]", "Is listed twice.");
            }
        }
    }

    private static IEnumerable<(string, string)> CheckMembers(JsonObject members, JsonObject schema, string path)
    {
        var properties = schema["properties"] as JsonObject ?? [];
        foreach (
            var missing in (schema["required"] as JsonArray ?? [])
                .Select(name => (string)name!)
                .Where(name => !members.ContainsKey(name))
        )
        {
            yield return ($"{path}.{missing}", "Is required.");
        }
        foreach (var (name, value) in members)
        {
            if (properties[name] is JsonObject inner)
            {
                foreach (var problem in Check(value, inner, $"{path}.{name}"))
                {
                    yield return problem;
                }
            }
            else if ((bool?)schema["additionalProperties"] == false)
            {
                yield return (
                    $"{path}.{name}",
                    $"Is not known here. Known: {string.Join(", ", properties.Select(property => property.Key))}."
                );
            }
        }
    }

    private static bool HasType(JsonNode? value, string type) =>
        type switch
        {
            "string" => value?.GetValueKind() == JsonValueKind.String,
            "integer" => value is JsonValue number && number.GetValueKind() == JsonValueKind.Number && TryWhole(number, out _),
            "boolean" => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
            "array" => value is JsonArray,
            _ => value is JsonObject,
        };

    private static bool TryWhole(JsonNode value, out long whole) =>
        long.TryParse(value.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture, out whole);

    private static long Whole(JsonNode value) => TryWhole(value, out var whole) ? whole : 0;

    private static string? Text(JsonNode? value) =>
        value is JsonValue text && text.TryGetValue<string>(out var said) ? said : null;

    private static long? Number(JsonObject schema, string keyword) =>
        schema[keyword] is JsonValue value && TryWhole(value, out var number) ? number : null;

    private static string Article(string type) => type is "integer" or "array" or "object" ? $"an {type}" : $"a {type}";

    private static string Describe(JsonNode? value) =>
        value is null ? "missing or null" : value.GetValueKind().ToString().ToLowerInvariant();
}
