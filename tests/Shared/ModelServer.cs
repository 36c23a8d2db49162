using System.Text.Json;
using System.Text.Json.Nodes;
using Agentic.Lab;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Agentic.Testing;

/// <summary>
/// A server on loopback that speaks OpenAI's chat completions, streamed, and says what a test wants it to say.
/// </summary>
public sealed class ModelServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ModelServer(WebApplication app, string url) => (_app, Url) = (app, url);

    public string Url { get; }

    /// <summary>What was asked, in order.</summary>
    public List<JsonObject> Asked { get; } = [];

    public static async Task<ModelServer> StartAsync(Func<JsonObject, int, HttpContext, Task> answer)
    {
        var url = $"http://127.0.0.1:{ChildProcess.FreePort()}";
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add(url);
        var server = new ModelServer(app, url + "/v1");
        app.MapPost(
            "/v1/chat/completions",
            async (HttpContext context) =>
            {
                var body = (JsonObject)(await JsonNode.ParseAsync(context.Request.Body))!;
                int number;
                lock (server.Asked)
                {
                    server.Asked.Add(body);
                    number = server.Asked.Count;
                }
                await answer(body, number, context);
            }
        );
        await app.StartAsync();
        return server;
    }

    /// <summary>Functions were answered already: the customer's orders are in the conversation.</summary>
    public static bool HasResult(JsonObject body) =>
        ((JsonArray)body["messages"]!).Any(message => (string?)message!["role"] == "tool");

    public static Task CallAsync(HttpContext context, string function, object arguments) =>
        CallRawAsync(context, function, JsonSerializer.Serialize(arguments));

    /// <summary>A function call whose arguments come in two pieces, as models send them.</summary>
    public static async Task CallRawAsync(HttpContext context, string function, string arguments, bool finish = true)
    {
        var half = arguments.Length / 2;
        await ChunkAsync(
            context,
            new
            {
                role = "assistant",
                content = (string?)null,
                tool_calls = new[]
                {
                    new
                    {
                        index = 0,
                        id = "call_1",
                        type = "function",
                        function = new { name = function, arguments = arguments[..half] },
                    },
                },
            },
            null
        );
        await ChunkAsync(
            context,
            new { tool_calls = new[] { new { index = 0, function = new { arguments = arguments[half..] } } } },
            null
        );
        if (finish)
        {
            await ChunkAsync(context, new { }, "tool_calls");
            await context.Response.WriteAsync(
                "data: "
                    + JsonSerializer.Serialize(
                        new
                        {
                            id = "c",
                            @object = "chat.completion.chunk",
                            created = 1,
                            model = "test",
                            choices = Array.Empty<object>(),
                            usage = new
                            {
                                prompt_tokens = 100,
                                completion_tokens = 20,
                                total_tokens = 120,
                            },
                        }
                    )
                    + "\n\n"
            );
            await context.Response.WriteAsync("data: [DONE]\n\n");
        }
    }

    public static async Task TextAsync(HttpContext context, string text)
    {
        await ChunkAsync(context, new { role = "assistant", content = text }, null);
        await ChunkAsync(context, new { }, "stop");
        await context.Response.WriteAsync("data: [DONE]\n\n");
    }

    public static Task FailAsync(HttpContext context, int status, string? retryAfter = null)
    {
        context.Response.StatusCode = status;
        if (retryAfter is not null)
        {
            context.Response.Headers.RetryAfter = retryAfter;
        }
        return context.Response.WriteAsJsonAsync(new { error = new { message = "not now", type = "server_error" } });
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task ChunkAsync(HttpContext context, object delta, string? finish)
    {
        if (!context.Response.HasStarted)
        {
            context.Response.ContentType = "text/event-stream";
        }
        await context.Response.WriteAsync(
            "data: "
                + JsonSerializer.Serialize(
                    new
                    {
                        id = "c",
                        @object = "chat.completion.chunk",
                        created = 1,
                        model = "test",
                        choices = new[]
                        {
                            new
                            {
                                index = 0,
                                delta,
                                finish_reason = finish,
                            },
                        },
                    }
                )
                + "\n\n"
        );
        await context.Response.Body.FlushAsync();
    }
}
