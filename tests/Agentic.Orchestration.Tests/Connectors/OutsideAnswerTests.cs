using System.Text.Json.Nodes;
using Agentic.Engine.Checks;
using Agentic.Orchestration.Connectors;
using Agentic.Retail.Shop;
using Xunit.Abstractions;

namespace Agentic.Orchestration.Tests.Connectors;

/// <summary>A success is what the seal asked for, not a 200: anything else is unclear, and nothing throws.</summary>
public sealed class ForeignAnswerTests(ITestOutputHelper output)
{
    private static readonly string[] Nonsense =
    [
        "null",
        "5",
        "\"x\"",
        "true",
        "[]",
        "{}",
        "[{}]",
        "\"failed\"",
        "1e400",
        "\"\"",
        "{\"amount\":\"1\"}",
        "{\"amount\":1,\"currency\":\"EUR\"}",
        "-3",
        "\"9999.00\"",
    ];

    [Theory]
    [InlineData("""{"state":"failed","error":"card closed"}""")]
    [InlineData("""{"state":"done","amount":{"amount":"9999.00","currency":"EUR"}}""")]
    [InlineData("""{"state":"done","amount":{"amount":"20.00","currency":"USD"}}""")]
    [InlineData("""{"state":17}""")]
    [InlineData("""{"state":{"code":"done"}}""")]
    [InlineData("""{"error":"no"}""")]
    [InlineData("""{"state":"done","orderId":"99999"}""")]
    [InlineData("""{"state":"credited","amount":{"amount":"20.00"},"currency":"USD"}""")]
    [InlineData("""{"state":"credited","units":[{"line":2,"number":1}]}""")]
    [InlineData("""{"state":"credited","status":"failed"}""")]
    [InlineData("""{"state":"credited","success":false}""")]
    [InlineData("""{"state":"credited","errors":["no"]}""")]
    [InlineData("""{"state":"instructed"}""")]
    public void AnswerThatIsNotWhatWasSealed_IsUnclear(string answer) => Read(answer).ShouldBeOfType<EffectResult.Unclear>();

    /// <summary>Each operation, not only the one that pays: an answer that could be about anything says nothing.</summary>
    [Theory]
    [InlineData("{}")]
    [InlineData("""{"status":"rejected","orderId":"10042","returnId":"R1","exchangeId":"E1","customerId":"anna"}""")]
    [InlineData("""{"success":false,"orderId":"10042","returnId":"R1","exchangeId":"E1","customerId":"anna"}""")]
    public void AnswerThatCouldBeAboutAnything_IsUnclear_ForEachOperation(string answer)
    {
        foreach (var operation in ShopOperations.All.Where(operation => operation.Writes))
        {
            var call = new EffectCall(
                operation.Name,
                new JsonObject
                {
                    ["orderId"] = "10042",
                    ["returnId"] = "R1",
                    ["exchangeId"] = "E1",
                    ["customerId"] = "anna",
                },
                "key",
                null
            );
            OutsideAnswer
                .Read(operation, call, (JsonObject)JsonNode.Parse(answer)!)
                .ShouldBeOfType<EffectResult.Unclear>(operation.Name);
        }
    }

    [Theory]
    [InlineData("cancelOrder", """{"orderId":"10042","status":"shipped","version":2}""")]
    [InlineData(
        "changeOrderAddress",
        """{"orderId":"10042","address":{"street":"Hauptstraße 9","postalCode":"50667","city":"Köln","country":"DE"}}"""
    )]
    public void AnswerThatNamesSomethingElse_IsUnclear(string operation, string answer) =>
        OutsideAnswer
            .Read(
                ShopOperations.All.Single(known => known.Name == operation),
                new EffectCall(
                    operation,
                    new JsonObject
                    {
                        ["orderId"] = "10042",
                        ["address"] = new JsonObject
                        {
                            ["street"] = "Gartenweg 5",
                            ["postalCode"] = "50667",
                            ["city"] = "Köln",
                            ["country"] = "DE",
                        },
                    },
                    "key",
                    null
                ),
                (JsonObject)JsonNode.Parse(answer)!
            )
            .ShouldBeOfType<EffectResult.Unclear>();

    [Theory]
    [InlineData("returnQuote", "{}")]
    [InlineData(
        "returnQuote",
        """
            {"orderId":"10042","units":[],"items":[],"amount":{"amount":"-29.90","currency":"EUR"},
             "methodId":"m","method":{"de":"Karte","en":"card"}}
            """
    )]
    [InlineData("order", """{"found":true,"orderId":"10042"}""")]
    public void AnswerToAQuestion_ThatNothingCanRestOn_IsNone(string query, string answer) =>
        OutsideAnswer
            .GetUnusableReason(
                ShopOperations.All.Single(known => known.Name == query),
                (JsonObject)JsonNode.Parse(answer)!,
                ShopOperations.Needed[query]
            )
            .ShouldNotBeNull();

    /// <summary>
    /// Over random answers: either every member that the seal names says the sealed value, or it is no success.
    /// </summary>
    [Fact]
    public void RandomAnswers_NeverThrow_AndCountOnlyWhenTheyFit()
    {
        var random = new Random(13);
        var counted = 0;
        const int stories = 20_000;
        for (var story = 0; story < stories; story++)
        {
            var answer = new JsonObject();
            foreach (
                var name in new[]
                {
                    "state",
                    "refundId",
                    "id",
                    "amount",
                    "orderId",
                    "creditNote",
                    "error",
                    "idempotencyKey",
                    "kind",
                }
            )
            {
                if (random.Next(2) == 0)
                {
                    answer[name] = name switch
                    {
                        "state" when random.Next(2) == 0 => "done",
                        "amount" when random.Next(2) == 0 => new JsonObject
                        {
                            ["amount"] = random.Next(2) == 0 ? "20.00" : "20.01",
                            ["currency"] = random.Next(3) == 0 ? "USD" : "EUR",
                        },
                        "orderId" when random.Next(2) == 0 => random.Next(2) == 0 ? "10042" : "10043",
                        _ => Parse(Nonsense[random.Next(Nonsense.Length)]),
                    };
                }
            }
            if (Read(answer.ToJsonString()) is EffectResult.Done or EffectResult.Accepted)
            {
                counted++;
                answer["error"].ShouldBeNull();
                if (answer["amount"] is { } amount)
                {
                    (amount is JsonObject money ? $"{money["amount"]} {money["currency"]}" : $"{amount} EUR").ShouldBe(
                        "20.00 EUR"
                    );
                }
                if (answer["orderId"] is { } order)
                {
                    order.ToString().ShouldBe("10042");
                }
            }
        }
        counted.ShouldBeInRange(1, stories / 2);
        output.WriteLine($"{stories} random answers, {counted} of them successes.");
    }

    private static JsonNode? Parse(string json)
    {
        try
        {
            return JsonNode.Parse(json);
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }

    private static EffectResult Read(string answer) =>
        OutsideAnswer.Read(
            Refund,
            new EffectCall(
                "refund",
                new JsonObject
                {
                    ["orderId"] = "10042",
                    ["amount"] = new JsonObject { ["amount"] = "20.00", ["currency"] = "EUR" },
                    ["kind"] = "goodwill",
                    ["units"] = new JsonArray(new JsonObject { ["line"] = 1, ["number"] = 1 }),
                },
                "key",
                null
            ),
            (JsonObject)JsonNode.Parse(answer)!
        );

    private static OperationDescription Refund => ShopOperations.All.Single(operation => operation.Name == "refund");
}
