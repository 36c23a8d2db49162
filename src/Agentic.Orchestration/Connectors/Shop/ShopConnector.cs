using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Engine.Checks;
using Polly;

namespace Agentic.Orchestration.Connectors.Shop;

/// <summary>Orders, returns and refunds of a shop over HTTP.</summary>
internal sealed class ShopConnector(HttpClient http, ShopOptions options, ResiliencePipeline reads) : IConnector
{
    public string Name => "shop";

    /// <summary>A call may leave as late as its time-out allows and then take as long as the shop promises.</summary>
    public ConnectorGuarantee Guarantee => new(options.Guarantee, options.MaxProcessingTime + options.Timeout, options.SettlesWithin);

    public IReadOnlyList<OperationDescription> Operations => ShopOperations.All;

    public IReadOnlyList<CustomerQuery> CustomerQueries => ShopOperations.CustomerQueries;

    public Task<QueryResult> QueryAsync(string operation, JsonObject arguments, CancellationToken cancellationToken)
    {
        var order = Uri.EscapeDataString(ShopOperations.Number(arguments));
        return operation switch
        {
            "order" => ReadAsync(() => new(HttpMethod.Get, $"orders/{order}"), arguments, cancellationToken),
            "contact" => ReadAsync(() => new(HttpMethod.Get, $"customers/{Uri.EscapeDataString((string?)arguments["customerId"] ?? "")}/contact"), arguments, cancellationToken),
            // In the body: an address has no place in a URL that somebody logs.
            "customerOfOrder" => ReadAsync(() => new(HttpMethod.Post, $"orders/{order}/customer") { Content = JsonContent.Create(new JsonObject { ["email"] = arguments["email"]?.DeepClone() }) }, arguments, cancellationToken),
            "risk" => ReadAsync(() => new(HttpMethod.Get, $"customers/{Uri.EscapeDataString((string?)arguments["customerId"] ?? "")}/risk"), arguments, cancellationToken),
            "customerAddressQuote" => ReadAsync(
                () => new(HttpMethod.Post, $"customers/{Uri.EscapeDataString((string?)arguments["customerId"] ?? "")}/quotes/address") { Content = JsonContent.Create(new JsonObject { ["address"] = arguments["address"]?.DeepClone() }) }, arguments, cancellationToken),
            _ when ShopOperations.Quotes.TryGetValue(operation, out var kind) => ReadAsync(
                () => new(HttpMethod.Post, $"orders/{order}/quotes/{kind}") { Content = JsonContent.Create(new JsonObject(arguments.Where(argument => argument.Key != "orderId").Select(argument => KeyValuePair.Create(argument.Key, argument.Value?.DeepClone())))) }, arguments, cancellationToken),
            _ => throw new ArgumentException($"The shop has no query '{operation}'.", nameof(operation)),
        };
    }

    public Task<QueryResult> AskAsync(string query, JsonObject arguments, string customerId, CancellationToken cancellationToken) => query switch
    {
        "find_orders" => ReadAsync(() => new(HttpMethod.Get, $"customers/{Uri.EscapeDataString(customerId)}/orders"), [], cancellationToken),
        "find_variants" => ReadAsync(() => new(HttpMethod.Get, $"products/{Uri.EscapeDataString((string)arguments["productId"]!)}"), [], cancellationToken),
        _ => throw new ArgumentException($"The shop has no query '{query}'.", nameof(query)),
    };

    public EffectStatus? Settles(string eventType) => eventType switch { "refund.credited" => EffectStatus.Done, "refund.returned" => EffectStatus.Returned, _ => null };

    public async Task<Settlement> AskSettlementAsync(string reference, CancellationToken cancellationToken) =>
        await ReadAsync(() => new(HttpMethod.Get, $"refunds/{Uri.EscapeDataString(reference)}"), [], cancellationToken) is not QueryResult.Found { Value: var refund } ? Settlement.Unavailable
            : refund["state"]?.ToString() switch { "credited" => Settlement.Done, "returned" => Settlement.Returned, "instructed" => Settlement.Open, _ => Settlement.Unknown };

    public EffectQuote Quote(string operation, JsonObject arguments) => ShopOperations.Quote(operation, arguments);

