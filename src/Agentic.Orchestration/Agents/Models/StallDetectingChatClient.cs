using System.ClientModel;
using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatFinishReason = Microsoft.Extensions.AI.ChatFinishReason;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace Agentic.Orchestration.Agents.Models;

/// <summary>
/// Takes no half answer for a whole one: answers are streamed, so that silence is noticed early, one that breaks off never
/// counts, and whatever goes wrong is said as <see cref="ModelUnavailableException"/>.
/// </summary>
internal sealed class StallDetectingChatClient(IChatClient model, ModelOptions options) : DelegatingChatClient(model)
{
    /// <summary>Longest answer that is accepted, in characters.</summary>
    private const int MaxAnswer = 200_000;

    public override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    ) => GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? chat = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var asked = chat?.Clone() ?? new();
        (asked.Temperature, asked.MaxOutputTokens) = (0, options.MaxOutputTokens);
        await using var parts = base.GetStreamingResponseAsync(messages, asked, stall.Token).GetAsyncEnumerator(stall.Token);
        var length = 0L;
        ChatFinishReason? finished = null;
        while (await NextAsync(parts, stall, cancellationToken))
        {
            var part = parts.Current;
            finished = part.FinishReason ?? finished;
            length += Length(part);
            if (length > MaxAnswer)
            {
                throw new ModelUnavailableException($"The answer is longer than {MaxAnswer} characters.", null, null);
            }
            foreach (var call in part.Contents.OfType<FunctionCallContent>().Where(call => call.Exception is not null))
            {
                // Becomes an argument that no action has, so that the call is refused and the model can correct itself.
                call.Arguments = new Dictionary<string, object?> { ["invalidJson"] = call.Exception!.Message };
            }
            yield return part;
        }
        if (finished != ChatFinishReason.Stop && finished != ChatFinishReason.ToolCalls)
        {
            throw new ModelUnavailableException(
                finished is null ? "The answer broke off." : $"The answer ended with '{finished}'.",
                null,
                null
            );
        }
    }

    private async Task<bool> NextAsync(
        IAsyncEnumerator<ChatResponseUpdate> parts,
        CancellationTokenSource stall,
        CancellationToken cancellationToken
    )
    {
        try
        {
            stall.CancelAfter(options.StallTimeout);
            return await parts.MoveNextAsync();
        }
        catch (OperationCanceledException slow) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ModelUnavailableException($"Nothing came for {options.StallTimeout.TotalSeconds:0} s.", null, slow);
        }
        catch (ClientResultException refused)
        {
            throw new ModelUnavailableException($"The model's server answered {refused.Status}.", RetryAfter(refused), refused);
        }
        catch (Exception broken) when (broken is not OperationCanceledException)
        {
            throw new ModelUnavailableException($"The model's answer cannot be read ({broken.GetType().Name}).", null, broken);
        }
    }

    /// <summary>
    /// Counted as the parts come: a function's arguments are handed over as a whole, and would fill the memory before that.
    /// </summary>
    private static long Length(ChatResponseUpdate part) =>
        part.Text.Length
        + (
            (part.RawRepresentation as StreamingChatCompletionUpdate)?.ToolCallUpdates.Sum(call =>
                call.FunctionArgumentsUpdate?.ToMemory().Length ?? 0
            )
            ?? 0
        );

    private static TimeSpan? RetryAfter(ClientResultException refused) =>
        refused.GetRawResponse()?.Headers.TryGetValue("Retry-After", out var after) == true
        && double.TryParse(after, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 3600))
            : null;
}
