using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Orchestration.Text;

namespace Agentic.Orchestration.Gate;

/// <summary>
/// Checks that the content to be sealed does not contradict itself, whoever proposed or edited it: one currency, parts that
/// add up to the amount, nothing negative. Rules of one kind of business belong in an <see cref="ISealCheck"/>.
/// </summary>
internal static class SealConsistency
{
    /// <returns>Which argument does not fit and why; null when all agrees.</returns>
    public static (string Field, string Why)? FindProblem(
        JsonObject arguments,
        IReadOnlyList<SealedEffect> effects,
        JsonObject facts
    )
    {
        var asked =
            arguments.FirstOrDefault(argument => JsonMoney.Read(argument.Value) is not null && argument.Value is JsonObject).Key
            ?? "arguments";
        var money = effects
            .SelectMany(effect => In(effect.Arguments))
            .Concat(effects.Select(effect => effect.Amount).OfType<Money>())
            .ToArray();
        if (money.FirstOrDefault(amount => amount.Amount < 0) is { Currency: not null } negative)
        {
            return (asked, $"An amount must not be negative, such as {negative}.");
        }
        string[] currencies = [.. money.Select(amount => amount.Currency).Concat(DeclaredIn(facts)).Distinct()];
        if (money.Length > 0 && currencies.Length > 1)
        {
            return (
                asked,
                $"One action has one currency; here are {string.Join(" and ", currencies.Order(StringComparer.Ordinal))}."
            );
        }
        foreach (var effect in effects)
        {
            if (
                effect.Amount is { } amount
                && effect.Arguments.Select(argument => argument.Value).OfType<JsonArray>().FirstOrDefault(IsParts) is { } parts
                && parts.Sum(part => JsonMoney.Read(part!["amount"])!.Value.Amount) != amount.Amount
            )
            {
                return (asked, $"The parts of {effect.Operation} do not add up to {amount}.");
            }
        }
        return null;
    }

    private static bool IsParts(JsonArray items) =>
        items.Count > 0 && items.All(item => item is JsonObject part && JsonMoney.Read(part["amount"]) is not null);

    /// <summary>The currencies that the objects say they are in, such as <c>order.currency</c>.</summary>
    private static IEnumerable<string> DeclaredIn(JsonObject facts) =>
        facts
            .Where(fact => fact.Key != "arguments")
            .Select(fact => fact.Value)
            .OfType<JsonObject>()
            .Select(read => read["currency"])
            .OfType<JsonValue>()
            .Select(value => value.TryGetValue<string>(out var currency) ? currency : null)
            .OfType<string>();

    private static IEnumerable<Money> In(JsonNode? node) =>
        node switch
        {
            JsonObject members when JsonMoney.Read(members) is { } money => [money],
            JsonObject members => members.SelectMany(member => In(member.Value)),
            JsonArray items => items.SelectMany(In),
            _ => [],
        };
}
