using System.Text.Json;
using Agentic.Contracts;
using Agentic.Orchestration.Text;

namespace Agentic.Orchestration.Packs.Schemas;

/// <summary><c>format</c>: <c>money</c>, or <c>line</c>, the default for every text without a format.</summary>
internal sealed class FormatKeyword() : Keyword("format")
{
    public const string Line = "line";

    protected override bool Fits(object keyword, JsonElement value) =>
        (string)keyword switch
        {
            "money" => value.ValueKind != JsonValueKind.Object
                || Money.TryParseUnsigned(Text(value, "amount"), Text(value, "currency"), out _),
            Line => value.ValueKind != JsonValueKind.String || !value.GetString()!.Any(OutsideText.IsHidden),
            _ => true,
        };

    private static string? Text(JsonElement money, string member) =>
        money.TryGetProperty(member, out var said) && said.ValueKind == JsonValueKind.String ? said.GetString() : null;
}
