using Json.Schema;
using Json.Schema.Keywords;

namespace Agentic.Orchestration.Packs.Schemas;

/// <summary>
/// The keywords that catalogues use, as the schema library carries them out; ours where a customer's words or money need
/// more than the standard says.
/// </summary>
internal static class SchemaKeywords
{
    private static readonly IKeywordHandler[] Handlers =
    [
        new TypeKeyword(),
        new PatternKeyword(),
        new FormatKeyword(),
        EnumKeyword.Instance,
        MinLengthKeyword.Instance,
        MaxLengthKeyword.Instance,
        MinimumKeyword.Instance,
        MaximumKeyword.Instance,
        ItemsKeyword.Instance,
        MinItemsKeyword.Instance,
        MaxItemsKeyword.Instance,
        UniqueItemsKeyword.Instance,
        PropertiesKeyword.Instance,
        RequiredKeyword.Instance,
        AdditionalPropertiesKeyword.Instance,
        DescriptionKeyword.Instance,
        // The library's additionalProperties needs it.
        PatternPropertiesKeyword.Instance,
    ];

    public static Dialect Dialect { get; } = new(Handlers) { Id = new("urn:agentic:schema") };

    public static IEnumerable<string> All => Handlers.Select(handler => handler.Name);
}
