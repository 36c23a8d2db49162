using System.Globalization;
using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Engine.Checks;
using Agentic.Orchestration.Connectors;
using Agentic.Retail.Shop;

namespace Agentic.Testing;

/// <summary>A shop in memory that checks nothing, keeps books, and answers as badly as a test tells it to.</summary>
public sealed partial class FakeShop : IConnector
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (string Operation, JsonObject Output)> _executed = [];
    private int _number;

    public string Name => "shop";

    public ConnectorGuarantee Guarantee { get; set; } = new(Repetition.Idempotent, TimeSpan.FromSeconds(2));

    public IReadOnlyList<OperationDescription> Operations => ShopOperations.All;

    public IReadOnlyList<CustomerQuery> CustomerQueries => ShopQueries.OfCustomer;

    /// <summary>By order number: what <c>order</c> and <c>returnQuote</c> answer.</summary>
    public Dictionary<string, (JsonObject Order, JsonObject Quote)> Orders { get; } = [];

    /// <summary>What was executed, in order: operation and arguments.</summary>
    public List<(string Key, string Operation, JsonObject Arguments)> Books { get; } = [];

    /// <summary>Called before each execution; a result here is the answer, and nothing is executed.</summary>
    public Func<EffectCall, EffectResult?> Before { get; set; } = _ => null;

    /// <summary>Called after each execution; a result here replaces the answer.</summary>
    public Func<EffectCall, EffectResult?> After { get; set; } = _ => null;

    /// <summary>Called before each question, with its operation.</summary>
    public Action<string> Asked { get; set; } = _ => { };

    public IReadOnlyDictionary<string, JsonObject> Events => ShopEvents.All;

    public bool IsDown { get; set; }

    public static JsonObject Euro(string amount) => new() { ["amount"] = amount, ["currency"] = "EUR" };

    public int Executed(string operation)
    {
        lock (_gate)
        {
            return Books.Count(line => line.Operation == operation);
        }
    }

    public Task<QueryResult> QueryAsync(string operation, JsonObject arguments, CancellationToken cancellationToken)
    {
        Asked(operation);
        if (IsDown)
        {
            return Task.FromResult<QueryResult>(new QueryResult.Unavailable("down"));
        }
        if (operation is "contact" or "customerByReference")
        {
            var contact = Contacts.GetValueOrDefault((string?)arguments["customerId"] ?? "");
            return Task.FromResult<QueryResult>(
                new QueryResult.Found((JsonObject?)contact?.DeepClone() ?? new() { ["found"] = false })
            );
        }
        if (operation is "risk" or "customerAddressQuote")
        {
            return Task.FromResult<QueryResult>(
                new QueryResult.Found(operation == "risk" ? (JsonObject)Risk.DeepClone() : Redirected(arguments))
            );
        }
        var known = Orders.TryGetValue(ShopOperations.Number(arguments), out var found);
        var answer = !known
            ? new() { ["found"] = false }
            : operation switch
            {
                "order" => (JsonObject)found.Order.DeepClone(),
                "exchangeQuote" or "itemsQuote" => Swapped(found.Quote, arguments),
                "addressQuote" => Redirected(arguments),
                "paymentQuote" => Repaid(found, arguments),
                _ => (JsonObject)found.Quote.DeepClone(),
            };
        if (known && operation is "returnQuote" or "inspectionQuote" or "goodwillQuote" && arguments["amount"] is { } asked)
        {
            answer["amount"] = asked.DeepClone();
        }
        if (answer["allocations"] is JsonArray { Count: 1 } parts && answer["parts"] is null)
        {
            // One payment: all of the amount goes to it. A test that wants a quote that contradicts itself says so
            // with "parts".
            parts[0]!["amount"] = answer["amount"]?.DeepClone();
        }
        if (operation == "goodwillQuote")
        {
            answer["units"] = new JsonArray();
        }
        return Task.FromResult<QueryResult>(new QueryResult.Found(answer));
    }

    /// <summary>What <c>contact</c> answers, by customer; nobody else has an address.</summary>
    public Dictionary<string, JsonObject> Contacts { get; } = [];

    /// <summary>What <c>risk</c> answers for every customer.</summary>
    public JsonObject Risk { get; } =
        new()
        {
            ["found"] = true,
            ["addressText"] = "Lindenstraße 8, 50674 Köln, DE",
            ["addressAgeHours"] = 9000,
            ["methodAgeHours"] = 9000,
            ["refundedPercent"] = 10,
            ["accountsAtAddress"] = 1,
        };

    public Task<QueryResult> AskAsync(
        string query,
        JsonObject arguments,
        string customerId,
        CancellationToken cancellationToken
    ) =>
        Task.FromResult<QueryResult>(
            IsDown
                ? new QueryResult.Unavailable("down")
                : new QueryResult.Found(
                    new()
                    {
                        ["customerId"] = customerId,
                        ["paymentMethods"] = new JsonArray(new JsonObject { ["id"] = "card", ["kind"] = "card" }),
                        ["address"] = new JsonObject { ["street"] = "Lindenstraße 8" },
                        ["orders"] = new JsonArray([
                            .. Orders
                                .Values.Where(order => (string?)order.Order["customerId"] == customerId)
                                .Select(order => new JsonObject
                                {
                                    ["orderId"] = order.Order["orderId"]!.DeepClone(),
                                    ["status"] = order.Order["status"]!.DeepClone(),
                                    ["note"] = order.Order["note"]?.DeepClone(),
                                    ["lines"] = new JsonArray(
                                        new JsonObject
                                        {
                                            ["line"] = 1,
                                            ["product"] = "jacket",
                                            ["colour"] = "blue",
                                            ["size"] = "M",
                                            ["quantity"] = 1,
                                            ["returnable"] = 1,
                                            ["label"] = new JsonObject { ["de"] = "Jacke", ["en"] = "jacket" },
                                        }
                                    ),
                                }),
                        ]),
                    }
                )
        );

    public EffectStatus? Settles(string eventType) =>
        eventType switch
        {
            "refund.credited" => EffectStatus.Done,
            "refund.returned" => EffectStatus.Returned,
            _ => null,
        };

    /// <summary>What became of what was accepted, by reference.</summary>
    public Dictionary<string, Settlement> Settled { get; } = [];

    /// <summary>What happens elsewhere while it is asked.</summary>
    public Func<Task> AskedSettlement { get; set; } = () => Task.CompletedTask;

    public async Task<Settlement> AskSettlementAsync(string reference, CancellationToken cancellationToken)
    {
        await AskedSettlement();
        return IsDown ? throw new HttpRequestException("down") : Settled.GetValueOrDefault(reference, Settlement.Open);
    }

    public EffectQuote Quote(string operation, JsonObject arguments) => ShopOperations.Quote(operation, arguments);

    public Task<EffectResult> ExecuteAsync(EffectCall effect, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (Before(effect) is { } instead)
            {
                return Task.FromResult(instead);
            }
            if (Guarantee.Repetition != Repetition.Idempotent || !_executed.TryGetValue(effect.Key, out var done))
            {
                Books.Add((effect.Key, effect.Operation, (JsonObject)effect.Arguments.DeepClone()));
                _executed[effect.Key] = done = (
                    effect.Operation,
                    new()
                    {
                        [
                            effect.Operation switch
                            {
                                "refund" => "refundId",
                                "exchange" or "changeItems" or "cancelExchange" or "restoreItems" => "exchangeId",
                                _ => "returnId",
                            }
                        ] =
                            effect.Arguments["returnId"]?.DeepClone()
                            ?? effect.Arguments["exchangeId"]?.DeepClone()
                            ?? (++_number).ToString(CultureInfo.InvariantCulture),
                    }
                );
            }
            return Task.FromResult(After(effect) ?? new EffectResult.Done(null, (JsonObject)done.Output.DeepClone()));
        }
    }

    /// <summary>What happens elsewhere while a key is looked up; a result replaces the answer.</summary>
    public Func<string, Task<EffectResult?>> LookedUp { get; set; } = _ => Task.FromResult<EffectResult?>(null);

    public async Task<EffectResult> LookUpAsync(EffectCall effect, CancellationToken cancellationToken)
    {
        if (await LookedUp(effect.Key) is { } instead)
        {
            return instead;
        }
        lock (_gate)
        {
            return _executed.TryGetValue(effect.Key, out var known)
                ? new EffectResult.Done(null, (JsonObject)known.Output.DeepClone())
                : new EffectResult.NotFound();
        }
    }
}
