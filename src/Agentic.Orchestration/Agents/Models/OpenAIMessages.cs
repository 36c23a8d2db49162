using System.Text.Json;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;
using ChatRole = Microsoft.Extensions.AI.ChatRole;
using Wire = OpenAI.Chat;

namespace Agentic.Orchestration.Agents.Models;

/// <summary>Conversations and functions in the words of OpenAI's protocol.</summary>
internal static class OpenAIMessages
{
    public static IEnumerable<Wire.ChatMessage> Of(IEnumerable<ChatMessage> messages) => messages.SelectMany(Of);

    public static ChatCompletionOptions Of(ChatOptions? options, int maxOutputTokens)
    {
        var wire = new ChatCompletionOptions { MaxOutputTokenCount = maxOutputTokens, Temperature = 0 };
        foreach (var function in options?.Tools?.OfType<AIFunctionDeclaration>() ?? [])
        {
            wire.Tools.Add(
                ChatTool.CreateFunctionTool(
                    function.Name,
                    function.Description,
                    BinaryData.FromString(function.JsonSchema.GetRawText())
                )
            );
        }
        if (wire.Tools.Count > 0)
        {
            wire.ToolChoice = options!.ToolMode switch
            {
                RequiredChatToolMode { RequiredFunctionName: { } name } => ChatToolChoice.CreateFunctionChoice(name),
                RequiredChatToolMode => ChatToolChoice.CreateRequiredChoice(),
                _ => ChatToolChoice.CreateAutoChoice(),
            };
        }
        if (options?.ResponseFormat is ChatResponseFormatJson json)
        {
            wire.ResponseFormat = json.Schema is { } schema
                ? Wire.ChatResponseFormat.CreateJsonSchemaFormat(
                    json.SchemaName ?? "answer",
                    BinaryData.FromString(schema.GetRawText())
                )
                : Wire.ChatResponseFormat.CreateJsonObjectFormat();
        }
        return wire;
    }

    private static IEnumerable<Wire.ChatMessage> Of(ChatMessage message)
    {
        if (message.Role == ChatRole.System)
        {
            yield return new SystemChatMessage(message.Text);
        }
        else if (message.Role == ChatRole.User)
        {
            yield return new UserChatMessage(message.Text);
        }
        else if (message.Role == ChatRole.Tool)
        {
            foreach (var result in message.Contents.OfType<FunctionResultContent>())
            {
                yield return new ToolChatMessage(
                    result.CallId,
                    result.Result as string ?? JsonSerializer.Serialize(result.Result)
                );
            }
        }
        else if (
            message
                .Contents.OfType<FunctionCallContent>()
                .Select(call =>
                    ChatToolCall.CreateFunctionToolCall(
                        call.CallId,
                        call.Name,
                        BinaryData.FromString(JsonSerializer.Serialize(call.Arguments))
                    )
                )
                .ToArray() is
            { Length: > 0 } calls
        )
        {
            yield return new AssistantChatMessage(calls);
        }
        else if (message.Text.Length > 0)
        {
            yield return new AssistantChatMessage(message.Text);
        }
    }
}
