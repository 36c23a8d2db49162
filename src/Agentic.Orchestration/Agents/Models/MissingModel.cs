using Microsoft.Extensions.AI;

namespace Agentic.Orchestration.Agents.Models;

/// <summary>Neither a model nor an offline planner is there: every request goes to a person, with that reason.</summary>
internal sealed class MissingModel : IChatClient
{
    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    ) =>
        throw new ModelUnavailableException(
            "No language model is configured (section Model), and no offline planner is registered.",
            null,
            null
        );

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    ) => throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose() { }
}
