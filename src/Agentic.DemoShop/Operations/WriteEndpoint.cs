using System.Text.Json;
using System.Text.Json.Nodes;
using Agentic.DemoShop.Admin;
using Agentic.DemoShop.World;

namespace Agentic.DemoShop.Operations;

/// <summary>What all changing calls share: idempotency, faults, books.</summary>
internal sealed class WriteEndpoint(ShopWorld world, ShopLedger ledger, Faults faults, TimeProvider time)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public async Task<IResult> HandleAsync(string operation, JsonObject body, HttpContext context)
    {
        var key = context.Request.Headers["Idempotency-Key"].FirstOrDefault();
        var fault = faults.Draw(operation, (string?)body["orderId"]);
        switch (fault?.Kind)
        {
            case "slow":
                // Goes on although the caller hangs up: that is the fault.
                await Task.Delay(TimeSpan.FromMilliseconds(fault.DelayMilliseconds), time, CancellationToken.None);
                break;
            case "errorBefore":
                return Answer(operation, key, 503, fault, Results.StatusCode(503));
            case "refuse":
                return Answer(operation, key, 422, fault, Results.Json(new { reason = "Refused on demand." }, statusCode: 422));
        }
        var isKnown = key is not null && ledger.TryGetAnswer(key, out _);
        var (status, answer) = Execute(operation, key, body, context.Request.GetTypedHeaders().IfMatch);
        switch (fault?.Kind)
        {
            case "errorAfter":
                return Answer(operation, key, 500, fault, Results.StatusCode(500));
            case "wrongAnswer":
                return Answer(operation, key, 200, fault, Results.Text("<html>maintenance</html>", "text/html"));
            case "saysFailed" when status == 200:
                return Answer(operation, key, 200, fault, Results.Json(new { state = "failed", error = "card closed" }));
            case "saysOther" when status == 200 && answer is JsonObject given:
                given["amount"] = JsonSerializer.SerializeToNode(new Money("9999.00", "EUR"), Web);
                given["orderId"] = "99999";
                return Answer(operation, key, 200, fault, Results.Json(given));
            case "wrongTypes" when status == 200 && answer is JsonObject given:
                foreach (var name in given.Select(member => member.Key).ToArray())
                {
                    given[name] = new JsonArray(17);
                }
                return Answer(operation, key, 200, fault, Results.Json(given));
            case "refusesAgain" when status == 200:
                return isKnown
                    ? Answer(operation, key, 422, fault, Results.Json(new { reason = "Already refunded." }, statusCode: 422))
                    : Answer(operation, key, 500, fault, Results.StatusCode(500));
            case "noAnswer":
                Answer(operation, key, 0, fault, Results.Empty);
                context.Abort();
                return Results.Empty;
            default:
                return Answer(operation, key, status, fault, Results.Json(answer, statusCode: status));
        }
    }

    /// <summary>Does again what a file says was done.</summary>
    public void Replay(string operation, string? key, JsonNode body, DateTimeOffset at)
    {
        lock (world.Gate)
        {
            Apply(operation, key, (JsonObject)body, at, checks: false);
        }
    }

    private (int Status, JsonNode? Answer) Execute(
        string operation,
        string? key,
        JsonObject body,
        IList<Microsoft.Net.Http.Headers.EntityTagHeaderValue> match
    )
    {
        lock (world.Gate)
        {
            if (ledger.Mode.Idempotency == "on" && key is not null && ledger.TryGetAnswer(key, out var known))
            {
                return (200, known?.DeepClone());
            }
            if (
                ledger.Mode.Checks
                && match is [var version]
                && world.FindOrder((string?)body["orderId"] ?? "") is { } order
                && version.Tag != $"\"{order.Version}\""
            )
            {
                return (412, new JsonObject { ["reason"] = $"Order {order.Number} is at version {order.Version}." });
            }
            var at = time.GetUtcNow();
            var (status, answer) = Apply(operation, key, body, at, ledger.Mode.Checks);
            if (status == 200)
            {
                ledger.Save(operation, key, body, at);
            }
            return (status, answer);
        }
    }

    private (int Status, JsonNode? Answer) Apply(string operation, string? key, JsonObject body, DateTimeOffset at, bool checks)
    {
        var result = operation switch
        {
            "return" => Writes.Return(world, body.Deserialize<ReturnRequest>(Web)!, checks),
            "cancelReturn" => Writes.CancelReturn(world, body.Deserialize<CancelReturnRequest>(Web)!, checks),
            "cancelOrder" => Writes.CancelOrder(world, body.Deserialize<CancelOrderRequest>(Web)!, cancel: true, checks),
            "reopenOrder" => Writes.CancelOrder(world, body.Deserialize<CancelOrderRequest>(Web)!, cancel: false, checks),
            "exchange" => OrderChanges.Exchange(world, body.Deserialize<ExchangeRequest>(Web)!, pending: false, checks),
            "changeItems" => OrderChanges.Exchange(world, body.Deserialize<ExchangeRequest>(Web)!, pending: true, checks),
            "cancelExchange" or "restoreItems" => OrderChanges.CancelExchange(
                world,
                body.Deserialize<CancelExchangeRequest>(Web)!
            ),
            "changeOrderAddress" => OrderChanges.OrderAddress(world, body.Deserialize<OrderAddressRequest>(Web)!, checks),
            "changeOrderPayment" => OrderChanges.OrderPayment(world, body.Deserialize<OrderPaymentRequest>(Web)!, checks),
            "changeCustomerAddress" => OrderChanges.CustomerAddress(world, body.Deserialize<CustomerAddressRequest>(Web)!, at),
            "refund" => Writes.Refund(
                world,
                body.Deserialize<RefundRequest>(Web)!,
                key,
                ledger.Mode.Settlement == "events",
                checks
            ),
            _ => WriteResult.Refuse($"There is no operation '{operation}'."),
        };
        if (result.Refusal is not null)
        {
            return (422, new JsonObject { ["reason"] = result.Refusal });
        }
        var answer = JsonSerializer.SerializeToNode(result.Body, Web);
        ledger.Executed(
            new(
                key,
                operation,
                result.Target,
                result.Amount is { } amount ? Money.Of(amount, result.Currency ?? "").Amount : null,
                result.Currency,
                at
            ),
            answer
        );
        return (200, answer?.DeepClone());
    }

    private IResult Answer(string operation, string? key, int status, Fault? fault, IResult result)
    {
        lock (ledger.Gate)
        {
            ledger.Attempts.Add(new(key, operation, status, fault?.Kind, time.GetUtcNow()));
        }
        return result;
    }
}
