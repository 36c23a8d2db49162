using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Orchestration.Gate;

namespace Agentic.Retail.Shop;

/// <summary>An effect is about as many pieces of each order line as were asked for.</summary>
internal sealed class PieceCheck : ISealCheck
{
    public (string Field, string Why)? Check(JsonObject arguments, IReadOnlyList<SealedEffect> effects)
    {
        if (CountByLine(arguments["items"]) is not { } wanted)
        {
            return null;
        }
        foreach (var effect in effects)
        {
            if (
                effect.Arguments.Select(argument => argument.Value).OfType<JsonArray>().FirstOrDefault(IsUnits) is { } units
                && !wanted
                    .OrderBy(line => line.Key)
                    .SequenceEqual(units.CountBy(unit => (int)unit!["line"]!).OrderBy(line => line.Key))
            )
            {
                return ("items", $"{effect.Operation} is about other pieces than were asked for.");
            }
        }
        return null;
    }

    private static bool IsUnits(JsonArray items) =>
        items.Count > 0
        && items.All(item =>
            item is JsonObject unit
            && unit["line"] is JsonValue line
            && line.TryGetValue<int>(out _)
            && unit["number"] is JsonValue
        );

    private static Dictionary<int, int>? CountByLine(JsonNode? items)
    {
        var counts = new Dictionary<int, int>();
        foreach (var item in items as JsonArray ?? [])
        {
            if (
                item is not JsonObject members
                || members["line"] is not JsonValue line
                || !line.TryGetValue<int>(out var number)
                || members["quantity"] is not JsonValue quantity
                || !quantity.TryGetValue<int>(out var count)
            )
            {
                return null;
            }
            counts[number] = counts.GetValueOrDefault(number) + count;
        }
        return counts.Count == 0 ? null : counts;
    }
}
