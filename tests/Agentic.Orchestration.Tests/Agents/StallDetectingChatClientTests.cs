using System.ClientModel.Primitives;
using System.Runtime.CompilerServices;
using Agentic.Orchestration.Agents.Models;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatFinishReason = Microsoft.Extensions.AI.ChatFinishReason;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace Agentic.Orchestration.Tests.Agents;

public sealed class StallDetectingChatClientTests
{
    private const int PartSize = 10_000;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task EndlessAnswer_IsGivenUp_AfterAFewParts(bool isCall)
    {
        var model = new Endless(isCall);
        using var watched = new StallDetectingChatClient(model, new());
        var failure = await Should.ThrowAsync<ModelUnavailableException>(() =>
            watched.GetResponseAsync([new(ChatRole.User, "Hallo")])
        );
        failure.Message.ShouldContain("longer than 200000");
        // Read no further than the bound: what came is what was held in memory.
        model.Parts.ShouldBe(200_000 / PartSize + 1);
    }

    [Fact]
    public async Task AnswerWithinTheBound_IsPassedOn()
    {
        using var watched = new StallDetectingChatClient(new Endless(isCall: false) { Ends = 3 }, new());
        (await watched.GetResponseAsync([new(ChatRole.User, "Hallo")])).Text.Length.ShouldBe(3 * PartSize);
    }

    [Fact]
    public async Task AnswerWithoutAnEnd_IsNone()
    {
        using var watched = new StallDetectingChatClient(new Endless(isCall: false) { Ends = 3, Finish = null }, new());
        (
            await Should.ThrowAsync<ModelUnavailableException>(() => watched.GetResponseAsync([new(ChatRole.User, "Hallo")]))
        ).Message.ShouldBe("The answer broke off.");
    }

    /// <summary>Streams text, or the arguments of one call, as the OpenAI client hands them over.</summary>
    private sealed class Endless(bool isCall) : IChatClient
    {
        private static readonly StreamingChatCompletionUpdate ArgumentsPart =
            ModelReaderWriter.Read<StreamingChatCompletionUpdate>(
                BinaryData.FromObjectAsJson(
                    new
                    {
                        choices = new[]
                        {
                            new
                            {
                                index = 0,
                                delta = new
                                {
                                    tool_calls = new[]
                                    {
                                        new { index = 0, function = new { arguments = new string('x', PartSize) } },
                                    },
                                },
                            },
                        },
                    }
                )
            )!;

        public int Parts { get; private set; }

        public int Ends { get; init; } = 100_000;

        public ChatFinishReason? Finish { get; init; } = ChatFinishReason.Stop;

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages,
            ChatOptions? options = null,
            [EnumeratorCancellation] CancellationToken cancellationToken = default
        )
        {
            while (Parts < Ends)
            {
                Parts++;
                await Task.Yield();
                yield return isCall
                    ? new ChatResponseUpdate { RawRepresentation = ArgumentsPart }
                    : new ChatResponseUpdate(ChatRole.Assistant, new string('x', PartSize));
            }
            yield return new ChatResponseUpdate { FinishReason = Finish };
        }

        public Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages,
            ChatOptions? options = null,
            CancellationToken cancellationToken = default
        ) => throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose() { }
    }
}
