using System.Text.Json.Nodes;
using Agentic.Contracts;

namespace Agentic.Orchestration.Text;

/// <summary>Amounts of money as JSON and configuration write them.</summary>
public static class JsonMoney
{
    /// <summary><c>{"amount":"100.00","currency":"EUR"}</c> or <c>"100.00 EUR"</c>; null for anything else.</summary>
    public static Money? Read(JsonNode? value) =>
        value switch
        {
            JsonObject members when Money.TryParse(Text(members["amount"]), Text(members["currency"]), out var money) => money,
            JsonValue text when text.TryGetValue<string>(out var said) => Parse(said),
            _ => null,
        };

    /// <summary><c>100.00 EUR</c></summary>
    public static Money? Parse(string? text) =>
        text?.Split(' ') is [var amount, var currency] && Money.TryParse(amount, currency, out var money) ? money : null;

    private static string? Text(JsonNode? value) =>
        value is JsonValue scalar && scalar.TryGetValue<string>(out var text) ? text : null;
}
