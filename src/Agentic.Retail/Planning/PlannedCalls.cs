using System.Text.Json.Nodes;
using Agentic.Orchestration.Agents;
using Agentic.Orchestration.Requests;
using Microsoft.Extensions.AI;

namespace Agentic.Retail.Planning;

/// <summary>What becomes of calls that were read from one text: joined, in each other's way, said before.</summary>
internal static class PlannedCalls
{
    /// <summary>
    /// Two pieces of one order for something else each are one exchange: an order's items can be changed once.
    /// </summary>
    public static List<PlannedCall> Joined(List<PlannedCall> calls)
    {
        var joined = new List<PlannedCall>();
        foreach (var call in calls)
        {
            var at = call.Name is Actions.Exchange or Actions.ChangeItems
                ? joined.FindIndex(one =>
                    one.Name == call.Name
                    && JsonNode.DeepEquals(one.Arguments["orderId"], call.Arguments["orderId"])
                    && JsonNode.DeepEquals(one.Arguments["payWith"], call.Arguments["payWith"])
                )
                : -1;
            if (at < 0)
            {
                joined.Add(call);
                continue;
            }
            var arguments = (JsonObject)joined[at].Arguments.DeepClone();
            arguments["items"] = new JsonArray([
                .. ((JsonArray)arguments["items"]!)
                    .Concat((JsonArray)call.Arguments["items"]!)
                    .Select(item => item!.DeepClone()),
            ]);
            joined[at] = joined[at] with { Arguments = arguments };
        }
        return joined;
    }

    /// <summary>
    /// An order is cancelled and changed, or the same piece goes two ways: one of them was taken back and not heard.
    /// </summary>
    public static bool Collide(List<PlannedCall> calls)
    {
        var orders = calls
            .Where(call => call.Arguments["orderId"] is not null)
            .GroupBy(call => (string?)call.Arguments["orderId"])
            .Where(group => group.Count() > 1)
            .ToArray();
        return orders.Any(group =>
            group.Any(call => call.Name == Actions.Cancel)
            || group
                .SelectMany(call => (call.Arguments["items"] as JsonArray ?? []).Select(item => (int?)item?["line"]))
                .GroupBy(line => line)
                .Any(line => line.Count() > 1)
        );
    }

    /// <summary>
    /// The customer answered a plan with words that something is to be different, and the plan would be the same again:
    /// what was to be different was not understood.
    /// </summary>
    public static bool RepeatsRejectedPlan(
        MessageReader reader,
        ChatMessage[] messages,
        IReadOnlyDictionary<string, string> says,
        WishPlanner planner,
        List<PlannedCall> calls,
        int last
    )
    {
        if (
            messages.Count(message => message.Role == ChatRole.User) < 2
            || CustomerAnswer.Read(messages[last].Text) is not null
            || !reader.Corrects(messages[last].Text)
        )
        {
            return false;
        }
        var before = OfflineChatClient.Understand(reader, messages[..last], says);
        var then = Joined([.. before.SelectMany(planner.Plan)]);
        return then.Count == calls.Count
            && then.Zip(calls)
                .All(pair =>
                    pair.First.Name == pair.Second.Name && JsonNode.DeepEquals(pair.First.Arguments, pair.Second.Arguments)
                );
    }

    /// <summary>The same question a third time helps nobody.</summary>
    public static bool WasAskedTwice(ChatMessage[] messages, PlannedCall call) =>
        call.Name == PlannerFunctions.AskCustomer
        && messages.Count(message => message.Role == ChatRole.Assistant && message.Text == (string?)call.Arguments["question"])
            >= 2;
}
