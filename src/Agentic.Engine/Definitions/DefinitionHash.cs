using System.Text.Json;
using System.Text.Json.Nodes;
using Agentic.Engine.Canonical;

namespace Agentic.Engine.Definitions;

/// <summary>The content hash that a run is pinned to.</summary>
public static class DefinitionHash
{
    /// <summary>Id and content hash of a definition, whatever its activities are; null when it is no JSON object.</summary>
    public static (string? Id, string Hash)? Identify(string json)
    {
        try
        {
            return JsonNode.Parse(json) is JsonObject root
                ? ((root["definitionId"] as JsonValue)?.ToString(), CanonicalHash(root))
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Designer positions do not change what runs, so moving a box in Elsa Studio keeps the hash.</summary>
    public static string CanonicalHash(JsonObject root)
    {
        var copy = (JsonObject)root.DeepClone();
        Strip(copy);
        return CanonicalJson.Hash(copy);

        static void Strip(JsonNode? node)
        {
            if (node is JsonObject members)
            {
                members.Remove("metadata");
                foreach (var member in members.ToArray())
                {
                    if (
                        member.Value is JsonValue value
                        && value.GetValueKind() == JsonValueKind.Number
                        && !value.TryGetValue<long>(out _)
                    )
                    {
                        members[member.Key] = value.ToJsonString();
                    }
                    Strip(member.Value);
                }
            }
            else if (node is JsonArray items)
            {
                foreach (var item in items)
                {
                    Strip(item);
                }
            }
        }
    }
}
