using System.Text.Json;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Agentic.Orchestration.Tests.Agents;

/// <summary>
/// Somebody else's agent: no <see cref="ChatClientAgent"/>, no chat client behind it, deaf to run options, with a session of
/// its own.
/// </summary>
internal sealed class ForeignAgent(string name, Func<IReadOnlyList<ChatMessage>, IList<ChatMessage>> answer) : AIAgent
{
    private int _runs;

    public int Runs => _runs;

    public override string Name => name;

    public static ChatMessage Call(string id, string function, object arguments) =>
        new(
            ChatRole.Assistant,
            [
                new FunctionCallContent(
                    id,
                    function,
                    JsonSerializer.SerializeToElement(arguments).Deserialize<Dictionary<string, object?>>()
                ),
            ]
        );

    protected override Task<AgentResponse> RunCoreAsync(
        IEnumerable<ChatMessage> messages,
        AgentSession? session = null,
        AgentRunOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        Interlocked.Increment(ref _runs);
        return Task.FromResult(new AgentResponse(answer([.. messages])));
    }

    protected override IAsyncEnumerable<AgentResponseUpdate> RunCoreStreamingAsync(
        IEnumerable<ChatMessage> messages,
        AgentSession? session = null,
        AgentRunOptions? options = null,
        CancellationToken cancellationToken = default
    ) => throw new NotSupportedException("This agent does not stream.");

    protected override ValueTask<AgentSession> CreateSessionCoreAsync(CancellationToken cancellationToken = default) =>
        new(new Session());

    protected override ValueTask<JsonElement> SerializeSessionCoreAsync(
        AgentSession session,
        JsonSerializerOptions? jsonSerializerOptions = null,
        CancellationToken cancellationToken = default
    ) => new(JsonSerializer.SerializeToElement(new { }));

    protected override ValueTask<AgentSession> DeserializeSessionCoreAsync(
        JsonElement serializedState,
        JsonSerializerOptions? jsonSerializerOptions = null,
        CancellationToken cancellationToken = default
    ) => new(new Session());

    private sealed class Session : AgentSession;
}
