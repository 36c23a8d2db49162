using Agentic.Orchestration.Agents.Offline;
using Microsoft.Extensions.AI;

namespace Agentic.Lab.Bench;

/// <summary>Plans as a function: the first word of the customer is the action, the last one the id.</summary>
internal sealed class BenchPlanner : IChatClient
{
    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        var words = messages.Last(message => message.Role == ChatRole.User).Text.Split(' ');
        return Task.FromResult(
            new ChatResponse(
                new ChatMessage(
                    ChatRole.Assistant,
                    [new FunctionCallContent("1", words[0], new Dictionary<string, object?> { ["id"] = words[^1] })]
                )
            )
        );
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    ) => throw new NotSupportedException("The bench does not stream.");

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata(OfflinePlanner.Provider, null, "bench") : null;

    public void Dispose() { }
}
