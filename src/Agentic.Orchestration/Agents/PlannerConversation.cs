using System.Text.Json;
using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Requests;
using Microsoft.Extensions.AI;

namespace Agentic.Orchestration.Agents;

/// <summary>
/// The conversation as a model sees it, rebuilt from the journal: a turn that is on record is never asked again.
/// </summary>
internal static class PlannerConversation
{
    /// <summary>Bytes of one argument list, and characters of one answer, that are kept at most.</summary>
    private const int MaxText = 50_000;

    /// <summary>Levels of one argument list, far more than any action needs.</summary>
    private const int MaxDepth = 32;

    /// <param name="turns">The model's turns of this round so far.</param>
    public static List<ChatMessage> Begin(Pack pack, RequestState state, IReadOnlyList<ModelTurnTaken> turns)
    {
        var messages = new List<ChatMessage>
        {
            new(
                ChatRole.System,
                Prompts
                    .Planner.Replace("{{owner}}", pack.Owner, StringComparison.Ordinal)
                    .Replace("{{locale}}", state.Locale, StringComparison.Ordinal)
            ),
        };
        foreach (var line in state.Conversation)
        {
            if (line.From == "customer")
            {
                messages.Add(new(ChatRole.User, line.Text));
            }
            else if (line.Key == "question" || line.From == "employee")
            {
                messages.Add(new(ChatRole.Assistant, line.Text));
            }
        }
        var feedback =
            state.Planning.Feedback
            ?? (
                state.HandOffs.Any(handOff => handOff.Outcome == "returned")
                    ? "Returned earlier: an employee has given this request back."
                    : null
            );
        if (feedback is not null)
        {
            messages.Add(new(ChatRole.System, feedback));
        }
        foreach (var turn in turns)
        {
            Add(messages, turn);
        }
        return messages;
    }

    /// <summary>Appends a journalled turn: what the model said and what it was answered.</summary>
    public static void Add(List<ChatMessage> messages, ModelTurnTaken turn)
    {
        var calls = turn.Reply["calls"] as JsonArray ?? [];
        var text = Text(turn.Reply["text"]);
        if (text.Length == 0 && calls.Count == 0)
        {
            // It counts against the budget, and there was nothing in it that could be read.
            return;
        }
        var said = new ChatMessage(ChatRole.Assistant, text);
        var answered = new ChatMessage(ChatRole.Tool, []);
        foreach (var call in calls.OfType<JsonObject>())
        {
            var id = Text(call["id"]);
            said.Contents.Add(
                new FunctionCallContent(
                    id,
                    Text(call["name"]),
                    (call["arguments"] as JsonObject)?.Deserialize<Dictionary<string, object?>>()
                )
            );
            answered.Contents.Add(new FunctionResultContent(id, call["result"]?.DeepClone()));
        }
        messages.Add(said);
        if (answered.Contents.Count > 0)
        {
            messages.Add(answered);
        }
    }

    /// <summary>An agent's answer in the form that is journalled. Calls of the agent's own tools are left out.</summary>
    /// <param name="nameOf">The name of one of our functions, by the name that it is called by; null for others.</param>
    /// <exception cref="AgentMisconfiguredException">It answered a call of ours by itself.</exception>
    public static JsonObject Reply(IEnumerable<ChatMessage> said, Func<string, string?> nameOf)
    {
        var contents = said.SelectMany(message => message.Contents).ToArray();
        var text = string.Concat(contents.OfType<TextContent>().Select(content => content.Text));
        var answered = contents.OfType<FunctionResultContent>().Select(result => result.CallId).ToHashSet();
        var calls = new JsonArray();
        foreach (var call in contents.OfType<FunctionCallContent>())
        {
            if (!call.InformationalOnly && !answered.Contains(call.CallId))
            {
                calls.Add(
                    new JsonObject
                    {
                        ["id"] = call.CallId,
                        ["name"] = nameOf(call.Name) ?? call.Name,
                        ["arguments"] = Arguments(call),
                    }
                );
            }
            else if (nameOf(call.Name) is { } ours)
            {
                throw new AgentMisconfiguredException(
                    $"The agent answered '{ours}' by itself. It must hand the call back: "
                        + "FunctionChoiceBehavior.Auto(autoInvoke: false), or UseProvidedChatClientAsIs of a ChatClientAgent."
                );
            }
        }
        return new() { ["text"] = text.Length <= MaxText ? text : text[..MaxText], ["calls"] = calls };
    }

    /// <summary>Arguments that are too long or too deep become a marker that no action accepts.</summary>
    private static JsonNode? Arguments(FunctionCallContent call)
    {
        try
        {
            var arguments = JsonSerializer.SerializeToUtf8Bytes(call.Arguments ?? new Dictionary<string, object?>());
            return arguments.Length <= MaxText
                ? JsonNode.Parse(arguments, documentOptions: new() { MaxDepth = MaxDepth })
                : new JsonObject { ["tooLong"] = arguments.Length };
        }
        catch (JsonException)
        {
            return new JsonObject { ["tooDeep"] = true };
        }
    }

    private static string Text(JsonNode? value) =>
        value is JsonValue scalar && scalar.TryGetValue<string>(out var text) ? text : "";
}
