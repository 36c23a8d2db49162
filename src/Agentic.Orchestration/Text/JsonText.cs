using System.Text.Json.Nodes;
using Agentic.Contracts;

namespace Agentic.Orchestration.Text;

/// <summary>Reads what an outside system calls something.</summary>
internal static class JsonText
{
    /// <returns>The same in both languages where it has one name only; null when it is no text.</returns>
    public static LocalText? Read(JsonNode? value) =>
        value switch
        {
            JsonObject both when Plain(both["de"]) is { } german && Plain(both["en"]) is { } english => new(german, english),
            JsonValue when Plain(value) is { } name => LocalText.Verbatim(name),
            _ => null,
        };

    private static string? Plain(JsonNode? value) =>
        value is JsonValue scalar && scalar.TryGetValue<string>(out var text) ? OutsideText.Show(text) : null;
}
