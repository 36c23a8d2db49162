using System.Text.Json.Nodes;

namespace Agentic.Orchestration.Packs.Schemas;

/// <summary>What a schema of a pack may say. Anything else is refused when the pack is read, not skipped.</summary>
internal static class SchemaLint
{
    private static readonly string[] Known = [.. SchemaKeywords.All.Except(["patternProperties"])];

    private static readonly string[] Types = ["string", "integer", "boolean", "array", "object"];

    public static IEnumerable<(string Path, string Error)> Lint(JsonObject schema, string path)
    {
        foreach (var unknown in schema.Select(member => member.Key).Except(Known))
        {
            yield return (path, $"'{unknown}' is not a schema keyword that is checked here. Use {string.Join(", ", Known)}.");
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
            _ = PatternKeyword.Compile(pattern);
            return true;
        }
        catch (Exception refused) when (refused is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }
}
