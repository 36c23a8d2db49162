using System.Globalization;
using System.Text.Json.Nodes;

namespace Agentic.Testing.Stories;

public sealed partial class StoryJudge
{
    /// <summary>An amount that a person or the shop brings up.</summary>
    public void Named(decimal amount, string currency) => _known.Add(MoneyWords.Text(amount, currency));

    /// <summary>All money in an answer of the shop.</summary>
    private JsonNode? Learn(JsonNode? node)
    {
        if (node is JsonObject { Count: 2 } money && money["amount"] is JsonValue && money["currency"] is JsonValue)
        {
            _known.Add(MoneyWords.Text(money));
        }
        foreach (
            var inner in node is JsonObject members
                ? members.Select(member => member.Value)
                : node as JsonArray ?? Enumerable.Empty<JsonNode?>()
        )
        {
            Learn(inner);
        }
        return node;
    }

    /// <summary>All times in an answer, and all money that an employee is shown as evidence.</summary>
    private void LearnTimes(JsonNode? node)
    {
        if (
            node is JsonValue value
            && value.TryGetValue<string>(out var text)
            && text.Length > 18
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time)
        )
        {
            LearnTime(time);
        }
        foreach (
            var (name, inner) in node is JsonObject members
                ? members.Select(member => (member.Key, member.Value))
                : (node as JsonArray ?? []).Select(item => ("", item))
        )
        {
            LearnTimes(inner);
            _ = name is "evidence" or "facts" ? Learn(inner) : null;
        }
    }

    private void LearnTime(DateTimeOffset time)
    {
        var local = TimeZoneInfo.ConvertTime(time, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
        _times.Add(local.ToString("HH:mm", CultureInfo.InvariantCulture));
        _times.Add(local.ToString("h:mm tt", CultureInfo.InvariantCulture).ToUpperInvariant());
    }
}
