using System.Text.Json;
using System.Text.Json.Nodes;

namespace Agentic.Orchestration.Agents;

/// <summary>Reads a model's answer as it is journalled. Models answer with anything: nothing in it is trusted.</summary>
internal static class ModelReply
{
    /// <summary>Characters of a plan that comes as one document.</summary>
    private const int MaxPlan = 50_000;

    private const int MaxText = 1000;

    /// <summary>The reply that is journalled for a turn that could not be read: it cost tokens and is asked again.</summary>
    public static JsonObject Empty() => new() { ["text"] = "", ["calls"] = new JsonArray() };

    /// <summary>The calls, or the actions of a plan that came as one JSON document instead.</summary>
    public static IReadOnlyList<JsonObject> Calls(JsonObject reply)
    {
        JsonObject[] calls = [.. (reply["calls"] as JsonArray ?? []).OfType<JsonObject>()];
        return calls.Length > 0 ? calls : PlanFromText(reply);
    }

    /// <summary>The customer wants all of it or nothing.</summary>
    public static bool IsAtomic(JsonObject reply) =>
        reply["atomic"] is JsonValue atomic && atomic.TryGetValue<bool>(out var isAtomic) && isAtomic;

    /// <summary>What is no text is none, and what is too long is cut.</summary>
    public static string Text(JsonNode? value) =>
        value is not JsonValue scalar || !scalar.TryGetValue<string>(out var text) ? ""
        : text.Length > MaxText ? text[..MaxText]
        : text;

    private static JsonObject[] PlanFromText(JsonObject reply)
    {
        if (Plan(reply["text"]) is not { } plan || plan["actions"] is not JsonArray actions)
        {
            return [];
        }
        reply["atomic"] = plan["atomic"]?.DeepClone();
        JsonObject[] calls =
        [
            .. actions
                .OfType<JsonObject>()
                .Select(
                    (action, index) =>
                        new JsonObject
                        {
                            ["id"] = $"plan-{index}",
                            ["name"] = Text(action["action"]),
                            ["arguments"] = (action["arguments"] as JsonObject)?.DeepClone(),
                        }
                ),
        ];
        reply["calls"] = new JsonArray([.. calls]);
        return calls;
    }

    private static JsonObject? Plan(JsonNode? said)
    {
        try
        {
            return said is JsonValue value && value.TryGetValue<string>(out var text) && text.Length <= MaxPlan
                ? JsonNode.Parse(text) as JsonObject
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
