using System.Text.Json;
using System.Text.Json.Serialization;

namespace Agentic.Contracts;

/// <summary>
/// Writes <c>{"de": …, "en": …}</c>; also reads a plain string, which older journals have where there was one
/// language.
/// </summary>
public sealed class LocalTextJsonConverter : JsonConverter<LocalText>
{
    public override LocalText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return LocalText.Verbatim(reader.GetString()!);
        }
        string? de = null,
            en = null;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("A text is an object with de and en.");
        }
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            if (name == "de")
            {
                de = reader.GetString();
            }
            else if (name == "en")
            {
                en = reader.GetString();
            }
            else
            {
                reader.Skip();
            }
        }
        return new(de ?? throw new JsonException("A text has no de."), en ?? throw new JsonException("A text has no en."));
    }

    public override void Write(Utf8JsonWriter writer, LocalText value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("de", value.De);
        writer.WriteString("en", value.En);
        writer.WriteEndObject();
    }
}
