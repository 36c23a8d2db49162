using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Engine.Checks;
using Agentic.Orchestration.Connectors;

namespace Agentic.Retail.Shop;

/// <summary>Orders, returns and refunds of a shop over HTTP.</summary>
internal sealed class ShopConnector(ShopHttp http, ShopOptions options) : IConnector
{
    public string Name => "shop";

    /// <summary>A call may leave as late as its time-out allows and then take as long as the shop promises.</summary>
    public ConnectorGuarantee Guarantee =>
        new(options.Guarantee, options.MaxProcessingTime + options.Timeout, options.SettlesWithin);

    public IReadOnlyList<OperationDescription> Operations { get; } = ShopOperations.With(options);

    public IReadOnlyDictionary<string, JsonObject> Events => ShopEvents.All;

    public IReadOnlyList<CustomerQuery> CustomerQueries => ShopQueries.OfCustomer;

    public Task<QueryResult> QueryAsync(string operation, JsonObject arguments, CancellationToken cancellationToken) =>
        QueryAsync(operation, arguments, [], cancellationToken);

    public async Task<QueryResult> QueryAsync(
        string operation,
        JsonObject arguments,
        IReadOnlyList<string> own,
        CancellationToken cancellationToken
    ) =>
        await AskAsync(operation, arguments, own, cancellationToken) switch
        {
            QueryResult.Found { Value: var answer }
                when OutsideAnswer.GetUnusableReason(
                    Operations.First(known => known.Name == operation),
                    answer,
                    ShopOperations.Needed.GetValueOrDefault(operation) ?? []
                )
                    is { } problem => new QueryResult.Unavailable(
                $"the shop's answer to '{operation}' does not fit: {problem}"
            ),
            var result => result,
        };

    private Task<QueryResult> AskAsync(
        string operation,
        JsonObject arguments,
        IReadOnlyList<string> own,
        CancellationToken cancellationToken
    )
    {
        var order = Uri.EscapeDataString(ShopOperations.Number(arguments));
        return operation switch
        {
            "order" => http.ReadAsync(new(HttpMethod.Get, $"orders/{order}"), arguments, cancellationToken),
            "contact" => http.ReadAsync(
                new(HttpMethod.Get, $"customers/{Uri.EscapeDataString((string?)arguments["customerId"] ?? "")}/contact"),
                arguments,
                cancellationToken
            ),
            // In the body: an address has no place in a URL that somebody logs.
            "customerByReference" => http.ReadAsync(
                new(HttpMethod.Post, $"orders/{Uri.EscapeDataString(ShopOperations.Number(arguments, "reference"))}/customer")
                {
                    Content = JsonContent.Create(new JsonObject { ["email"] = arguments["email"]?.DeepClone() }),
                },
                arguments,
                cancellationToken
            ),
            "risk" => http.ReadAsync(
                new(HttpMethod.Get, $"customers/{Uri.EscapeDataString((string?)arguments["customerId"] ?? "")}/risk"),
                arguments,
                cancellationToken
            ),
            "customerAddressQuote" => http.ReadAsync(
                new(HttpMethod.Post, $"customers/{Uri.EscapeDataString((string?)arguments["customerId"] ?? "")}/quotes/address")
                {
                    Content = JsonContent.Create(new JsonObject { ["address"] = arguments["address"]?.DeepClone() }),
                },
                arguments,
                cancellationToken
            ),
            _ when ShopOperations.Quotes.TryGetValue(operation, out var kind) => http.ReadAsync(
                new(HttpMethod.Post, $"orders/{order}/quotes/{kind}") { Content = JsonContent.Create(Body(arguments, own)) },
                arguments,
                cancellationToken
            ),
            _ => throw new ArgumentException($"The shop has no query '{operation}'.", nameof(operation)),
        };
    }

    /// <summary>
    /// The order stands in the address; what the asking action has done itself, the quote leaves out of account.
    /// </summary>
    private static JsonObject Body(JsonObject arguments, IReadOnlyList<string> own)
    {
        var body = new JsonObject(
            arguments
                .Where(argument => argument.Key != "orderId")
                .Select(argument => KeyValuePair.Create(argument.Key, argument.Value?.DeepClone()))
        );
        if (own.Count > 0)
        {
            body["own"] = new JsonArray([.. own.Select(reference => JsonValue.Create(reference))]);
        }
        return body;
    }

    public Task<QueryResult> AskAsync(
        string query,
        JsonObject arguments,
        string customerId,
        CancellationToken cancellationToken
    ) =>
        query switch
        {
            "find_orders" => http.ReadAsync(
                new(HttpMethod.Get, $"customers/{Uri.EscapeDataString(customerId)}/orders"),
                [],
                cancellationToken
            ),
            "find_variants" => http.ReadAsync(
                new(HttpMethod.Get, $"products/{Uri.EscapeDataString((string)arguments["productId"]!)}"),
                [],
                cancellationToken
            ),
            _ => throw new ArgumentException($"The shop has no query '{query}'.", nameof(query)),
        };

    public EffectStatus? Settles(string eventType) =>
        eventType switch
        {
            "refund.credited" => EffectStatus.Done,
            "refund.returned" => EffectStatus.Returned,
            _ => null,
        };

    public async Task<Settlement> AskSettlementAsync(string reference, CancellationToken cancellationToken) =>
        await http.ReadAsync(new(HttpMethod.Get, $"refunds/{Uri.EscapeDataString(reference)}"), [], cancellationToken)
            is not QueryResult.Found { Value: var refund }
            ? Settlement.Unavailable
            : OutsideAnswer.Text(refund["state"]) switch
            {
                "credited" => Settlement.Done,
                "returned" => Settlement.Returned,
                "instructed" => Settlement.Open,
                _ => Settlement.Unknown,
            };

    public EffectQuote Quote(string operation, JsonObject arguments) => ShopOperations.Quote(operation, arguments);

    public async Task<EffectResult> ExecuteAsync(EffectCall effect, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"operations/{ShopOperations.Name(effect.Operation)}")
        {
            Content = JsonContent.Create(effect.Arguments),
        };
        request.Headers.Add("Idempotency-Key", effect.Key);
        if (effect.Precondition is { } version)
        {
            // The shop knows a repeated key before it looks at this.
            request.Headers.IfMatch.Add(new($"\"{version}\""));
        }
        return await http.CallAsync(
            request,
            answer => OutsideAnswer.Read(Operations.First(known => known.Name == effect.Operation), effect, answer),
            cancellationToken
        );
    }

    public async Task<EffectResult> LookUpAsync(EffectCall effect, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"effects/{Uri.EscapeDataString(effect.Key)}");
        return await http.CallAsync(
            request,
            answer => OutsideAnswer.Read(Operations.First(known => known.Name == effect.Operation), effect, answer),
            cancellationToken
        ) switch
        {
            EffectResult.Refused refused => new EffectResult.Unclear(refused.Reason),
            EffectResult.Outdated outdated => new EffectResult.Unclear(outdated.Reason),
            EffectResult.NotSent notSent => new EffectResult.Unclear(notSent.Reason),
            var result => result,
        };
    }
}
