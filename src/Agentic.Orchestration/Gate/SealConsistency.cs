using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Engine.Definitions;
using Agentic.Orchestration.Text;

namespace Agentic.Orchestration.Gate;

/// <summary>
/// What would be sealed agrees with itself, whoever proposed or edited it: one currency, parts that add up to the amount,
/// pieces that are as many as were asked for, and nothing negative.
/// </summary>
internal static class SealConsistency
{
    /// <returns>Which argument does not fit and why; null when all agrees.</returns>
    public static (string Field, string Why)? Problem(JsonObject arguments, IReadOnlyList<SealedEffect> effects, JsonObject facts)
    {
        var asked = arguments.FirstOrDefault(argument => JsonMoney.Read(argument.Value) is not null && argument.Value is JsonObject).Key ?? "arguments";
        var money = effects.SelectMany(effect => In(effect.Arguments)).Concat(effects.Select(effect => effect.Amount).OfType<Money>()).ToArray();
        if (money.FirstOrDefault(amount => amount.Amount < 0) is { Currency: not null } negative)
        {
            return (asked, $"An amount must not be negative, such as {negative}.");
        }
        var order = References.Walk(facts, "order.currency") is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
        string[] currencies = [.. money.Select(amount => amount.Currency).Concat(order is null ? [] : [order]).Distinct()];
        if (money.Length > 0 && currencies.Length > 1)
        {
            return (asked, $"One action has one currency; here are {string.Join(" and ", currencies.Order(StringComparer.Ordinal))}.");
        }
        foreach (var effect in effects)
        {
            if (effect.Amount is { } amount && effect.Arguments.Select(argument => argument.Value).OfType<JsonArray>().FirstOrDefault(IsParts) is { } parts && parts.Sum(part => JsonMoney.Read(part!["amount"])!.Value.Amount) != amount.Amount)
            {
                return (asked, $"The parts of {effect.Operation} do not add up to {amount}.");
            }
            if (CountOf(arguments["items"], "quantity") is { } wanted && effect.Arguments.Select(argument => argument.Value).OfType<JsonArray>().FirstOrDefault(IsUnits) is { } units
                && !wanted.OrderBy(line => line.Key).SequenceEqual(units.GroupBy(unit => (int)unit!["line"]!).ToDictionary(line => line.Key, line => line.Count()).OrderBy(line => line.Key)))
            {
                return ("items", $"{effect.Operation} is about other pieces than were asked for.");
            }
        }
        return null;
    }

    private static bool IsParts(JsonArray items) => items.Count > 0 && items.All(item => item is JsonObject part && JsonMoney.Read(part["amount"]) is not null);

    private static bool IsUnits(JsonArray items) => items.Count > 0 && items.All(item => item is JsonObject unit && unit["line"] is JsonValue line && line.TryGetValue<int>(out _) && unit["number"] is JsonValue);

    private static Dictionary<int, int>? CountOf(JsonNode? items, string quantity)
    {
        var counts = new Dictionary<int, int>();
        foreach (var item in items as JsonArray ?? [])
        {
            if (item is not JsonObject members || members["line"] is not JsonValue line || !line.TryGetValue<int>(out var number) || members[quantity] is not JsonValue many || !many.TryGetValue<int>(out var count))
            {
                return null;
            }
            counts[number] = counts.GetValueOrDefault(number) + count;
        }
        return counts.Count == 0 ? null : counts;
    }

    private static IEnumerable<Money> In(JsonNode? node) => node switch
    {
        JsonObject members when JsonMoney.Read(members) is { } money => [money],
        JsonObject members => members.SelectMany(member => In(member.Value)),
        JsonArray items => items.SelectMany(In),
        _ => [],
    };
}
