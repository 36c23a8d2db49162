using System.Text.Json.Nodes;
using Agentic.Orchestration.Agents;
using Agentic.Orchestration.Execution.Activities;
using Agentic.Orchestration.Packs;
using Agentic.Retail.Planning;
using Agentic.Retail.Shop;
using Microsoft.Extensions.AI;

namespace Agentic.Orchestration.Tests.Planning;

/// <summary>What customers write, and the one right reading (see <see cref="Utterances"/>).</summary>
public sealed partial class OfflinePlannerTests
{
    private static readonly PackRegistry Packs = new([
        PackLoader
            .Load(
                Path.Combine(AppContext.BaseDirectory, "workflows", "retail"),
                ShopOperations.All,
                WorkflowActivities.Catalogue,
                new VocabularyReader()
            )
            .Pack!,
    ]);

    /// <summary>
    /// 10042 delivered: blue jacket M, two white T-shirts L. 10051 delivered: black belt, red scarf. 10063 pending:
    /// grey sweater M.
    /// 10071 pending: blue T-shirt M, two red mugs. 10064 delivered: two black watches. 10058 delivered: green jacket
    /// L, black jacket L, white mug.
    /// </summary>
    private static readonly string Orders = new JsonObject
    {
        ["paymentMethods"] = new JsonArray(
            Method("anna-card", "card"),
            Method("anna-gift", "giftCard"),
            Method("anna-paypal", "paypal")
        ),
        ["orders"] = new JsonArray(
            Order("10042", "delivered", Line(1, "jacket", "blue", "M", 1), Line(2, "t-shirt", "white", "L", 2)),
            Order("10051", "delivered", Line(1, "belt", "black", null, 1), Line(2, "scarf", "red", null, 1)),
            Order("10063", "pending", Line(1, "sweater", "grey", "M", 1)),
            Order("10064", "delivered", Line(1, "watch", "black", null, 2)),
            Order("10071", "pending", Line(1, "t-shirt", "blue", "M", 1), Line(2, "mug", "red", null, 2)),
            Order(
                "10058",
                "delivered",
                Line(1, "jacket", "green", "L", 1),
                Line(2, "jacket", "black", "L", 1),
                Line(3, "mug", "white", null, 1)
            )
        ),
    }.ToJsonString();

