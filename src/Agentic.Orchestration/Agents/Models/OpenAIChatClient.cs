using System.ClientModel;
using System.ClientModel.Primitives;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;
using ChatFinishReason = OpenAI.Chat.ChatFinishReason;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace Agentic.Orchestration.Agents.Models;

/// <summary>
/// A model behind OpenAI's protocol as an <see cref="IChatClient"/>. Answers are streamed, so that a stalled one is noticed
/// early and one that breaks off is never taken for a whole one.
/// </summary>
internal sealed class OpenAIChatClient : IChatClient
{
    /// <summary>What a plan or an opinion may be long, in all; what is longer is no answer.</summary>
    private const int MaxAnswer = 200_000;

    private readonly ChatClient _client;
    private readonly ModelOptions _options;

    public OpenAIChatClient(ModelOptions options) =>
        (_options, _client) = (
            options,
            new(
                options.Name,
                new ApiKeyCredential(options.ApiKey!),
                new OpenAIClientOptions
                {
                    Endpoint = options.Endpoint,
                    RetryPolicy = new ClientRetryPolicy(options.Retries),
                    NetworkTimeout = Timeout.InfiniteTimeSpan,
                }
            )
        );

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    ) => GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var parts = _client
            .CompleteChatStreamingAsync(
                OpenAIMessages.Of(messages),
                OpenAIMessages.Of(options, _options.MaxOutputTokens),
                stall.Token
            )
            .GetAsyncEnumerator(stall.Token);
        await using var _ = parts.ConfigureAwait(false);
        var calls = new SortedDictionary<int, ToolCall>();
        var length = 0L;
        ChatFinishReason? finished = null;
        while (await NextAsync(parts, stall, cancellationToken))
        {
            var part = parts.Current;
            finished = part.FinishReason ?? finished;
            length +=
                part.ContentUpdate.Sum(content => content.Text?.Length ?? 0)
                + part.ToolCallUpdates.Sum(call => call.FunctionArgumentsUpdate?.ToMemory().Length ?? 0);
            if (length > MaxAnswer)
            {
                throw new ModelUnavailableException($"The answer is longer than {MaxAnswer} characters.", null, null);
            }
            foreach (var call in part.ToolCallUpdates)
            {
                var known = calls.TryGetValue(call.Index, out var begun) ? begun : calls[call.Index] = new();
                (known.Id, known.Name) = (call.ToolCallId ?? known.Id, known.Name + call.FunctionName);
                known.Arguments.Append(call.FunctionArgumentsUpdate?.ToString());
            }
            foreach (var text in part.ContentUpdate.Where(content => content.Text is { Length: > 0 }))
            {
                yield return new(Microsoft.Extensions.AI.ChatRole.Assistant, text.Text);
            }
            if (part.Usage is { } usage)
            {
                yield return new(
                    Microsoft.Extensions.AI.ChatRole.Assistant,
                    [
                        new UsageContent(
                            new() { InputTokenCount = usage.InputTokenCount, OutputTokenCount = usage.OutputTokenCount }
                        ),
                    ]
                );
            }
        }
        if (finished is not (ChatFinishReason.Stop or ChatFinishReason.ToolCalls or ChatFinishReason.FunctionCall))
        {
            throw new ModelUnavailableException(
                finished is null ? "The answer broke off." : $"The answer ended with '{finished}'.",
                null,
                null
            );
        }
        foreach (var call in calls.Values)
        {
            yield return new(
                Microsoft.Extensions.AI.ChatRole.Assistant,
                [
                    new FunctionCallContent(
                        call.Id ?? Guid.NewGuid().ToString("N"),
                        call.Name,
                        Arguments(call.Arguments.ToString())
                    ),
                ]
            );
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("openai", _options.Endpoint, _options.Name)
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    public void Dispose() { }

    private async Task<bool> NextAsync(
        IAsyncEnumerator<StreamingChatCompletionUpdate> parts,
        CancellationTokenSource stall,
        CancellationToken cancellationToken
    )
    {
        try
        {
            stall.CancelAfter(_options.StallTimeout);
            return await parts.MoveNextAsync();
        }
        catch (OperationCanceledException slow) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ModelUnavailableException($"Nothing came for {_options.StallTimeout.TotalSeconds:0} s.", null, slow);
        }
        catch (ClientResultException refused)
        {
            throw new ModelUnavailableException($"The model's server answered {refused.Status}.", RetryAfter(refused), refused);
        }
        catch (Exception broken)
            when (broken
                    is HttpRequestException
                        or IOException
                        or JsonException
                        or InvalidOperationException
                        or FormatException
                        or KeyNotFoundException
                        or AggregateException
            )
        {
            throw new ModelUnavailableException($"The model's answer cannot be read ({broken.GetType().Name}).", null, broken);
        }
    }

    private static TimeSpan? RetryAfter(ClientResultException refused) =>
        refused.GetRawResponse()?.Headers.TryGetValue("Retry-After", out var after) == true
        && double.TryParse(after, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 3600))
            : null;

    /// <summary>
    /// What is no JSON object is passed on under a name that no action knows, so that the model is told and can
    /// correct itself.
    /// </summary>
    private static Dictionary<string, object?> Arguments(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, object?>>(json.Length == 0 ? "{}" : json) ?? [];
        }
        catch (JsonException)
        {
            return new() { ["invalidJson"] = json.Length > 500 ? json[..500] : json };
        }
    }

    private sealed class ToolCall
    {
        public string? Id { get; set; }

        public string Name { get; set; } = "";

        public System.Text.StringBuilder Arguments { get; } = new();
    }
}
