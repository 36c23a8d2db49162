using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Agentic.Orchestration.Connectors;
using Polly.Timeout;

namespace Agentic.Retail.Shop;

/// <summary>How the shop is called: reads are tried again, effects never are.</summary>
internal sealed class ShopHttp(IHttpClientFactory clients)
{
    /// <summary>Names of the clients: only what merely reads may be repeated.</summary>
    public const string Reads = "shop.reads",
        Effects = "shop.effects";

    private readonly HttpClient _reads = clients.CreateClient(Reads),
        _effects = clients.CreateClient(Effects);

    /// <summary>Only an answer that says so is a no; silence, 5xx and nonsense leave it open.</summary>
    public async Task<EffectResult> CallAsync(
        HttpRequestMessage request,
        Func<JsonObject, EffectResult> read,
        CancellationToken cancellationToken
    )
    {
        try
        {
            using var response = await _effects.SendAsync(request, cancellationToken);
            return response.StatusCode switch
            {
                HttpStatusCode.OK or HttpStatusCode.Created => await response.Content.ReadFromJsonAsync<JsonObject>(
                    cancellationToken
                )
                    is { } output
                    ? read(output)
                    : new EffectResult.Unclear("empty answer"),
                HttpStatusCode.TooManyRequests => new EffectResult.NotSent("too many requests"),
                HttpStatusCode.RequestTimeout => new EffectResult.Unclear("time-out"),
                // Only the shop's own refusal says that nothing happened; a gateway's 401 or 404 says nothing about
                // an earlier attempt.
                HttpStatusCode.UnprocessableEntity => new EffectResult.Refused(await ReasonAsync(response, cancellationToken)),
                HttpStatusCode.PreconditionFailed => new EffectResult.Outdated(
                    "the order changed between the permit and the call"
                ),
                HttpStatusCode.NotFound => new EffectResult.NotFound(),
                _ => new EffectResult.Unclear($"status {(int)response.StatusCode}"),
            };
        }
        catch (HttpRequestException failed)
            when (failed.InnerException
                    is SocketException { SocketErrorCode: SocketError.ConnectionRefused or SocketError.HostNotFound }
            )
        {
            return new EffectResult.NotSent("connection refused");
        }
        catch (Exception failed)
            when (failed
                    is HttpRequestException
                        or JsonException
                        or IOException
                        or NotSupportedException
                        or InvalidOperationException
            )
        {
            return new EffectResult.Unclear(
                failed is JsonException or NotSupportedException or InvalidOperationException
                    ? "the answer is no JSON object"
                    : "connection lost"
            );
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new EffectResult.Unclear("no answer in time");
        }
    }

    public async Task<QueryResult> ReadAsync(
        HttpRequestMessage request,
        JsonObject arguments,
        CancellationToken cancellationToken
    )
    {
        try
        {
            using var response = await _reads.SendAsync(request, cancellationToken);
            // The shop rejects the query itself, so asking again would not help: report it as not found.
            if (
                response.StatusCode
                is >= HttpStatusCode.BadRequest
                    and < HttpStatusCode.InternalServerError
                    and not (
                        HttpStatusCode.RequestTimeout
                        or HttpStatusCode.TooManyRequests
                        or HttpStatusCode.Unauthorized
                        or HttpStatusCode.Forbidden
                    )
            )
            {
                return new QueryResult.Found(new() { ["found"] = false, ["orderId"] = arguments["orderId"]?.DeepClone() });
            }
            response.EnsureSuccessStatusCode();
            return new QueryResult.Found(
                await response.Content.ReadFromJsonAsync<JsonObject>(cancellationToken)
                    ?? throw new JsonException("empty answer")
            );
        }
        catch (Exception failed)
            when (failed
                    is HttpRequestException
                        or JsonException
                        or IOException
                        or NotSupportedException
                        or InvalidOperationException
                        or TimeoutRejectedException
                || (failed is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            )
        {
            return new QueryResult.Unavailable(
                $"the shop does not answer "
                    + $"({(failed as HttpRequestException)?.StatusCode?.ToString() ?? failed.GetType().Name})"
            );
        }
    }

    private static async Task<string> ReasonAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return OutsideAnswer.Text((await response.Content.ReadFromJsonAsync<JsonObject>(cancellationToken))?["reason"])
                ?? $"status {(int)response.StatusCode}";
        }
        catch (Exception unreadable) when (unreadable is JsonException or NotSupportedException or InvalidOperationException)
        {
            return $"status {(int)response.StatusCode}";
        }
    }
}