    public static TheoryData<string, string, string, string> Said()
    {
        var data = new TheoryData<string, string, string, string>();
        foreach (var (locale, group) in Utterances.Groups)
        {
            foreach (var (messages, expected) in Utterances.Of(locale, group))
            {
                data.Add(locale, group, messages, expected);
            }
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Said))]
    public async Task Utterance_IsReadOneWay(string locale, string group, string messages, string expected)
    {
        var outcomes = await OutcomesAsync(locale, messages);
        // With several expectations every message has one; otherwise the last one counts.
        var wanted = expected.Split('#');
        outcomes.TakeLast(wanted.Length).ShouldBe(wanted, $"{group}: {messages}");
    }

    private static async Task<IReadOnlyList<string>> OutcomesAsync(string locale, string messages)
    {
        var outcomes = new List<string>();
        var conversation = new List<ChatMessage> { new(ChatRole.System, $"Customer locale: {locale}") };
        foreach (var message in messages.Split('|', StringSplitOptions.TrimEntries))
        {
            conversation.Add(new(ChatRole.User, message));
            var (outcome, question) = await RoundAsync(conversation, locale);
            outcomes.Add(outcome);
            if (question is not null)
            {
                conversation.Add(new(ChatRole.Assistant, question));
            }
        }
        return outcomes;
    }

    private static async Task<(string Outcome, string? Question)> RoundAsync(List<ChatMessage> conversation, string locale)
    {
        using var planner = new OfflineChatClient(Packs);
        var pack = Packs["retail"];
        var options = new ChatOptions
        {
            Tools = [.. pack.Actions.Keys.Append("find_orders").Append("find_variants").Select(name => new Function(name))],
        };
        var round = conversation.ToList();
        while (true)
        {
            var answer = await planner.GetResponseAsync(round, options);
            if (answer.Text.Length > 0)
            {
                // A plan that is carried out whole or not at all is given as one document.
                var plan = JsonNode.Parse(answer.Text)!;
                var shown = ((JsonArray)plan["actions"]!).Select(action =>
                    Show((string)action!["action"]!, (JsonObject)action["arguments"]!)
                );
                return ($"{((bool)plan["atomic"]! ? "together: " : "")}{string.Join("; ", shown)}", null);
            }
            var calls = answer.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>().ToArray();
            if (calls is [{ Name: "find_variants" }])
            {
                round.Add(
                    new(
                        ChatRole.Tool,
                        [new FunctionResultContent(calls[0].CallId, Variants(calls[0].Arguments!["productId"]!.ToString()!))]
                    )
                );
                continue;
            }
            if (calls is [{ Name: "find_orders" }])
            {
                round.Add(new(ChatRole.Tool, [new FunctionResultContent(calls[0].CallId, JsonNode.Parse(Orders))]));
                continue;
            }
            if (calls[0].Name == PlannerFunctions.HandOff)
            {
                return ("person", null);
            }
            if (calls[0].Name == PlannerFunctions.AskCustomer)
            {
                var question = calls[0].Arguments!["question"]!.ToString()!;
                return (
                    pack.Extension<Vocabularies>()!
                        .ByLanguage[locale]
                        .Says.First(template => question.StartsWith(template.Value.Split('{')[0], StringComparison.Ordinal))
                        .Key,
                    question
                );
            }
            return (
                string.Join(
                    "; ",
                    calls.Select(call =>
                        Show(call.Name, (JsonObject)System.Text.Json.JsonSerializer.SerializeToNode(call.Arguments)!)
                    )
                ),
                null
            );
        }
    }

    private static string Show(string action, JsonObject arguments)
    {
        string Swaps() =>
            string.Join(
                ' ',
                ((JsonArray)arguments["items"]!).Select(item => $"{item!["line"]}×{item["quantity"]}>{item["variant"]}")
            );
        string Address() =>
            $"{arguments["address"]!["street"]}, {arguments["address"]!["postalCode"]} {arguments["address"]!["city"]}";
        return action switch
        {
            "cancel_order" => $"cancel {arguments["orderId"]}",
            "exchange_items" => $"exchange {arguments["orderId"]}: {Swaps()}",
            "change_order_items" => $"change {arguments["orderId"]}: {Swaps()}",
            "change_order_address" => $"redirect {arguments["orderId"]}: {Address()}",
            "change_customer_address" => $"move: {Address()}",
            "change_order_payment" => $"repay {arguments["orderId"]}: {arguments["payWith"]}",
            "goodwill_refund" =>
                $"goodwill {arguments["orderId"]}{(arguments["amount"] is { } amount ? $": {amount["amount"]}" : "")}",
            _ => $"{arguments["orderId"]}: {Pieces(arguments)}{(arguments["refundTo"] is { } method ? $" {method}" : "")}",
        };
    }

    private static string Pieces(JsonObject arguments) =>
        string.Join(' ', ((JsonArray)arguments["items"]!).Select(item => $"{item!["line"]}×{item["quantity"]}"));

    /// <summary>Each product in six colours and, where it has sizes, in S to XL.</summary>
    private static JsonObject Variants(string product) =>
        new()
        {
            ["productId"] = product,
            ["variants"] = new JsonArray([
                .. new[] { "blue", "black", "red", "green", "grey", "white" }.SelectMany(colour =>
                    (product is "jacket" or "t-shirt" or "sweater" ? new[] { "S", "M", "L", "XL" } : [null!]).Select(
                        size => new JsonObject
                        {
                            ["id"] = size is null ? $"{product}-{colour}" : $"{product}-{colour}-{size}",
                            ["colour"] = colour,
                            ["size"] = size,
                            ["available"] = true,
                        }
                    )
                ),
            ]),
        };

    private static JsonObject Order(string number, string status, params JsonObject[] lines)
    {
        foreach (var line in lines)
        {
            line["returnable"] = status == "delivered" ? (int)line["quantity"]! : 0;
        }
        return new()
        {
            ["orderId"] = number,
            ["status"] = status,
            ["lines"] = new JsonArray([.. lines]),
        };
    }

    private static JsonObject Line(int number, string product, string colour, string? size, int quantity) =>
        new()
        {
            ["line"] = number,
            ["product"] = product,
            ["productId"] = product,
            ["colour"] = colour,
            ["size"] = size,
            ["quantity"] = quantity,
            ["label"] = new JsonObject { ["de"] = $"{product} {colour}", ["en"] = $"{product} {colour}" },
        };

    private static JsonObject Method(string id, string kind) => new() { ["id"] = id, ["kind"] = kind };

    private sealed class Function(string name) : AIFunctionDeclaration
    {
        public override string Name => name;
    }
}
