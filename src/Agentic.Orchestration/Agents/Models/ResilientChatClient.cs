using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;

namespace Agentic.Orchestration.Agents.Models;

/// <summary>Stops asking a model that keeps failing, and asks the next one meanwhile.</summary>
internal sealed partial class ResilientChatClient : IChatClient
{
    private readonly IReadOnlyList<(IChatClient Client, ResiliencePipeline Breaker)> _models;
    private readonly ILogger<ResilientChatClient> _log;

    public ResilientChatClient(IReadOnlyList<IChatClient> models, TimeProvider time, ILogger<ResilientChatClient> log)
    {
        _log = log;
        _models =
        [
            .. models.Select(model =>
                (
                    model,
                    new ResiliencePipelineBuilder { TimeProvider = time }
                        .AddCircuitBreaker(
                            new CircuitBreakerStrategyOptions
                            {
                                // Half of at least five calls within half a minute: then half a minute's rest.
                                FailureRatio = 0.5,
                                MinimumThroughput = 5,
                                SamplingDuration = TimeSpan.FromSeconds(30),
                                BreakDuration = TimeSpan.FromSeconds(30),
                                ShouldHandle = new PredicateBuilder().Handle<ModelUnavailableException>(),
                            }
                        )
                        .Build()
                )
            ),
        ];
    }

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        var asked = messages.ToArray();
        Exception? last = null;
        foreach (var (model, breaker) in _models)
        {
            try
            {
                return await breaker.ExecuteAsync(
                    async token => await model.GetResponseAsync(asked, options, token),
                    cancellationToken
                );
            }
            catch (Exception failed) when (failed is ModelUnavailableException or BrokenCircuitException)
            {
                NotAnswered(_log, NameOf(model), failed.Message);
                // What the first one said about when to come back counts most.
                last ??= failed;
            }
        }
        throw last as ModelUnavailableException
            ?? new ModelUnavailableException(
                "The model keeps failing; it is not asked for a while.",
                (last as BrokenCircuitException)?.RetryAfter,
                last
            );
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
        _models[0].Client.GetService(serviceType, serviceKey);

    public void Dispose()
    {
        foreach (var (model, _) in _models)
        {
            model.Dispose();
        }
    }

    private static string NameOf(IChatClient model) =>
        (model.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata)?.DefaultModelId ?? "model";

    [LoggerMessage(2101, LogLevel.Warning, "{Model} did not answer: {Reason}")]
    private static partial void NotAnswered(ILogger logger, string model, string reason);
}
