using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Agentic.Contracts;

namespace Agentic.Orchestration.Journal;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(JournalEvent))]
[JsonSerializable(typeof(IReadOnlyList<Fact>))]
internal sealed partial class JournalJson : JsonSerializerContext
{
    /// <summary>
    /// Twice of what JSON from outside can have, since a fact wraps it a few times: what was written must be readable.
    /// </summary>
    public const int MaxDepth = 128;

    /// <summary>Umlauts as they are: half the bytes, and people can read an export.</summary>
    public static readonly JournalJson Compact = new(
        new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            MaxDepth = MaxDepth,
        }
    );
}