    public async Task<EffectResult> ExecuteAsync(EffectCall effect, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"operations/{ShopOperations.Name(effect.Operation)}") { Content = JsonContent.Create(effect.Arguments) };
        request.Headers.Add("Idempotency-Key", effect.Key);
        if (effect.Precondition is { } version)
        {
            // The shop knows a repeated key before it looks at this.
            request.Headers.IfMatch.Add(new($"\"{version}\""));
        }
        return await CallAsync(request, cancellationToken);
    }

    public async Task<EffectResult> LookUpAsync(string key, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"effects/{Uri.EscapeDataString(key)}");
        return await CallAsync(request, cancellationToken) switch
        {
            EffectResult.Refused refused => new EffectResult.Unclear(refused.Reason),
            EffectResult.NotSent notSent => new EffectResult.Unclear(notSent.Reason),
            var result => result,
        };
    }

    /// <summary>Only an answer that says so is a no; silence, 5xx and nonsense leave it open.</summary>
    private async Task<EffectResult> CallAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            return response.StatusCode switch
            {
                HttpStatusCode.OK or HttpStatusCode.Created => await response.Content.ReadFromJsonAsync<JsonObject>(cancellationToken) is { } output
                    ? (string?)output["state"] == "instructed" ? new EffectResult.Accepted(Reference(output), output) : new EffectResult.Done(Reference(output), output)
                    : new EffectResult.Unclear("empty answer"),
                HttpStatusCode.TooManyRequests => new EffectResult.NotSent("too many requests"),
                HttpStatusCode.RequestTimeout => new EffectResult.Unclear("time-out"),
                // Only the shop's own refusal says that nothing happened; a gateway's 401 or 404 says nothing about an earlier attempt.
                HttpStatusCode.UnprocessableEntity => new EffectResult.Refused(await ReasonAsync(response, cancellationToken)),
                HttpStatusCode.PreconditionFailed => new EffectResult.Refused("the order changed between the permit and the call"),
                HttpStatusCode.NotFound => new EffectResult.NotFound(),
                _ => new EffectResult.Unclear($"status {(int)response.StatusCode}"),
            };
        }
        catch (HttpRequestException failed) when (failed.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused or SocketError.HostNotFound })
        {
            return new EffectResult.NotSent("connection refused");
        }
        catch (Exception failed) when (failed is HttpRequestException or JsonException or IOException)
        {
            return new EffectResult.Unclear(failed is JsonException ? "the answer is no JSON" : "connection lost");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new EffectResult.Unclear("no answer in time");
        }
    }

    private async Task<QueryResult> ReadAsync(Func<HttpRequestMessage> make, JsonObject arguments, CancellationToken cancellationToken)
    {
        try
        {
            return await reads.ExecuteAsync(async token =>
            {
                using var request = make();
                using var response = await http.SendAsync(request, token);
                // A question that the shop does not understand has no answer, however often it is asked.
                if (response.StatusCode is >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError and not (HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden))
                {
                    return new QueryResult.Found(new() { ["found"] = false, ["orderId"] = arguments["orderId"]?.DeepClone() });
                }
                response.EnsureSuccessStatusCode();
                var found = await response.Content.ReadFromJsonAsync<JsonObject>(token) ?? throw new JsonException("empty answer");
                return (QueryResult)new QueryResult.Found(found);
            }, cancellationToken);
        }
        catch (Exception failed) when (failed is HttpRequestException or JsonException or IOException || (failed is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new QueryResult.Unavailable($"the shop does not answer ({(failed as HttpRequestException)?.StatusCode?.ToString() ?? failed.GetType().Name})");
        }
    }

    private static string? Reference(JsonObject output) => (string?)(output["refundId"] ?? output["returnId"] ?? output["exchangeId"]);

    private static async Task<string> ReasonAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return (string?)(await response.Content.ReadFromJsonAsync<JsonObject>(cancellationToken))?["reason"] ?? $"status {(int)response.StatusCode}";
        }
        catch (Exception unreadable) when (unreadable is JsonException or NotSupportedException)
        {
            return $"status {(int)response.StatusCode}";
        }
    }
}
