using System.Text.Json;
using System.Text.Json.Nodes;
using Agentic.Orchestration.Text;

namespace Agentic.Orchestration.Policies;

internal static class Comparison
{
    public static readonly string[] Operators = ["is", "isNot", "in", "notIn", "above", "atLeast", "below", "atMost", "exists"];

    /// <summary>
    /// Values of different kinds (two currencies, a text and a number) cannot be compared: unknown, so a human looks.
    /// </summary>
    public static Truth Evaluate(JsonNode left, string op, JsonNode? right) =>
        op switch
        {
            "is" => Of(JsonNode.DeepEquals(left, right)),
            "isNot" => Of(!JsonNode.DeepEquals(left, right)),
            "in" => right is JsonArray options ? Of(options.Any(option => JsonNode.DeepEquals(left, option))) : Truth.Unknown,
            "notIn" => right is JsonArray options
                ? Of(!options.Any(option => JsonNode.DeepEquals(left, option)))
                : Truth.Unknown,
            _ => Order(left, right) is not { } order
                ? Truth.Unknown
                : Of(
                    op switch
                    {
                        "above" => order > 0,
                        "atLeast" => order >= 0,
                        "below" => order < 0,
                        _ => order <= 0,
                    }
                ),
        };

    private static int? Order(JsonNode left, JsonNode? right)
    {
        if (JsonMoney.Read(left) is { } one && JsonMoney.Read(right) is { } two)
        {
            return one.Currency == two.Currency ? one.Amount.CompareTo(two.Amount) : null;
        }
        if (left.GetValueKind() == JsonValueKind.Number && right?.GetValueKind() == JsonValueKind.Number)
        {
            return Number(left).CompareTo(Number(right));
        }
        return
            left is JsonValue first
            && first.TryGetValue<DateTimeOffset>(out var earlier)
            && right is JsonValue second
            && second.TryGetValue<DateTimeOffset>(out var later)
            ? earlier.CompareTo(later)
            : null;
    }

    private static decimal Number(JsonNode value) =>
        decimal.Parse(
            value.ToJsonString(),
            System.Globalization.NumberStyles.Float,
            System.Globalization.CultureInfo.InvariantCulture
        );

    private static Truth Of(bool holds) => holds ? Truth.Yes : Truth.No;
}
