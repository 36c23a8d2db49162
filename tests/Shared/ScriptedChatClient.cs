using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Agentic.Testing;

/// <summary>A model that says what a test wants it to say, and remembers what it was shown.</summary>
public sealed class ScriptedChatClient(Func<IReadOnlyList<ChatMessage>, ChatOptions?, ChatResponse> answer) : IChatClient
{
    private int _calls;

    public int Calls => _calls;

    public List<IReadOnlyList<ChatMessage>> Shown { get; } = [];

    public static ChatResponse Call(string function, object? arguments = null) =>
        new(
            new ChatMessage(
                ChatRole.Assistant,
                [
                    new FunctionCallContent(
                        Guid.NewGuid().ToString("N"),
                        function,
                        System.Text.Json.JsonSerializer.SerializeToElement(arguments ?? new { }).Deserialize()
                    ),
                ]
            )
        );

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        IReadOnlyList<ChatMessage> shown = [.. messages];
        lock (Shown)
        {
            Shown.Add(shown);
        }
        Interlocked.Increment(ref _calls);
        return Task.FromResult(answer(shown, options));
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
        {
            yield return update;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("scripted", null, "scripted") : null;

    public void Dispose() { }
}

file static class Elements
{
    public static Dictionary<string, object?> Deserialize(this System.Text.Json.JsonElement element) =>
        System.Text.Json.JsonSerializer.Deserialize<Dictionary<string, object?>>(element)!;
}
