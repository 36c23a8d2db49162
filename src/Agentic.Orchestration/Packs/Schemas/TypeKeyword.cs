using System.Globalization;
using System.Text.Json;

namespace Agentic.Orchestration.Packs.Schemas;

/// <summary><c>type</c>: an integer is written as one (1.0 and 1e3 are none), because code reads it as one.</summary>
internal sealed class TypeKeyword() : Keyword("type")
{
    protected override bool Fits(object keyword, JsonElement value) =>
        (string)keyword switch
        {
            "string" => value.ValueKind == JsonValueKind.String,
            "integer" => value.ValueKind == JsonValueKind.Number
                && long.TryParse(value.GetRawText(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "array" => value.ValueKind == JsonValueKind.Array,
            _ => value.ValueKind == JsonValueKind.Object,
        };
}
