using System.Text.Json.Nodes;

namespace Agentic.Engine.Definitions;

/// <summary>A value inside an Object expression that stands for something else.</summary>
/// <param name="Path">Dotted path into the value; empty for the whole.</param>
public sealed record Reference(string? Input, string? Variable, string? Effect, string Path);

public static class References
{
    /// <summary>The reference that this node is, or null when it is plain data.</summary>
    public static Reference? TryRead(JsonNode? node) =>
        node is not JsonObject members || members.Count is 0 or > 2 ? null
        : Name(members, "$input") is { } input ? new(input, null, null, Name(members, "path") ?? "")
        : Name(members, "$variable") is { } variable ? new(null, variable, null, Name(members, "path") ?? "")
        : Name(members, "$effect") is { } effect ? new(null, null, effect, Name(members, "path") ?? "")
        : null;

    public static IEnumerable<Reference> In(JsonNode? node) =>
        TryRead(node) is { } reference
            ? [reference]
            : node switch
            {
                JsonObject members => members.SelectMany(member => In(member.Value)),
                JsonArray items => items.SelectMany(In),
                _ => [],
            };

    /// <summary>A copy in which each reference is replaced by what <paramref name="resolve"/> returns.</summary>
    public static JsonNode? Replace(JsonNode? node, Func<Reference, JsonNode?> resolve) =>
        TryRead(node) is { } reference
            ? resolve(reference)?.DeepClone()
            : node switch
            {
                JsonObject members => new JsonObject(
                    members.Select(member => KeyValuePair.Create(member.Key, Replace(member.Value, resolve)))
                ),
                JsonArray items => new JsonArray([.. items.Select(item => Replace(item, resolve))]),
                _ => node?.DeepClone(),
            };

    public static JsonNode? Walk(JsonNode? value, string path)
    {
        foreach (var name in path.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            value = (value as JsonObject)?[name];
        }
        return value;
    }

    private static string? Name(JsonObject members, string key) =>
        members[key] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
